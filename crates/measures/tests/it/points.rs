//! Registers of points for clusters, and partitions compared.

use agglom_measures::{DensityClusters, LocatedEstablishments};
use agglom_method::{Context, Labels, Method, MethodError, Register, Seed, Unwatched};
use std::collections::BTreeMap;

/// Establishments of two industries at these places, in metres and in degrees (a kilometre of the oracle is a hundredth of a degree).
pub(crate) fn register(places: &[[f64; 2]]) -> Register {
    let industries: Vec<Option<&str>> = (0..places.len()).map(|i| Some(["cars", "wine"][i % 2])).collect();
    let width = places.len().to_string().len();
    Register {
        ids: (0..places.len()).map(|i| format!("p{i:0width$}")).collect(),
        industry: Labels::new(&industries),
        position: Some(places.to_vec()),
        degrees: Some(places.iter().map(|p| [116.0 + p[0] / 100.0, 40.0 + p[1] / 100.0]).collect()),
        size: Some((0..places.len()).map(|i| 1.0 + (i % 5) as f64).collect()),
        ..Register::default()
    }
}

pub(crate) fn run<M>(method: &M, register: Register) -> Result<DensityClusters, MethodError>
where
    M: Method<Inputs = LocatedEstablishments, Output = DensityClusters>,
{
    let inputs = LocatedEstablishments { register: register.into() };
    let found = method.compute(&inputs, &Context { seed: Seed::new(0), watch: &Unwatched })?;
    let finding = method.present(&inputs, &found);
    for table in &finding.tables {
        let numbers = (0..table.rows()).flat_map(|i| table.columns.iter().filter_map(move |c| c.values.number(i)));
        assert!(numbers.into_iter().all(f64::is_finite), "{}", table.name);
    }
    Ok(found)
}

/// The cluster of every establishment.
pub(crate) fn labels(found: &DensityClusters) -> Vec<Option<u32>> {
    found.members.iter().map(|m| m.cluster).collect()
}

/// Points that two clusterings put into different clusters, when each cluster of the one stands for that of the other with which it
/// shares most points.
pub(crate) fn differences(a: &[Option<u32>], b: &[Option<u32>]) -> Vec<usize> {
    let mut shared: BTreeMap<(Option<u32>, Option<u32>), usize> = BTreeMap::new();
    a.iter().zip(b).for_each(|(&a, &b)| *shared.entry((a, b)).or_default() += 1);
    let mut pairs: Vec<_> = shared.into_iter().filter(|((a, b), _)| a.is_some() && b.is_some()).collect();
    pairs.sort_by_key(|p| std::cmp::Reverse(p.1));
    let (mut to, mut from) = (BTreeMap::new(), BTreeMap::new());
    for ((a, b), _) in pairs {
        if !to.contains_key(&a) && !from.contains_key(&b) {
            to.insert(a, b);
            from.insert(b, a);
        }
    }
    (0..a.len()).filter(|&i| if a[i].is_none() { b[i].is_some() } else { to.get(&a[i]) != Some(&b[i]) }).collect()
}
