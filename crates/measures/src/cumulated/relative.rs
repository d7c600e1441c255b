use super::listed::{Lanes, Neighbours, Room};
use super::stored::{Halves, Stored, short, whole};
use super::{Pair, Radii, Sites};
use crate::neighbours::Cells;
use crate::null::Null;
use agglom_method::{Context, MethodError};
use rayon::prelude::*;

/// What Marcon and Puech's M compares: neighbours of one industry with neighbours of all, cumulated over distance, for the observed
/// establishments and for those that chance deals out over the same sites.
///
/// Who is near whom is the same in every draw; only who stands there differs. So the neighbours of a block of sites are listed ring by ring
/// once, and every draw adds up its own weights along these lists.
pub(crate) struct Relative<'a> {
    /// The sites.
    pub(crate) sites: &'a Sites,
    /// The distances.
    pub(crate) radii: &'a Radii,
    /// The pairs of industries, in ascending order.
    pub(crate) pairs: &'a [Pair],
    /// True if only the industry looked at counts below the line.
    pub(crate) case_control: bool,
    /// What chance is left to decide.
    pub(crate) null: Null,
    /// How many draws.
    pub(crate) draws: usize,
}

/// Sums of the ratios of one pair, per distance.
#[derive(Debug, Clone)]
pub(super) struct Ratios {
    pub(super) local: Vec<f64>,
    pub(super) global: Vec<f64>,
}

/// One way to deal establishments out over the sites.
pub(super) struct Deal<S> {
    /// Weight at each site, if it is not the same in all deals.
    weight: Option<Vec<S>>,
    /// The industries that some pair names, by number; empty for the others.
    pub(super) groups: Vec<Option<Group>>,
}

/// Where the establishments of one industry are.
pub(super) struct Group {
    /// Numbers of their sites, ascending, with their weights.
    pub(super) members: Vec<(u32, f64)>,
    /// The same, sorted for searches; members of the cells are places in `members`.
    cells: Cells,
    /// Weights in the order of the cells.
    weight: Vec<f64>,
    /// Sum of the weights.
    pub(super) total: f64,
}

/// What a block of sites has in its neighbourhoods.
enum Block {
    /// Sums of weights, ring by ring: the same in every deal.
    Sums(Vec<Vec<f64>>),
    /// Lists of neighbours, for sites at which some deal has a reference point.
    Lists(Vec<Option<Neighbours>>),
    /// Sums of weights of every deal, deal by deal and within a deal ring by ring.
    Deals(Vec<Vec<f64>>),
}

impl Relative<'_> {
    /// Neighbours listed at a time, about: 16 MB, which a cache holds while every draw reads them.
    const LISTED: usize = 4 << 20;
    /// Bytes of dealt weights and places kept at a time.
    const KEPT: usize = 200 << 20;

    /// The observed curves and those of every draw: `[deal][pair][distance]`, the observed one first.
    pub(crate) fn curves(&self, context: &Context<'_>) -> Result<Vec<Vec<Vec<Option<f64>>>>, MethodError> {
        let weights = &self.sites.weight;
        match (whole(weights), self.pairs) {
            (true, [_]) if self.shuffles_weights() && !self.mostly_references() => {
                let small = weights.iter().all(|&w| w <= Halves::LARGEST);
                if small { self.curves_stored::<Halves>(context) } else { self.curves_stored::<u64>(context) }
            }
            (true, _) => self.curves_stored::<u32>(context),
            (false, _) if short(weights) => self.curves_stored::<f32>(context),
            (false, _) => self.curves_stored::<f64>(context),
        }
    }

    fn curves_stored<S: Stored>(&self, context: &Context<'_>) -> Result<Vec<Vec<Vec<Option<f64>>>>, MethodError> {
        let kept_still = (self.null == Null::PopulationIndependence).then(|| self.pairs.first().map(|p| p.0)).flatten();
        let named: usize = self.named().iter().zip(&self.sites.establishments).filter(|(named, _)| **named).map(|(_, n)| n).sum();
        let bytes = named * if S::BOTH { 16 } else { 56 } + if self.shuffles_weights() { self.sites.len() * size_of::<S>() } else { 0 };
        let at_once = (Self::KEPT / bytes.max(1)).clamp(1, self.draws + 1);
        let mut curves = Vec::with_capacity(self.draws + 1);
        for first in (0..=self.draws).step_by(at_once) {
            let numbers: Vec<usize> = (first..(first + at_once).min(self.draws + 1)).collect();
            let deals = numbers
                .par_iter()
                .map(|&k| {
                    context.proceed()?;
                    // Deal 0 is the observed one.
                    let dealt = k.checked_sub(1).map(|draw| self.sites.dealt(self.null, kept_still, draw as u64, context));
                    Ok(self.deal::<S>(dealt.as_deref()))
                })
                .collect::<Result<Vec<_>, MethodError>>()?;
            let part = (numbers[0] as f64 / (self.draws + 1) as f64, numbers.len() as f64 / (self.draws + 1) as f64);
            curves.extend(self.block_of_deals(&deals, part, context)?);
        }
        Ok(curves)
    }

    /// True if draws change the sum of weights around a site.
    fn shuffles_weights(&self) -> bool {
        let first = self.sites.weight.first();
        self.draws > 0 && !self.case_control && self.null != Null::RandomLabelling && self.sites.weight.iter().any(|w| Some(w) != first)
    }

    fn named(&self) -> Vec<bool> {
        let mut named = vec![false; self.sites.codes.len()];
        self.pairs.iter().for_each(|&(s, t)| {
            named[s] = true;
            named[t] = true;
        });
        named
    }

    pub(super) fn deal<S: Stored>(&self, dealt: Option<&[u32]>) -> Deal<S> {
        let sites = self.sites;
        let who = |site: usize| dealt.map_or(site, |d| d[site] as usize);
        let weight_of = |site: usize| sites.weight[if self.null == Null::RandomLabelling { site } else { who(site) }];
        let mut members: Vec<Option<Vec<(u32, f64)>>> = self.named().into_iter().map(|named| named.then(Vec::new)).collect();
        for (at, &site) in sites.cells.member.iter().enumerate() {
            if let Some(Some(list)) = members.get_mut(sites.industry[who(site as usize)] as usize) {
                list.push((at as u32, weight_of(site as usize)));
            }
        }
        let group = |members: Vec<(u32, f64)>| {
            // No search where sums over all neighbours hold those of the industry looked at.
            let points: Vec<[f64; 2]> = if S::BOTH { Vec::new() } else { members.iter().map(|m| sites.cells.point(m.0 as usize)).collect() };
            let cells = super::cells(&points, self.radii.reach());
            let weight = cells.member.iter().map(|&i| members[i as usize].1).collect();
            let total = members.iter().map(|m| m.1).sum();
            Group { members, cells, weight, total }
        };
        let looked_at = self.pairs.first().map_or(usize::MAX, |p| p.1);
        let store = |&site: &u32| {
            let weight = weight_of(site as usize);
            S::store(weight, if sites.industry[who(site as usize)] as usize == looked_at { weight } else { 0.0 })
        };
        let weight = self.shuffles_weights().then(|| sites.cells.member.iter().map(store).collect());
        Deal { weight, groups: members.into_iter().map(|m| m.map(group)).collect() }
    }

    fn block_of_deals<S: Stored>(
        &self,
        deals: &[Deal<S>],
        part: (f64, f64),
        context: &Context<'_>,
    ) -> Result<Vec<Vec<Vec<Option<f64>>>>, MethodError> {
        const STEPS: f64 = 1000.0;
        let wanted = self.wanted(deals);
        let lanes = self.lanes(deals);
        let total: f64 = self.sites.weight.iter().sum();
        let none = Ratios { local: vec![0.0; self.radii.len()], global: vec![0.0; self.radii.len()] };
        let mut ratios = vec![vec![none; self.pairs.len()]; deals.len()];
        let mut start = 0;
        while start < self.sites.len() {
            let end = self.block_end(start, &wanted);
            let block = self.block(start..end, (&wanted, lanes.as_ref()), context)?;
            ratios.par_iter_mut().zip(deals).enumerate().try_for_each_init(
                || Scratch::new(self.radii.len()),
                |scratch, (number, (ratios, deal))| {
                    context.proceed()?;
                    self.add(start..end, &block, (deal, number), total, ratios, scratch);
                    Ok::<_, MethodError>(())
                },
            )?;
            start = end;
            let done = part.0 + part.1 * start as f64 / self.sites.len() as f64;
            context.watch.progress((done * STEPS) as u64, STEPS as u64);
        }
        Ok(ratios.into_iter().map(|deal| deal.into_iter().map(Ratios::curve).collect()).collect())
    }

    /// The weights deal by deal, if that pays: where every neighbour is added for more than a quarter of the deals, adding it for all of
    /// them from one stretch of memory is faster than looking it up for each.
    fn lanes<S: Stored>(&self, deals: &[Deal<S>]) -> Option<Lanes<S>> {
        const MOST_SUMS: usize = 16 << 10;
        let pays = self.shuffles_weights() && self.mostly_references() && deals.len() * self.radii.len() <= MOST_SUMS;
        pays.then(|| {
            let lists: Vec<&Vec<S>> = deals.iter().filter_map(|d| d.weight.as_ref()).collect();
            let weights = (0..self.sites.len()).flat_map(|at| lists.iter().map(move |w| w[at])).collect();
            Lanes { deals: lists.len(), weights }
        })
    }

    /// True if more than a quarter of the sites are reference points.
    fn mostly_references(&self) -> bool {
        let references: usize = by_reference(self.pairs).map(|(_, pairs)| self.sites.establishments[pairs[0].0]).sum();
        references * 4 > self.sites.len()
    }

    /// The sites at which some deal has a reference point.
    fn wanted<S>(&self, deals: &[Deal<S>]) -> Vec<bool> {
        let mut wanted = vec![false; self.sites.len()];
        for deal in deals {
            for (s, _) in self.pairs {
                deal.groups[*s].iter().flat_map(|g| &g.members).for_each(|m| wanted[m.0 as usize] = true);
            }
        }
        wanted
    }

    /// Where a block of sites that begins at `start` ends, so that its lists stay bounded.
    fn block_end(&self, start: usize, wanted: &[bool]) -> usize {
        const MOST_SITES: usize = 512;
        let (cells, mut listed, mut end) = (&self.sites.cells, 0, start);
        while end < cells.len() && end - start < MOST_SITES && listed < Self::LISTED {
            listed += if wanted[end] && self.shuffles_weights() { cells.candidates(cells.point(end), self.radii.reach()) } else { 0 };
            end += 1;
        }
        end
    }

    fn block<S: Stored>(
        &self,
        sites: std::ops::Range<usize>,
        (wanted, lanes): (&[bool], Option<&Lanes<S>>),
        context: &Context<'_>,
    ) -> Result<Block, MethodError> {
        if self.case_control {
            return Ok(Block::Sums(Vec::new()));
        }
        if let Some(lanes) = lanes {
            let sums = |room: &mut Room, at: usize| {
                context.proceed()?;
                Ok(if wanted[at] { Neighbours::new(&self.sites.cells, self.radii, at, room).sums_of_deals(lanes) } else { Vec::new() })
            };
            return Ok(Block::Deals(sites.into_par_iter().map_init(Default::default, sums).collect::<Result<_, MethodError>>()?));
        }
        if self.shuffles_weights() {
            let list = |room: &mut Room, at: usize| {
                context.proceed()?;
                Ok(wanted[at].then(|| Neighbours::new(&self.sites.cells, self.radii, at, room)))
            };
            return Ok(Block::Lists(sites.into_par_iter().map_init(Default::default, list).collect::<Result<_, MethodError>>()?));
        }
        let sums = |at: usize| {
            context.proceed()?;
            let mut rings = vec![0.0; 4 * self.radii.len()];
            if wanted[at] {
                let (place, cells) = (self.sites.cells.point(at), &self.sites.cells);
                add_rings(cells, place, self.radii, |k| if k == at { None } else { Some(self.sites.weight[cells.member[k] as usize]) }, &mut rings);
            }
            Ok(folded(&rings))
        };
        Ok(Block::Sums(sites.into_par_iter().map(sums).collect::<Result<_, MethodError>>()?))
    }

    /// Adds the ratios of the reference points that a deal has among these sites.
    fn add<S: Stored>(
        &self,
        sites: std::ops::Range<usize>,
        block: &Block,
        (deal, number): (&Deal<S>, usize),
        total: f64,
        ratios: &mut [Ratios],
        scratch: &mut Scratch,
    ) {
        for (first, pairs) in by_reference(self.pairs) {
            let Some(group) = &deal.groups[pairs[0].0] else { continue };
            let of = |at: usize| group.members.partition_point(|m| (m.0 as usize) < at);
            for me in of(sites.start)..of(sites.end) {
                let (at, weight) = (group.members[me].0 as usize, group.members[me].1);
                match block {
                    _ if self.case_control => {}
                    Block::Sums(sums) => scratch.all.copy_from_slice(&sums[at - sites.start]),
                    Block::Deals(sums) => {
                        let rings = self.radii.len();
                        scratch.all.copy_from_slice(&sums[at - sites.start][number * rings..][..rings]);
                    }
                    Block::Lists(lists) => {
                        if let (Some(list), Some(weights)) = (&lists[at - sites.start], &deal.weight) {
                            list.sums(weights, &mut scratch.all, &mut scratch.near);
                        }
                    }
                }
                for (ratios, &(s, t)) in ratios[first..].iter_mut().zip(pairs) {
                    let Some(other) = &deal.groups[t] else { continue };
                    let place = self.sites.cells.point(at);
                    if !S::BOTH {
                        group_rings(other, place, self.radii, (s == t).then_some(me), &mut scratch.near, &mut scratch.rings);
                    }
                    let global = if self.case_control {
                        scratch.all.copy_from_slice(&scratch.near);
                        group_rings(group, place, self.radii, Some(me), &mut scratch.near, &mut scratch.rings);
                        (group.total - weight) / other.total
                    } else {
                        (if s == t { other.total - weight } else { other.total }) / (total - weight)
                    };
                    ratios.add(&scratch.near, &scratch.all, global);
                }
            }
        }
    }
}

/// The stretches of pairs with the same reference industry, each with the number of its first pair.
fn by_reference(pairs: &[Pair]) -> impl Iterator<Item = (usize, &[Pair])> {
    let mut first = 0;
    pairs.chunk_by(|a, b| a.0 == b.0).map(move |chunk| {
        first += chunk.len();
        (first - chunk.len(), chunk)
    })
}

/// Room for the sums around one point.
pub(super) struct Scratch {
    pub(super) all: Vec<f64>,
    pub(super) near: Vec<f64>,
    pub(super) rings: Vec<f64>,
}

impl Scratch {
    pub(super) fn new(rings: usize) -> Self {
        Self { all: vec![0.0; rings], near: vec![0.0; rings], rings: vec![0.0; 4 * rings] }
    }
}

/// Adds weights of points near a place to their rings. Each ring has four sums that take turns, for one alone would wait for itself.
#[inline]
pub(super) fn add_rings(cells: &Cells, place: [f64; 2], radii: &Radii, weight: impl Fn(usize) -> Option<f64>, rings: &mut [f64]) {
    cells.within(place, radii.reach(), radii.most(), |k, squared| {
        if let Some(weight) = weight(k) {
            rings[radii.ring(squared) * 4 + (k & 3)] += weight;
        }
    });
}

pub(super) fn folded(rings: &[f64]) -> Vec<f64> {
    rings.chunks_exact(4).map(|r| (r[0] + r[1]) + (r[2] + r[3])).collect()
}

/// Sums of the weights of a group around a place, ring by ring, without one of its members.
pub(super) fn group_rings(group: &Group, place: [f64; 2], radii: &Radii, but: Option<usize>, near: &mut [f64], rings: &mut [f64]) {
    let but = but.map_or(super::sites::NONE, |me| me as u32);
    rings.fill(0.0);
    let weight = |k: usize| if group.cells.member[k] == but { None } else { Some(group.weight[k]) };
    add_rings(&group.cells, place, radii, weight, rings);
    for (near, r) in near.iter_mut().zip(rings.chunks_exact(4)) {
        *near = (r[0] + r[1]) + (r[2] + r[3]);
    }
}

impl Ratios {
    /// Adds a reference point; it counts from the distance on at which it has a neighbour with a weight.
    pub(super) fn add(&mut self, near: &[f64], all: &[f64], global: f64) {
        let (mut near_sum, mut all_sum) = (0.0, 0.0);
        for r in 0..near.len() {
            near_sum += near[r];
            all_sum += all[r];
            if all_sum > 0.0 {
                self.local[r] += near_sum / all_sum;
                self.global[r] += global;
            }
        }
    }

    pub(super) fn curve(self) -> Vec<Option<f64>> {
        self.local.iter().zip(&self.global).map(|(&l, &g)| (g > 0.0 && g.is_finite()).then_some(l / g)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglom_method::{Labels, Register, Seed, Unwatched};
    use rand::RngExt;

    // So many that one industry alone is below the share from which on deals are added up together, and two are not.
    const INDUSTRIES: usize = 6;

    fn register(weights: f64) -> Register {
        let mut draw = Seed::new(9).draw(0);
        Register {
            ids: (0..120).map(|i| format!("{i:03}")).collect(),
            industry: Labels::new(&(0..120).map(|_| Some(format!("i{}", draw.random_range(0..INDUSTRIES)))).collect::<Vec<_>>()),
            position: Some((0..120).map(|_| [draw.random::<f64>() * 3000.0, f64::from(draw.random_range(0..9u8)) * 300.0]).collect()),
            size: Some((0..120).map(|_| f64::from(draw.random_range(1..50u8)) * weights).collect()),
            ..Register::default()
        }
    }

    /// M of a deal straight from its formula: who stands at site `i` and what weighs there.
    fn by_definition(position: &[[f64; 2]], industry: &[u32], weight: &[f64], (s, t): Pair, r: f64) -> Option<f64> {
        let n = position.len();
        let sum = |keep: &dyn Fn(usize) -> bool| (0..n).filter(|&k| keep(k)).map(|k| weight[k]).sum::<f64>();
        let (mut local, mut global) = (0.0, 0.0);
        for i in (0..n).filter(|&i| industry[i] as usize == s) {
            let near = |k: usize| k != i && (position[k][0] - position[i][0]).powi(2) + (position[k][1] - position[i][1]).powi(2) <= r * r;
            let all = sum(&near);
            if all > 0.0 {
                local += sum(&|k| near(k) && industry[k] as usize == t) / all;
                global += sum(&|k| k != i && industry[k] as usize == t) / sum(&|k| k != i);
            }
        }
        (global > 0.0).then(|| local / global)
    }

    #[test]
    fn every_draw_is_m_of_the_establishments_as_dealt() {
        let context = Context { seed: Seed::new(4), watch: &Unwatched };
        let distances = [0.0, 90.0, 400.0, 1500.0];
        let radii = Radii::new(&distances);
        // Weights of small, of large and of no whole numbers are kept in different ways.
        for (weights, alone) in [1.0, 1000.0, 0.1].into_iter().flat_map(|w| [(w, false), (w, true)]) {
            let register = register(weights);
            let sites = Sites::new(&register, radii.reach(), true).unwrap();
            let position = register.position.as_ref().unwrap();
            for null in [Null::RandomLocation, Null::RandomLabelling, Null::PopulationIndependence] {
                let pairs: &[Pair] = if null == Null::PopulationIndependence { &[(1, 0), (1, 2)] } else { &[(0, 0), (0, 2), (2, 1)] };
                let pairs = if alone { &pairs[..1] } else { pairs };
                let relative = Relative { sites: &sites, radii: &radii, pairs, case_control: false, null, draws: 5 };
                let curves = relative.curves(&context).unwrap();
                for draw in 0..5usize {
                    let dealt = sites.dealt(null, Some(1), draw as u64, &context);
                    let industry: Vec<u32> = dealt.iter().map(|&who| sites.industry[who as usize]).collect();
                    let weight: Vec<f64> = dealt
                        .iter()
                        .enumerate()
                        .map(|(i, &who)| sites.weight[if null == Null::RandomLabelling { i } else { who as usize }])
                        .collect();
                    for (p, &pair) in pairs.iter().enumerate() {
                        for (k, &r) in distances.iter().enumerate() {
                            let expected = by_definition(position, &industry, &weight, pair, r);
                            let found = curves[draw + 1][p][k];
                            assert_eq!(found.is_some(), expected.is_some(), "{null:?} {draw} {pair:?} {r}");
                            assert!(
                                (found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12,
                                "{null:?} {draw} {pair:?} {r}: {found:?} {expected:?}"
                            );
                        }
                    }
                }
                if null == Null::PopulationIndependence {
                    let dealt = sites.dealt(null, Some(1), 0, &context);
                    let stay = |i: usize| sites.industry[i] != 1 || dealt[i] as usize == i;
                    assert!((0..sites.len()).all(stay) && dealt.iter().enumerate().any(|(i, &who)| i != who as usize));
                }
            }
        }
    }
}
