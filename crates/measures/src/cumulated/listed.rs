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

/// Room for the search of neighbours: candidates and their rings.
#[derive(Default)]
pub(super) struct Room {
    sites: Vec<u32>,
    rings: Vec<u16>,
}

/// Counts that take turns, for one alone would wait for itself.
const TURNS: usize = 8;

impl Neighbours {
    /// The neighbours of a site, sorted by ring. Candidates that are too far go to a ring of their own, which is cheaper than to ask for each.
    pub(super) fn new(cells: &Cells, radii: &Radii, at: usize, room: &mut Room) -> Self {
        pulp::Arch::new().dispatch(Search { cells, radii, at, room });
        let far = radii.len();
        // Each turn has its part of the candidates, one after the other, so that the order stays.
        let part = room.sites.len() / TURNS;
        let mut next = vec![[0u32; TURNS]; far + 1];
        let rings: [&[u16]; TURNS] = std::array::from_fn(|turn| &room.rings[turn * part..(turn + 1) * part]);
        for k in 0..part {
            for turn in 0..TURNS {
                let count = &mut next[usize::from(rings[turn][k])][turn];
                *count = count.wrapping_add(1);
            }
        }
        let mut start = 0;
        let mut ends = Vec::with_capacity(far + 1);
        for ring in &mut next {
            for turn in ring {
                (start, *turn) = (start + *turn, start);
            }
            ends.push(start);
        }
        let mut sites = vec![0; room.sites.len()];
        let candidates: [&[u32]; TURNS] = std::array::from_fn(|turn| &room.sites[turn * part..(turn + 1) * part]);
        for k in 0..part {
            for turn in 0..TURNS {
                let place = &mut next[usize::from(rings[turn][k])][turn];
                sites[*place as usize] = candidates[turn][k];
                *place = place.wrapping_add(1);
            }
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
            [*all, *near] = [0.0; 2];
            for ring in ring.chunks(4 * S::AT_MOST) {
                let mut parts = [S::Sum::default(); 4];
                let (fours, rest) = ring.as_chunks::<4>();
                for four in fours {
                    four.iter().zip(&mut parts).for_each(|(&k, part)| weights[k as usize].add(part));
                }
                rest.iter().zip(&mut parts).for_each(|(&k, part)| weights[k as usize].add(part));
                let [more, more_near] = S::total(parts);
                *all += more;
                *near += more_near;
            }
        }
    }

    /// Sums of weights ring by ring for all deals at once, added up in the same order as one by one.
    pub(super) fn sums_of_deals<S: Stored>(&self, lanes: &Lanes<S>) -> Vec<f64> {
        pulp::Arch::new().dispatch(OfDeals { neighbours: self, lanes })
    }
}

struct OfDeals<'a, S> {
    neighbours: &'a Neighbours,
    lanes: &'a Lanes<S>,
}

impl<W: Stored> pulp::WithSimd for OfDeals<'_, W> {
    type Output = Vec<f64>;

    /// The same operations on every processor, on as many deals at a time as it can.
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Vec<f64> {
        let Self { neighbours: Neighbours { ends, sites }, lanes: Lanes { deals, weights } } = self;
        let (deals, rings) = (*deals, ends.len());
        let mut sums = vec![0.0; rings * deals];
        let mut parts = vec![W::Sum::default(); 4 * deals];
        let mut start = 0;
        for (ring, &end) in ends.iter().enumerate() {
            parts.fill(W::Sum::default());
            for (turn, &k) in sites[start..end as usize].iter().enumerate() {
                let part = &mut parts[(turn & 3) * deals..][..deals];
                for (part, weight) in part.iter_mut().zip(&weights[k as usize * deals..][..deals]) {
                    weight.add(part);
                }
            }
            start = end as usize;
            for d in 0..deals {
                sums[d * rings + ring] = W::total([parts[d], parts[deals + d], parts[2 * deals + d], parts[3 * deals + d]])[0];
            }
        }
        sums
    }
}

/// Lists candidates and the rings they lie in: a multiple of the turns, filled up with the site itself, which is far.
struct Search<'a> {
    cells: &'a Cells,
    radii: &'a Radii,
    at: usize,
    room: &'a mut Room,
}

impl pulp::WithSimd for Search<'_> {
    type Output = ();

    /// The same operations on every processor, on as many candidates at a time as it can.
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        const AT_ONCE: usize = 64;
        let Self { cells, radii, at, room: Room { sites, rings } } = self;
        let [x, y] = cells.point(at);
        let far = radii.len() as u16;
        let mut squares = [0.0; AT_ONCE];
        sites.clear();
        rings.clear();
        cells.stretches([x, y], radii.reach(), 0, |from, to| {
            let done = rings.len();
            sites.extend(from as u32..to as u32);
            rings.resize(sites.len(), 0);
            let places = cells.x[from..to].chunks(AT_ONCE).zip(cells.y[from..to].chunks(AT_ONCE));
            for (rings, (xs, ys)) in rings[done..].chunks_mut(AT_ONCE).zip(places) {
                for (square, (px, py)) in squares.iter_mut().zip(xs.iter().zip(ys)) {
                    let (dx, dy) = (px - x, py - y);
                    *square = dx * dx + dy * dy;
                }
                radii.rings(&squares[..xs.len()], rings);
            }
            if (from..to).contains(&at) {
                rings[done + at - from] = far;
            }
        });
        let all = sites.len().next_multiple_of(TURNS);
        sites.resize(all, at as u32);
        rings.resize(all, far);
    }
}
