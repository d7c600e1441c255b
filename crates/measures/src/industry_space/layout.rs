use std::collections::VecDeque;

/// Nodes whose distances to all others lead the picture.
const PIVOTS: usize = 30;
const ROUNDS: usize = 30;

/// Positions of the nodes of a connected graph in the plane: the same graph always has the same picture.
///
/// Starts from multidimensional scaling over pivots (Brandes and Pich 2007) of the number of links between nodes and then makes the stress
/// of links and pivots small (sparse stress: Ortmann, Klimenta and Brandes 2017), nodes one after the other.
pub(super) fn layout(nodes: usize, links: &[(usize, usize)]) -> Vec<[f64; 2]> {
    if nodes < 2 {
        return vec![[0.0; 2]; nodes];
    }
    let mut adjacent: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for &(a, b) in links {
        adjacent[a].push(b);
        adjacent[b].push(a);
    }
    let distances = from_pivots(&adjacent);
    let mut at = scaled(nodes, &distances);
    spread_equal(&mut at);
    for _ in 0..ROUNDS {
        for i in 0..nodes {
            at[i] = moved(i, &at, &adjacent[i], &distances);
        }
    }
    settled(at)
}

/// A pivot and its distances to all nodes.
type FromPivot = (usize, Vec<f64>);

/// Distances from pivots, each the node farthest from those before it; the first has the most links.
fn from_pivots(adjacent: &[Vec<usize>]) -> Vec<FromPivot> {
    let n = adjacent.len();
    let mut pivot = (0..n).max_by_key(|&i| (adjacent[i].len(), std::cmp::Reverse(i))).unwrap_or(0);
    let mut nearest = vec![f64::INFINITY; n];
    let mut found: Vec<FromPivot> = Vec::with_capacity(PIVOTS.min(n));
    while found.len() < PIVOTS.min(n) {
        let distances = steps_from(pivot, adjacent);
        nearest.iter_mut().zip(&distances).for_each(|(n, d)| *n = n.min(*d));
        found.push((pivot, distances));
        pivot = (0..n).fold(0, |far, i| if nearest[i] > nearest[far] { i } else { far });
        if nearest[pivot] <= 0.0 {
            break;
        }
    }
    found
}

fn steps_from(start: usize, adjacent: &[Vec<usize>]) -> Vec<f64> {
    let mut steps = vec![f64::INFINITY; adjacent.len()];
    let mut todo = VecDeque::from([start]);
    steps[start] = 0.0;
    let mut last = 0.0;
    while let Some(i) = todo.pop_front() {
        last = steps[i];
        for &k in &adjacent[i] {
            if steps[k].is_infinite() {
                steps[k] = steps[i] + 1.0;
                todo.push_back(k);
            }
        }
    }
    // Nodes out of reach, if there are any, stand beyond all others.
    steps.iter_mut().filter(|s| s.is_infinite()).for_each(|s| *s = last + 2.0);
    steps
}

/// The two leading directions of the doubly centred squared distances to the pivots.
fn scaled(n: usize, distances: &[FromPivot]) -> Vec<[f64; 2]> {
    let p = distances.len();
    let square = |i: usize, k: usize| distances[k].1[i] * distances[k].1[i];
    let row: Vec<f64> = (0..n).map(|i| (0..p).map(|k| square(i, k)).sum::<f64>() / p as f64).collect();
    let column: Vec<f64> = (0..p).map(|k| (0..n).map(|i| square(i, k)).sum::<f64>() / n as f64).collect();
    let mean = column.iter().sum::<f64>() / p as f64;
    let centred: Vec<Vec<f64>> = (0..n).map(|i| (0..p).map(|k| -0.5 * (square(i, k) - row[i] - column[k] + mean)).collect()).collect();
    let mut product = vec![vec![0.0; p]; p];
    for one in &centred {
        for a in 0..p {
            for b in 0..p {
                product[a][b] += one[a] * one[b];
            }
        }
    }
    let first = leading(&product, None);
    let second = leading(&product, Some(&first));
    let along = |one: &[f64], axis: &[f64]| one.iter().zip(axis).map(|(x, a)| x * a).sum::<f64>();
    centred.iter().map(|one| [along(one, &first), along(one, &second)]).collect()
}

/// The leading eigenvector of a small symmetric matrix, orthogonal to another one if that is given, by its powers.
fn leading(matrix: &[Vec<f64>], known: Option<&[f64]>) -> Vec<f64> {
    let p = matrix.len();
    let mut vector: Vec<f64> = (0..p).map(|k| 1.0 + 0.1 * k as f64 + ((k * k) as f64).sin()).collect();
    for _ in 0..200 {
        let mut next: Vec<f64> = matrix.iter().map(|row| row.iter().zip(&vector).map(|(m, v)| m * v).sum()).collect();
        if let Some(known) = known {
            let along: f64 = next.iter().zip(known).map(|(x, k)| x * k).sum();
            next.iter_mut().zip(known).for_each(|(x, k)| *x -= along * k);
        }
        let length = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length < 1e-12 {
            return vec![0.0; p];
        }
        for x in &mut next {
            *x /= length;
        }
        vector = next;
    }
    vector
}

/// Nodes that stand at one place or on a line are set apart by a little, each in its own direction.
fn spread_equal(at: &mut [[f64; 2]]) {
    let reach = at.iter().flatten().fold(1.0f64, |most, x| most.max(x.abs()));
    let scale = 0.02 * reach;
    for (i, place) in at.iter_mut().enumerate() {
        // The golden angle never comes back to where it was.
        let angle = i as f64 * 2.399_963_229_728_653;
        place[0] += scale * angle.cos();
        place[1] += scale * angle.sin();
    }
}

/// Where a node wants to be: the weighted mean of the points at the right distance from its neighbours and from the pivots.
fn moved(i: usize, at: &[[f64; 2]], neighbours: &[usize], distances: &[FromPivot]) -> [f64; 2] {
    let (mut sum, mut total) = ([0.0; 2], 0.0);
    let mut pull = |k: usize, wanted: f64, weight: f64| {
        let away = [at[i][0] - at[k][0], at[i][1] - at[k][1]];
        let length = (away[0] * away[0] + away[1] * away[1]).sqrt();
        let stretch = if length > 1e-9 { wanted / length } else { 0.0 };
        (0..2).for_each(|c| sum[c] += weight * (at[k][c] + stretch * away[c]));
        total += weight;
    };
    for &k in neighbours {
        pull(k, 1.0, 1.0);
    }
    for (pivot, to) in distances.iter().filter(|d| d.0 != i && d.1[i] > 0.0) {
        pull(*pivot, to[i], 1.0 / (to[i] * to[i]));
    }
    if total > 0.0 { [sum[0] / total, sum[1] / total] } else { at[i] }
}

/// The picture about its middle, its longest side along x, and turned so that the node farthest out lies at the right and above.
fn settled(mut at: Vec<[f64; 2]>) -> Vec<[f64; 2]> {
    let n = at.len() as f64;
    let middle = [0, 1].map(|c| at.iter().map(|p| p[c]).sum::<f64>() / n);
    for p in &mut at {
        *p = [p[0] - middle[0], p[1] - middle[1]];
    }
    let moment = |a: usize, b: usize| at.iter().map(|p| p[a] * p[b]).sum::<f64>();
    let angle = 0.5 * (2.0 * moment(0, 1)).atan2(moment(0, 0) - moment(1, 1));
    let (sin, cos) = angle.sin_cos();
    for p in &mut at {
        *p = [cos * p[0] + sin * p[1], cos * p[1] - sin * p[0]];
    }
    for c in 0..2 {
        let far = at.iter().fold(0.0f64, |far, p| if p[c].abs() > far.abs() * (1.0 + 1e-6) { p[c] } else { far });
        if far < 0.0 {
            for p in &mut at {
                p[c] = -p[c];
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_drawn_as_a_line_and_links_have_length_one() {
        let links: Vec<(usize, usize)> = (0..11).map(|i| (i, i + 1)).collect();
        let at = layout(12, &links);
        for &(a, b) in &links {
            let length = (at[a][0] - at[b][0]).hypot(at[a][1] - at[b][1]);
            assert!((length - 1.0).abs() < 0.05, "{length}");
        }
        assert!((at[0][0] - at[11][0]).abs() > 10.5);
    }

    #[test]
    fn leaves_of_a_star_stand_apart() {
        let at = layout(8, &(1..8).map(|i| (0, i)).collect::<Vec<_>>());
        for a in 1..8 {
            for b in 1..a {
                assert!((at[a][0] - at[b][0]).hypot(at[a][1] - at[b][1]) > 0.2);
            }
        }
    }
}
