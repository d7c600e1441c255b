//! Shares that a committee knows and no register shows.

use super::metric::Metric;
use agglom_method::{Argument, Codes, Indicators, Message, MethodError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Codes of indicators with shares (0 to 1) of clusters. They are used where register and linkages are silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IndicatorCodes {
    /// Share of the purchases inside the zone that the largest firms make.
    pub hub_purchases: String,
    /// Employment share of establishments headquartered elsewhere.
    pub external: String,
    /// Value share of purchases made inside the zone.
    pub local_purchases: String,
    /// Employment share of state bodies.
    pub state: String,
    /// Share of sales that leave the zone.
    pub external_sales: String,
    /// Share of firms that cooperate with others of the cluster.
    pub cooperation: String,
    /// Share of the sales of firms that are no state body which go to public buyers.
    pub public_procurement: String,
}

/// The shares given for one cluster, by metric.
pub(crate) type Given = [Option<f64>; Metric::ALL.len()];

impl Default for IndicatorCodes {
    fn default() -> Self {
        Self {
            hub_purchases: "hub_purchases".into(),
            external: "external".into(),
            local_purchases: "local_purchases".into(),
            state: "state".into(),
            external_sales: "external_sales".into(),
            cooperation: "cooperation".into(),
            public_procurement: "public_procurement".into(),
        }
    }
}

impl IndicatorCodes {
    fn by_metric(&self) -> [(Metric, &str); 7] {
        [
            (Metric::HubPurchases, &self.hub_purchases),
            (Metric::External, &self.external),
            (Metric::LocalPurchases, &self.local_purchases),
            (Metric::State, &self.state),
            (Metric::ExternalSales, &self.external_sales),
            (Metric::Cooperation, &self.cooperation),
            (Metric::PublicProcurement, &self.public_procurement),
        ]
    }

    /// Two metrics that share a code.
    pub(crate) fn repeated(&self) -> Option<&str> {
        let codes = self.by_metric();
        codes.iter().enumerate().find(|(i, (_, code))| codes[..*i].iter().any(|(_, other)| other == code)).map(|(_, (_, code))| *code)
    }

    /// The metric of each indicator, where it has one.
    fn metrics(&self, indicators: &Codes) -> Result<Vec<Option<Metric>>, MethodError> {
        let mut metrics = vec![None; indicators.len()];
        for ((metric, code), (_, usual)) in self.by_metric().into_iter().zip(Self::default().by_metric()) {
            if code != usual {
                metrics[indicators.required("indicator_codes", code)?] = Some(metric);
            } else if let Some(i) = indicators.find(code) {
                metrics[i] = Some(metric);
            }
        }
        if metrics.iter().all(Option::is_none) {
            let codes: Vec<Argument> = self.by_metric().map(|(_, code)| Argument::from(code)).into();
            return Err(MethodError::Needs { what: Message::new("cluster-typology-needs-indicators").with("codes", codes) });
        }
        Ok(metrics)
    }
}

/// The shares given for each cluster, clusters named by their codes; and the entities that are no cluster.
pub(crate) fn of_clusters(source: &Indicators, codes: &IndicatorCodes, clusters: &[String]) -> Result<(Vec<Given>, Vec<usize>), MethodError> {
    let metrics = codes.metrics(&source.indicators)?;
    let cluster: Vec<Option<usize>> = source.entities.iter().map(|entity| clusters.iter().position(|c| c == entity)).collect();
    let mut given = vec![Given::default(); clusters.len()];
    let mut others = std::collections::BTreeSet::new();
    let mut seen = std::collections::BTreeSet::new();
    for row in &source.rows {
        let (Some(metric), Some(value)) = (metrics[row.indicator as usize], row.value.observed()) else { continue };
        let named = |key: &str| {
            let entity = source.entities.argument_or_whole(row.entity as usize);
            Message::new(key).with("indicator", source.indicators.argument(row.indicator as usize)).with("entity", entity)
        };
        if !(0.0..=1.0).contains(&value.value) {
            let what = named("cluster-typology-not-a-share").with("value", Argument::Short(value.value));
            return Err(MethodError::Needs { what });
        }
        if !seen.insert((row.entity, metric)) {
            return Err(MethodError::Needs { what: named("cluster-typology-given-twice") });
        }
        match cluster[row.entity as usize] {
            Some(cluster) => given[cluster][metric.number()] = Some(value.value),
            None => _ = others.insert(row.entity as usize),
        }
    }
    if !seen.is_empty() && given.iter().all(|g| g.iter().all(Option::is_none)) {
        let example = |name: Option<&str>| Argument::from(name.unwrap_or_default());
        let entity = others.first().map(|&e| source.entities.get(e));
        let what = Message::new("cluster-typology-needs-entities").with("entity", example(entity));
        return Err(MethodError::Needs { what: what.with("cluster", example(clusters.first().map(String::as_str))) });
    }
    Ok((given, others.into_iter().collect()))
}
