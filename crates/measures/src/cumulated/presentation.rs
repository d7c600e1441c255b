use super::{Curve, Curves};
use agglom_method::{Argument, Chart, Finding, Mark, Message, Reference, Register, Scale, Table, Unit};

/// What the presentation of a method's curves needs to know of it.
pub(crate) struct Looks {
    /// The method's key.
    pub(crate) key: &'static str,
    /// Where a curve without a pattern lies, if that is a line, and what to call it.
    pub(crate) reference: Option<(f64, &'static str)>,
    /// Unit of the values.
    pub(crate) unit: Unit,
    /// True if the table has a column with what complete spatial randomness gives.
    pub(crate) expected: bool,
}

/// Tables, charts and sentences of curves.
pub(crate) fn finding(curves: &Curves, register: &Register, looks: &Looks) -> Finding {
    let mut panel = vec!["industry".to_owned()];
    if curves.between {
        panel.push("neighbour".to_owned());
    }
    let band = |low: &str, high: &str| (curves.draws > 0).then(|| (low.to_owned(), high.to_owned()));
    let mark = Mark::Curves {
        x: "r_m".into(),
        y: "value".into(),
        panel,
        band: band("low", "high"),
        outer: band("global_low", "global_high"),
        reference: looks.reference.map(|(at, label)| Reference { at, label: Message::new(label) }),
    };
    let finding = Finding::default().table(main_table(curves, looks)).table(industries(curves)).chart(Chart::new(
        &format!("{}_curves", looks.key),
        looks.key,
        mark,
    ));
    let finding = with_individuals(finding, curves, register);
    notes(headlines(finding, curves), curves)
}

fn codes(table: Table, curves: &Curves, rows: &[&Curve]) -> Table {
    let table = table.codes("industry", &curves.industries, rows.iter().map(|c| c.industry));
    if curves.between { table.codes("neighbour", &curves.industries, rows.iter().map(|c| c.neighbour)) } else { table }
}

fn main_table(curves: &Curves, looks: &Looks) -> Table {
    let r = &curves.distances_m;
    let with_values: Vec<&Curve> = curves.curves.iter().filter(|c| !c.value.is_empty()).collect();
    let rows: Vec<&Curve> = with_values.iter().flat_map(|c| r.iter().map(move |_| *c)).collect();
    let all = |pick: fn(&Curve) -> &Vec<Option<f64>>| with_values.iter().flat_map(move |c| pick(c).iter().copied()).collect::<Vec<_>>();
    let unit = &looks.unit;
    let table = codes(Table::new(looks.key, Message::new(format!("table-{}", looks.key.replace('_', "-")))), curves, &rows)
        .numbers("r_m", Unit::Metres, with_values.iter().flat_map(|_| r.iter().copied().map(Some)))
        .numbers("value", unit.clone(), all(|c| &c.value));
    let table = if looks.expected {
        table.numbers("expected", unit.clone(), with_values.iter().flat_map(|c| c.expected.iter().copied().map(Some)))
    } else {
        table
    };
    table
        .numbers("low", unit.clone(), all(|c| &c.low))
        .numbers("high", unit.clone(), all(|c| &c.high))
        .numbers("global_low", unit.clone(), all(|c| &c.global_low))
        .numbers("global_high", unit.clone(), all(|c| &c.global_high))
        .numbers("mean", unit.clone(), all(|c| &c.mean))
        .words("reason", with_values.iter().flat_map(|c| c.reasons.iter().copied()))
}

fn industries(curves: &Curves) -> Table {
    let rows: Vec<&Curve> = curves.curves.iter().collect();
    codes(Table::new("industries", Message::new("table-industries")), curves, &rows)
        .integers("establishments", Unit::None, rows.iter().map(|c| i64::try_from(c.establishments).ok()))
        .words("pattern", rows.iter().map(|c| c.pattern))
        .numbers("from_m", Unit::Metres, rows.iter().map(|c| c.from_m))
        .numbers("to_m", Unit::Metres, rows.iter().map(|c| c.to_m))
        .numbers("strongest_r_m", Unit::Metres, rows.iter().map(|c| c.strongest_r_m))
        .numbers("p_value", Unit::None, rows.iter().map(|c| c.p_value))
        .numbers("q_value", Unit::None, rows.iter().map(|c| c.q_value))
        .words("reason", rows.iter().map(|c| c.reason))
}

/// The table of single establishments and a map of the first pair at the first distance.
fn with_individuals(finding: Finding, curves: &Curves, register: &Register) -> Finding {
    let rows = &curves.individuals;
    let Some(first) = rows.first() else { return finding };
    let degrees = |k: usize| rows.iter().map(move |i| register.degrees.as_ref().map(|d| d[i.establishment][k]));
    let table = Table::new("individual", Message::new("table-individual"))
        .texts("id", rows.iter().map(|i| Some(register.ids[i.establishment].clone())))
        .codes("industry", &curves.industries, rows.iter().map(|i| i.industry));
    let table = if curves.between { table.codes("neighbour", &curves.industries, rows.iter().map(|i| i.neighbour)) } else { table };
    let table = table
        .numbers("lon", Unit::None, degrees(0))
        .numbers("lat", Unit::None, degrees(1))
        .numbers("r_m", Unit::Metres, rows.iter().map(|i| Some(i.r_m)))
        .numbers("value", Unit::None, rows.iter().map(|i| i.value))
        .words("reason", rows.iter().map(|i| i.reason));
    let one_distance = rows.iter().all(|i| i.r_m == first.r_m);
    let finding = finding.table(table);
    if register.degrees.is_none() || !one_distance || curves.between {
        return finding;
    }
    let mark = Mark::Points {
        lon: "lon".into(),
        lat: "lat".into(),
        value: Some("value".into()),
        scale: Scale::Linear,
        midpoint: Some(1.0),
        size: None,
        hexagon_m: None,
        outlines: None,
    };
    // The industry furthest from chance among those that have establishments on the map.
    let shown = curves.curves.iter().find(|c| rows.iter().any(|i| i.industry == c.industry)).map_or(first.industry, |c| c.industry);
    let mut map = Chart::new("individual_map", "individual", mark).only("industry", curves.industries.get(shown));
    map.title = map.title.with("industry", curves.industries.argument_or_whole(shown)).with("r", Argument::Short(first.r_m));
    finding.chart(map)
}

fn headlines(finding: Finding, curves: &Curves) -> Finding {
    let tested = curves.curves.iter().filter(|c| c.p_value.is_some()).count();
    let rate = Argument::Percent { value: curves.alpha, decimals: 0 };
    if tested == 0 {
        let shown = curves.curves.iter().filter(|c| c.value.iter().any(Option::is_some)).count();
        let message =
            if shown == 0 { Message::new("curves-none-defined") } else { Message::new("curves-untested").with("all", Argument::count(shown)) };
        return finding.headline(message);
    }
    let localised: Vec<&Curve> = curves.sure(&["localised", "both"]).collect();
    let dispersed = curves.sure(&["dispersed"]).count();
    let named = |c: &&Curve| -> Option<Argument> {
        let message = Message::new(if curves.between { "curves-pair" } else { "curves-industry" });
        let message = message.with("industry", curves.industries.argument_or_whole(c.industry));
        let message = if curves.between { message.with("neighbour", curves.industries.argument(c.neighbour)) } else { message };
        Some(message.with("value", Argument::number(c.strongest(&curves.distances_m)?)).with("r", Argument::Short(c.strongest_r_m?)).into())
    };
    let first: Vec<Argument> = localised.iter().filter_map(named).take(3).collect();
    let counted = Message::new(if curves.between { "curves-counted-between" } else { "curves-counted" })
        .with("localised", Argument::count(localised.len()))
        .with("dispersed", Argument::count(dispersed))
        .with("all", Argument::count(tested))
        .with("rate", rate);
    if first.is_empty() {
        finding.headline(counted)
    } else {
        finding.headline(Message::new("curves-strongest").with("industries", first)).headline(counted)
    }
}

fn notes(finding: Finding, curves: &Curves) -> Finding {
    let few = curves.curves.iter().filter(|c| c.reason == Some("few-establishments")).count();
    let finding =
        if few == 0 { finding } else { finding.caution(Message::new("curves-few-establishments").with("industries", Argument::count(few))) };
    let tested = curves.curves.iter().filter(|c| c.p_value.is_some()).count();
    let smallest = tested as f64 / (curves.draws + 1) as f64;
    let finding = if tested > 1 && smallest > curves.alpha {
        let needed = (tested as f64 / curves.alpha).ceil() as usize;
        finding.caution(Message::new("curves-few-draws").with("draws", Argument::count(curves.draws)).with("needed", Argument::count(needed)))
    } else {
        finding
    };
    let finding = if curves.coincident == 0 {
        finding
    } else {
        finding.remark(Message::new("curves-coincident").with("establishments", Argument::count(curves.coincident)))
    };
    if curves.draws == 0 {
        return finding.caution(Message::new("curves-no-draws"));
    }
    let null = Message::new(format!("null-{}", curves.null.name().replace('_', "-")));
    finding.remark(Message::new("curves-draws").with("draws", Argument::count(curves.draws)).with("null", null))
}
