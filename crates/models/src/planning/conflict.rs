//! Rows that cannot all be met, none of which could be left out.

use super::qp::{Quadratic, Row, interior};
use agglom_method::{Context, MethodError};
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// Missing by less in all counts as meeting.
const MEETS: f64 = 1e-7;

/// An irreducible set of rows that cannot all be met; none if they can.
///
/// The rows with a multiplier in the program that misses rows by as little as possible in all cannot all be met (Farkas). From
/// these, one after the other is left out as long as the rest still cannot be met, from both ends; the smaller set is the answer.
pub(crate) fn conflict(rows: &[Row], context: &Context<'_>) -> Result<Option<Vec<usize>>, MethodError> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let Some((missed, multipliers)) = missed(rows, &all) else { return Ok(None) };
    if missed <= MEETS {
        return Ok(None);
    }
    let bearing: Vec<usize> = all.iter().copied().filter(|&r| multipliers[r].abs() > 1e-6).collect();
    let bearing = if excluded(rows, &bearing) { bearing } else { all };
    let backward: Vec<usize> = bearing.iter().rev().copied().collect();
    let mut best: Option<Vec<usize>> = None;
    for order in [bearing, backward] {
        let set = filtered(rows, &order, context)?;
        if best.as_ref().is_none_or(|b| set.len() < b.len()) {
            best = Some(set);
        }
    }
    Ok(best.map(|mut set| {
        set.sort_unstable();
        set
    }))
}

/// Leaves out rows in this order as long as the rest cannot be met.
fn filtered(rows: &[Row], order: &[usize], context: &Context<'_>) -> Result<Vec<usize>, MethodError> {
    let mut kept = order.to_vec();
    for &row in order {
        context.proceed()?;
        let rest: Vec<usize> = kept.iter().copied().filter(|&r| r != row).collect();
        if excluded(rows, &rest) {
            kept = rest;
        }
    }
    Ok(kept)
}

/// True if these rows cannot all be met.
fn excluded(rows: &[Row], which: &[usize]) -> bool {
    missed(rows, which).is_some_and(|(missed, _)| missed > MEETS)
}

/// By how much these rows must be missed in all at least, and the multiplier of each.
fn missed(rows: &[Row], which: &[usize]) -> Option<(f64, Vec<f64>)> {
    /// Keeps levels that no row limits where they are; far below any multiplier that counts.
    const TINY: f64 = 1e-9;
    let mut variables: BTreeMap<usize, usize> = BTreeMap::new();
    for &(variable, _) in which.iter().flat_map(|&r| &rows[r].terms) {
        let next = variables.len();
        variables.entry(variable).or_insert(next);
    }
    let levels = variables.len();
    let (mut elastic, mut signs) = (Vec::new(), Vec::new());
    let mut next = levels;
    for &r in which {
        let mut terms: Vec<(usize, f64)> = rows[r].terms.iter().map(|&(variable, a)| (variables[&variable], a)).collect();
        for sign in if rows[r].equal { &[-1.0, 1.0][..] } else { &[-1.0][..] } {
            terms.push((next, *sign));
            signs.push(Row { terms: vec![(next, -1.0)], bound: 0.0, equal: false });
            next += 1;
        }
        elastic.push(Row { terms, ..rows[r].clone() });
    }
    let mut p = DMatrix::zeros(next, next);
    (0..levels).for_each(|i| p[(i, i)] = TINY);
    let q = DVector::from_fn(next, |i, _| if i < levels { 0.0 } else { 1.0 });
    elastic.extend(signs);
    let found = interior(&Quadratic { p, q }, &elastic)?;
    let mut multipliers = vec![0.0; rows.len()];
    which.iter().zip(&found.z).for_each(|(&r, &z)| multipliers[r] = z);
    Some((found.x[levels..].iter().sum(), multipliers))
}
