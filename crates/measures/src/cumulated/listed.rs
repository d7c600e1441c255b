use super::Radii;
use super::stored::Stored;
use crate::neighbours::Cells;

/// The neighbours of one site, ring by ring.
pub(super) struct Neighbours {
    /// Where each ring ends in `sites`.
    ends: Vec<u32>,
    sites: Vec<u32>,
}

/// Weights at each site deal by deal, for when most sites have a reference point in most deals.
pub(super) struct Lanes<S> {
    pub(super) deals: usize,
    pub(super) weights: Vec<S>,
}

/// Room for the search of neighbours.
#[derive(Default)]
pub(super) struct Room {
    stretches: Vec<(usize, usize)>,
    rings: Vec<u16>,
}

impl Neighbours {
    /// The neighbours of a site, sorted by ring. Candidates that are too far go to a ring of their own, which is cheaper than to ask for each.
    pub(super) fn new(cells: &Cells, radii: &Radii, at: usize, Room { stretches, rings }: &mut Room) -> Self {
        const AT_ONCE: usize = 64;
        let ([x, y], far) = (cells.point(at), radii.len());
        stretches.clear();
        cells.stretches([x, y], radii.reach(), 0, |from, to| stretches.push((from, to)));
        rings.resize(stretches.iter().map(|s| s.1 - s.0).sum(), 0);
        let mut done = 0;
        for &(from, to) in stretches.iter() {
            let part = &mut rings[done..done + (to - from)];
            let places = cells.x[from..to].chunks(AT_ONCE).zip(cells.y[from..to].chunks(AT_ONCE));
            for (part, (xs, ys)) in part.chunks_mut(AT_ONCE).zip(places) {
                let mut squares = [0.0; AT_ONCE];
                for (square, (px, py)) in squares.iter_mut().zip(xs.iter().zip(ys)) {
                    let (dx, dy) = (px - x, py - y);
                    *square = dx * dx + dy * dy;
                }
                radii.rings(&squares[..xs.len()], part);
            }
            if (from..to).contains(&at) {
                part[at - from] = far as u16;
            }
            done += to - from;
        }
        let mut ends = vec![0u32; far + 1];
        for &ring in rings.iter() {
            ends[usize::from(ring)] += 1;
        }
        let mut next = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in &mut ends {
            next.push(start);
            start += *end;
            *end = start;
        }
        let mut sites = vec![0; rings.len()];
        let candidates = stretches.iter().flat_map(|&(from, to)| from as u32..to as u32);
        for (site, &ring) in candidates.zip(rings.iter()) {
            let place = &mut next[usize::from(ring)];
            sites[*place as usize] = site;
            *place = place.wrapping_add(1);
        }
        ends.truncate(far);
        Self { ends, sites }
    }

    /// Sums of weights ring by ring: of all, and of the industry looked at if its weights are kept.
    pub(super) fn sums<S: Stored>(&self, weights: &[S], all: &mut [f64], near: &mut [f64]) {
        let mut start = 0;
        for ((all, near), &end) in all.iter_mut().zip(near).zip(&self.ends) {
            let ring = &self.sites[start..end as usize];
            start = end as usize;
            let mut parts = [S::Sum::default(); 4];
            let (fours, rest) = ring.as_chunks::<4>();
            for four in fours {
                four.iter().zip(&mut parts).for_each(|(&k, part)| weights[k as usize].add(part));
            }
            rest.iter().zip(&mut parts).for_each(|(&k, part)| weights[k as usize].add(part));
            [*all, *near] = S::total(parts);
        }
    }

    /// Sums of weights ring by ring for all deals at once, added up in the same order as one by one.
    pub(super) fn sums_of_deals<S: Stored>(&self, lanes: &Lanes<S>) -> Vec<f64> {
        let deals = lanes.deals;
        let rings = self.ends.len();
        let mut sums = vec![0.0; rings * deals];
        let mut parts = vec![S::Sum::default(); 4 * deals];
        let mut start = 0;
        for (ring, &end) in self.ends.iter().enumerate() {
            parts.fill(S::Sum::default());
            for (turn, &k) in self.sites[start..end as usize].iter().enumerate() {
                let part = &mut parts[(turn & 3) * deals..][..deals];
                part.iter_mut().zip(&lanes.weights[k as usize * deals..][..deals]).for_each(|(part, weight)| weight.add(part));
            }
            start = end as usize;
            for d in 0..deals {
                sums[d * rings + ring] = S::total([parts[d], parts[deals + d], parts[2 * deals + d], parts[3 * deals + d]])[0];
            }
        }
        sums
    }
}
