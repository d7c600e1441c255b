use std::collections::BTreeMap;

/// Communities of a weighted undirected graph: the partition that the Louvain method finds (Blondel and others 2008), visiting nodes in
/// order and resolving ties towards the first, so that the same graph always has the same communities.
///
/// `links` are pairs of different nodes, each once, with weights above 0. Communities are numbered by size, the largest first.
pub(super) fn communities(nodes: usize, links: &[(usize, usize, f64)]) -> Vec<u32> {
    let mut member: Vec<usize> = (0..nodes).collect();
    let mut graph = Graph::of(nodes, links);
    loop {
        let moved = graph.moved();
        let (names, count) = renumbered(&moved);
        if count == graph.adjacent.len() {
            break;
        }
        for m in &mut member {
            *m = names[*m];
        }
        graph = graph.merged(&names, count);
    }
    by_size(&member)
}

struct Graph {
    adjacent: Vec<Vec<(usize, f64)>>,
    /// Twice the weight inside each node.
    inside: Vec<f64>,
    degree: Vec<f64>,
    total: f64,
}

impl Graph {
    fn of(nodes: usize, links: &[(usize, usize, f64)]) -> Self {
        let mut adjacent = vec![Vec::new(); nodes];
        for &(a, b, weight) in links {
            adjacent[a].push((b, weight));
            adjacent[b].push((a, weight));
        }
        Self::new(adjacent, vec![0.0; nodes])
    }

    fn new(adjacent: Vec<Vec<(usize, f64)>>, inside: Vec<f64>) -> Self {
        let degree: Vec<f64> = adjacent.iter().zip(&inside).map(|(a, i)| a.iter().map(|x| x.1).sum::<f64>() + i).collect();
        Self { total: degree.iter().sum(), adjacent, inside, degree }
    }

    /// The community of every node after moving nodes one by one as long as modularity grows.
    fn moved(&self) -> Vec<usize> {
        let n = self.adjacent.len();
        let mut of: Vec<usize> = (0..n).collect();
        let mut sum = self.degree.clone();
        for _ in 0..100 {
            let mut any = false;
            for i in 0..n {
                let mut to: BTreeMap<usize, f64> = BTreeMap::new();
                self.adjacent[i].iter().for_each(|&(k, w)| *to.entry(of[k]).or_default() += w);
                let here = of[i];
                sum[here] -= self.degree[i];
                let gain = |c: usize, w: f64| w - self.degree[i] * sum[c] / self.total;
                let stay = gain(here, to.get(&here).copied().unwrap_or(0.0));
                let mut best = (here, stay + 1e-12 * self.total);
                for (&c, &w) in &to {
                    if gain(c, w) > best.1 {
                        best = (c, gain(c, w));
                    }
                }
                any |= best.0 != here;
                of[i] = best.0;
                sum[best.0] += self.degree[i];
            }
            if !any {
                break;
            }
        }
        of
    }

    fn merged(&self, names: &[usize], count: usize) -> Self {
        let mut inside = vec![0.0; count];
        let mut rows: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
        for (i, adjacent) in self.adjacent.iter().enumerate() {
            let a = names[i];
            inside[a] += self.inside[i];
            for &(k, w) in adjacent {
                if names[k] == a { inside[a] += w } else { *rows[a].entry(names[k]).or_default() += w }
            }
        }
        Self::new(rows.into_iter().map(|row| row.into_iter().collect()).collect(), inside)
    }
}

/// Numbers from 0 in order of first appearance, and how many.
fn renumbered(of: &[usize]) -> (Vec<usize>, usize) {
    let mut numbers = BTreeMap::new();
    let names = of
        .iter()
        .map(|c| {
            let next = numbers.len();
            *numbers.entry(*c).or_insert(next)
        })
        .collect();
    (names, numbers.len())
}

fn by_size(member: &[usize]) -> Vec<u32> {
    let (names, count) = renumbered(member);
    let mut sizes = vec![0usize; count];
    for &c in &names {
        sizes[c] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(sizes[c]), c));
    let mut rank = vec![0u32; count];
    order.iter().enumerate().for_each(|(r, &c)| rank[c] = r as u32);
    names.iter().map(|&c| rank[c]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cliques_with_a_bridge_are_two_communities() {
        let clique = |from: usize, n: usize| (from..from + n).flat_map(move |a| (a + 1..from + n).map(move |b| (a, b, 1.0)));
        let links: Vec<_> = clique(0, 4).chain(clique(4, 5)).chain([(3, 4, 1.0)]).collect();
        assert_eq!(communities(10, &links), [1, 1, 1, 1, 0, 0, 0, 0, 0, 2]);
        assert!(communities(0, &[]).is_empty());
    }
}
