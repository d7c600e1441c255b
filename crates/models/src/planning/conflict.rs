//! Rows that cannot all be met, none of which could be left out.

use super::qp::{Row, interior};
use agglom_method::{Context, MethodError};
use clarabel::algebra::CscMatrix;
use std::collections::BTreeMap;

/// Missing by less in all counts as meeting.
const MEETS: f64 = 1e-7;

/// An irreducible set of rows that cannot all be met; none if they can.
///
/// The rows with a multiplier in the program that misses rows by as little as possible in all cannot all be met (Farkas). From
/// these, one after the other is left out as long as the rest still cannot be met, from both ends. As other sets may be smaller, the
/// search is repeated without each member of the set that was found, until nothing smaller turns up.
pub(crate) fn conflict(rows: &[Row], context: &Context<'_>) -> Result<Option<Vec<usize>>, MethodError> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let Some(mut best) = irreducible(rows, &all, context)? else { return Ok(None) };
    let mut next = 0;
    while best.len() > 1 && next < best.len() {
        let without: Vec<usize> = all.iter().copied().filter(|&r| r != best[next]).collect();
        match irreducible(rows, &without, context)? {
            Some(set) if set.len() < best.len() => (best, next) = (set, 0),
            _ => next += 1,
        }
    }
    best.sort_unstable();
    Ok(Some(best))
}

/// An irreducible set among these rows; none if they can all be met.
fn irreducible(rows: &[Row], among: &[usize], context: &Context<'_>) -> Result<Option<Vec<usize>>, MethodError> {
    context.proceed()?;
    let Some((missed, multipliers)) = missed(rows, among) else { return Ok(None) };
    if missed <= MEETS {
        return Ok(None);
    }
    let bearing: Vec<usize> = among.iter().copied().filter(|&r| multipliers[r].abs() > 1e-6).collect();
    let bearing = if excluded(rows, &bearing) { bearing } else { among.to_vec() };
    let forward = filtered(rows, &bearing, context)?;
    let backward = filtered(rows, &bearing.into_iter().rev().collect::<Vec<_>>(), context)?;
    Ok(Some(if backward.len() < forward.len() { backward } else { forward }))
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
    let p = CscMatrix::new_from_triplets(next, next, (0..levels).collect(), (0..levels).collect(), vec![TINY; levels]);
    let q: Vec<f64> = (0..next).map(|i| if i < levels { 0.0 } else { 1.0 }).collect();
    elastic.extend(signs);
    let found = interior(&p, &q, &elastic)?;
    let mut multipliers = vec![0.0; rows.len()];
    which.iter().zip(&found.z).for_each(|(&r, &z)| multipliers[r] = z);
    Some((found.x[levels..].iter().sum(), multipliers))
}

#[cfg(test)]
mod tests {
    use super::{Row, conflict};
    use agglom_method::{Context, Seed, Unwatched};

    /// Terms, bound, whether it is an equation.
    type Limit<'a> = (&'a [(usize, f64)], f64, bool);

    fn of(rows: &[Limit<'_>]) -> Option<Vec<usize>> {
        let rows: Vec<Row> = rows.iter().map(|(terms, bound, equal)| Row { terms: terms.to_vec(), bound: *bound, equal: *equal }).collect();
        conflict(&rows, &Context { seed: Seed::new(0), watch: &Unwatched }).unwrap()
    }

    #[test]
    fn rows_that_can_be_met_have_no_conflict() {
        assert_eq!(of(&[(&[(0, 1.0)], 1.0, false), (&[(0, -1.0)], -1.0, false), (&[(0, 1.0), (1, 1.0)], 7.0, true)]), None);
    }

    /// Rows 1, 3, 4 and 1, 2 exclude each other: x <= 1 against x + y = 10 with y <= 5, and against x >= 2.
    #[test]
    fn the_smaller_conflict_is_found() {
        let rows: [Limit<'_>; 6] = [
            (&[(2, 1.0)], 4.0, true),
            (&[(0, 1.0)], 1.0, false),
            (&[(0, -1.0)], -2.0, false),
            (&[(0, 1.0), (1, 1.0)], 10.0, true),
            (&[(1, 1.0)], 5.0, false),
            (&[(1, -1.0), (2, -1.0)], 0.0, false),
        ];
        assert_eq!(of(&rows), Some(vec![1, 2]));
        assert_eq!(of(&[rows[0], rows[1], rows[3], rows[4], rows[5]]), Some(vec![1, 2, 3]));
    }

    /// Six increases of at most 1 cannot add up to 7: every one of them is needed.
    #[test]
    fn a_chain_is_in_conflict_as_a_whole() {
        let terms: Vec<Vec<(usize, f64)>> = (0..6).map(|t| if t == 0 { vec![(0, 1.0)] } else { vec![(t, 1.0), (t - 1, -1.0)] }).collect();
        let mut rows: Vec<Limit<'_>> = terms.iter().map(|t| (t.as_slice(), 1.0, false)).collect();
        rows.push((&[(5, 1.0)], 7.0, true));
        rows.push((&[(3, 1.0)], 90.0, false));
        assert_eq!(of(&rows), Some((0..7).collect()));
    }
}
