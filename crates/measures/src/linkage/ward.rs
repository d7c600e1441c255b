use ndarray::Array2;

/// A merge of two clusters of a hierarchy: two of their members and the height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Merge {
    one: usize,
    other: usize,
    height: f64,
}

/// Squared Euclidean distances of the rows.
pub(super) fn squared_distances(rows: &Array2<f64>) -> Array2<f64> {
    let products = rows.dot(&rows.t());
    Array2::from_shape_fn(products.dim(), |(j, k)| if j == k { 0.0 } else { (products[[j, j]] + products[[k, k]] - 2.0 * products[[j, k]]).max(0.0) })
}

/// The hierarchy of Ward (1963) by nearest-neighbour chains (Murtagh 1983), merges by height.
pub(super) fn hierarchy(mut distance: Array2<f64>) -> Vec<Merge> {
    let n = distance.nrows();
    let mut size = vec![1.0f64; n];
    let mut alive: Vec<usize> = (0..n).collect();
    let mut merges = Vec::with_capacity(n.saturating_sub(1));
    let mut chain: Vec<usize> = Vec::new();
    while alive.len() > 1 {
        if chain.is_empty() {
            chain.push(alive[0]);
        }
        let last = chain[chain.len() - 1];
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        // Of clusters as near, the one before in the chain comes first, so that the chain ends.
        let mut next = before.map(|b| (distance[[last, b]], b));
        for &k in alive.iter().filter(|&&k| k != last) {
            if next.is_none_or(|(d, _)| distance[[last, k]] < d) {
                next = Some((distance[[last, k]], k));
            }
        }
        let Some((height, other)) = next else { break };
        if Some(other) != before {
            chain.push(other);
            continue;
        }
        chain.truncate(chain.len() - 2);
        let (keep, drop) = (last.min(other), last.max(other));
        merges.push(Merge { one: keep, other: drop, height });
        alive.retain(|&k| k != drop);
        // Lance and Williams.
        for &k in alive.iter().filter(|&&k| k != keep) {
            let total = size[keep] + size[drop] + size[k];
            let near = (size[keep] + size[k]) * distance[[keep, k]] + (size[drop] + size[k]) * distance[[drop, k]] - size[k] * height;
            distance[[keep, k]] = near / total;
            distance[[k, keep]] = near / total;
        }
        size[keep] += size[drop];
    }
    merges.sort_by(|a, b| a.height.total_cmp(&b.height));
    merges
}

/// The first member of the cluster of `i`, paths halved on the way.
fn root(of: &mut [usize], mut i: usize) -> usize {
    while of[i] != i {
        of[i] = of[of[i]];
        i = of[i];
    }
    i
}

/// The clusters left after so many merges that there are `k`, numbered by their first member.
pub(super) fn cut(merges: &[Merge], n: usize, k: usize) -> Vec<usize> {
    let mut of: Vec<usize> = (0..n).collect();
    for merge in merges.iter().take(n.saturating_sub(k)) {
        let (a, b) = (root(&mut of, merge.one), root(&mut of, merge.other));
        of[a.max(b)] = a.min(b);
    }
    let roots: Vec<usize> = (0..n).map(|i| root(&mut of, i)).collect();
    renumbered(&roots)
}

/// Numbers from 0 in order of first appearance.
pub(super) fn renumbered(of: &[usize]) -> Vec<usize> {
    let mut names = std::collections::BTreeMap::new();
    of.iter()
        .map(|c| {
            let next = names.len();
            *names.entry(*c).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_line_are_merged_as_scipy_does() {
        // scipy 1.17.1: linkage([[0], [1], [3], [7], [8.5], [20]], "ward")[:, 2] ** 2 are twice the rises of the sum of squares.
        let rows = Array2::from_shape_vec((6, 1), vec![0.0, 1.0, 3.0, 7.0, 8.5, 20.0]).unwrap();
        let merges = hierarchy(squared_distances(&rows));
        let expected = [1.0, 2.25, 8.333333333333334, 98.81666666666666, 432.01666666666665];
        assert_eq!(merges.len(), 5);
        for (merge, e) in merges.iter().zip(expected) {
            assert!((merge.height - e).abs() < 1e-10, "{merge:?} {e}");
        }
        assert_eq!(cut(&merges, 6, 3), [0, 0, 0, 1, 1, 2]);
        assert_eq!(cut(&merges, 6, 1), [0; 6]);
        assert_eq!(cut(&merges, 6, 6), [0, 1, 2, 3, 4, 5]);
    }
}
