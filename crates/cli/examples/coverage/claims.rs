//! How often what was said is so.

/// What one simulated study says, held against the truth.
#[derive(Default)]
pub struct Held {
    /// Whether each interval contains the truth, by what it is an interval of.
    pub intervals: Vec<(&'static str, bool)>,
    /// Claims: the stated probability, and whether what it is about is true.
    pub claims: Vec<(f64, bool)>,
    /// Like claims, but only the one of each object that is the likeliest.
    pub best: Vec<(f64, bool)>,
}

/// A share with its standard error. Claims of one study hang together: what varies are studies.
fn share(studies: &[(f64, f64)]) -> Option<(f64, f64, f64)> {
    let (yes, all) = studies.iter().fold((0.0, 0.0), |(y, a), (yes, all)| (y + yes, a + all));
    let share = yes / all;
    let error = studies.iter().map(|(yes, of)| (yes - share * of).powi(2)).sum::<f64>().sqrt() / all;
    (all > 0.0).then_some((share, error, all))
}

/// Prints one line: the share of intervals that hold.
pub fn report(what: &str, studies: &[Vec<bool>]) {
    let counted: Vec<(f64, f64)> = studies.iter().map(|held| (held.iter().filter(|h| **h).count() as f64, held.len() as f64)).collect();
    match share(&counted) {
        Some((share, error, all)) => println!("{share:.4} ± {error:.4} of {all}  {what}"),
        None => println!("nothing to count  {what}"),
    }
}

/// Prints the coverage of all intervals, and what stated probabilities are worth.
pub fn summary(what: &str, studies: &[Held]) {
    let mut names: Vec<&str> = studies.iter().flat_map(|held| held.intervals.iter().map(|i| i.0)).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let of = |held: &Held| held.intervals.iter().filter(|i| i.0 == name).map(|i| i.1).collect();
        report(&format!("{what}: {name}"), &studies.iter().map(of).collect::<Vec<_>>());
    }
    calibration(&format!("{what}: all probabilities"), studies, |held| &held.claims);
    calibration(&format!("{what}: probability of the likeliest"), studies, |held| &held.best);
}

/// Prints how often claims are true, by what probability they state.
fn calibration(what: &str, studies: &[Held], of: impl Fn(&Held) -> &Vec<(f64, bool)>) {
    const EDGES: [f64; 8] = [0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98];
    for (at, &from) in EDGES.iter().enumerate() {
        let to = EDGES.get(at + 1).copied().unwrap_or(f64::INFINITY);
        let inside = |claim: &&(f64, bool)| claim.0 >= from && claim.0 < to;
        let counted = |held: &Held| {
            let claims = of(held).iter().filter(inside);
            claims.fold((0.0, 0.0), |(yes, all), claim| (yes + f64::from(u8::from(claim.1)), all + 1.0))
        };
        let studies_counted: Vec<(f64, f64)> = studies.iter().map(counted).collect();
        let stated: f64 = studies.iter().flat_map(|held| of(held).iter().filter(inside)).map(|claim| claim.0).sum();
        if let Some((share, error, all)) = share(&studies_counted) {
            println!("    stated {:.3}  true {share:.3} ± {error:.3} of {all:>6}  {what}", stated / all);
        }
    }
}
