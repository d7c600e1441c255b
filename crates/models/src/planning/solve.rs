use super::form::{Cell, Form};
use super::qp::{Answer, Quadratic, Row, minimum};
use super::{Program, RequirementKind, Smoothness, Sort, conflict::conflict};
use agglom_method::{Argument, Context, Message, MethodError};
use nalgebra::{DMatrix, DVector};

/// The smoothest levels and what each requirement costs.
pub(crate) struct Solution {
    /// Levels by series and planned period.
    pub(crate) levels: Vec<Vec<f64>>,
    /// By how much the objective changes per unit that the required value rises.
    pub(crate) prices: Vec<f64>,
    /// Series whose levels smoothness and requirements leave open.
    pub(crate) open: Vec<usize>,
}

/// The smoothest plan that meets the requirements, or why there is none.
pub(crate) fn solution(program: &Program, context: &Context<'_>) -> Result<Solution, MethodError> {
    const MOST: usize = 200;
    let curved = program.requirements.iter().any(|r| r.curved());
    let logarithmic = program.smoothness == Smoothness::Log;
    let open = program.open();
    let mut levels = program.first_guess()?;
    for iteration in 0..MOST {
        context.proceed()?;
        let whole = !curved || iteration > 0;
        let rows = program.rows(&levels, whole)?;
        let only_rows: Vec<Row> = rows.iter().map(|(_, row, _)| row.clone()).collect();
        let (quadratic, factor) = program.quadratic(&levels, &open)?;
        let (x, multipliers) = match minimum(&quadratic, &only_rows) {
            Answer::Found { x, multipliers } => (x, multipliers),
            Answer::Infeasible => return Err(program.no_plan(&rows, curved && whole, context)?),
            Answer::Stuck { iterations } => {
                let error = MethodError::NotConverged { iterations };
                return Err(if conflict(&only_rows, context)?.is_some() { program.no_plan(&rows, curved && whole, context)? } else { error });
            }
        };
        let mut next = program.unpacked(&x);
        if logarithmic {
            program.shorten(&levels, &mut next);
        }
        let change = program.change(&levels, &next);
        levels = next;
        if (!curved && !logarithmic) || (whole && change < 1e-11) {
            let prices = program.prices(&rows, &multipliers, factor, &levels);
            return Ok(Solution { levels, prices, open });
        }
    }
    Err(MethodError::NotConverged { iterations: MOST })
}

impl Program {
    /// The first period that second differences of a series use: the start if its level is known.
    pub(crate) fn first(&self, series: usize) -> i64 {
        i64::from(self.known(Cell { series, period: 0 }).is_none())
    }

    fn variable(&self, cell: Cell) -> usize {
        cell.series * self.horizon() + cell.period as usize - 1
    }

    /// A level: known, or of these planned levels.
    pub(crate) fn level(&self, levels: &[Vec<f64>], cell: Cell) -> Option<f64> {
        if cell.period > 0 { levels[cell.series].get(cell.period as usize - 1).copied() } else { self.known(cell) }
    }

    /// Terms in units of each series, and the constant that known levels add up to.
    fn terms(&self, form: &Form) -> Option<(Vec<(usize, f64)>, f64)> {
        let (mut terms, mut constant) = (Vec::new(), form.constant);
        for (&cell, &coefficient) in &form.terms {
            if cell.period > 0 {
                terms.push((self.variable(cell), coefficient * self.tracks[cell.series].size));
            } else {
                constant += coefficient * self.known(cell)?;
            }
        }
        Some((terms, constant))
    }

    /// Requirements as rows of largest coefficient 1, with their numbers and what they were divided by; if not whole, with what
    /// curved ones imply in their place.
    fn rows(&self, levels: &[Vec<f64>], whole: bool) -> Result<Vec<(usize, Row, f64)>, MethodError> {
        let at = |cell: Cell| self.level(levels, cell);
        let mut rows = Vec::new();
        for (number, requirement) in self.requirements.iter().enumerate() {
            let form = if whole || !requirement.curved() {
                requirement.form(&at).ok_or_else(|| self.too_large())?
            } else {
                let Some(form) = requirement.implied() else { continue };
                form
            };
            let (terms, constant) = self.terms(&form).ok_or_else(|| self.too_large())?;
            let largest = terms.iter().fold(0.0_f64, |m, t| m.max(t.1.abs()));
            let factor = if largest > 0.0 { largest } else { constant.abs().max(1.0) };
            let terms: Vec<(usize, f64)> = terms.into_iter().map(|(v, a)| (v, a / factor)).filter(|t| t.1 != 0.0).collect();
            let row = Row { terms, bound: -constant / factor, equal: requirement.sense == super::Sense::Equal };
            if !(row.bound.is_finite() && factor.is_finite()) {
                return Err(self.too_large());
            }
            rows.push((number, row, factor));
        }
        Ok(rows)
    }

    fn too_large(&self) -> MethodError {
        let widest = self.tracks.iter().max_by(|a, b| a.size.total_cmp(&b.size)).map_or("", |t| t.code.as_str());
        super::source::wrong("series", Message::new("target-plan-too-large").with("indicator", widest))
    }

    /// The second differences that the objective squares, linearised at the levels given where logs are asked for.
    fn bends(&self, levels: &[Vec<f64>]) -> Vec<Form> {
        let mut bends = Vec::new();
        for (series, track) in self.tracks.iter().enumerate().filter(|(_, t)| t.smooth) {
            let from = self.first(series);
            for middle in from + 1..self.horizon() as i64 {
                let mut form = Form::default();
                for (period, weight) in [(middle - 1, 1.0), (middle, -2.0), (middle + 1, 1.0)] {
                    form = match self.smoothness {
                        Smoothness::SecondDifference => form.term(series, period, weight / track.scale),
                        Smoothness::Log => {
                            let level = self.level(levels, Cell { series, period }).unwrap_or(1.0);
                            // ln y to first order: ln c + (y - c) / c
                            let form = form.term(series, period, weight / level);
                            form.plus(weight, &Form::constant(level.ln() - 1.0))
                        }
                    };
                }
                bends.push(form);
            }
        }
        bends
    }

    /// The objective as half x'Px + q'x with largest diagonal 1, and what it was multiplied by.
    fn quadratic(&self, levels: &[Vec<f64>], open: &[usize]) -> Result<(Quadratic, f64), MethodError> {
        /// How much less than smoothness it counts that open levels stay where the series starts.
        const TINY: f64 = 1e-7;
        let n = self.tracks.len() * self.horizon();
        let (mut p, mut q) = (DMatrix::zeros(n, n), DVector::zeros(n));
        for bend in self.bends(levels) {
            let (terms, constant) = self.terms(&bend).ok_or_else(|| self.too_large())?;
            for &(i, a) in &terms {
                q[i] += 2.0 * a * constant;
                for &(j, b) in &terms {
                    p[(i, j)] += 2.0 * a * b;
                }
            }
        }
        let largest = (0..n).map(|i| p[(i, i)]).fold(0.0, f64::max);
        let factor = if largest > 0.0 { 1.0 / largest } else { 1.0 };
        p *= factor;
        q *= factor;
        for &series in open {
            let start = self.known(Cell { series, period: 0 }).unwrap_or(0.0) / self.tracks[series].size;
            for period in 1..=self.horizon() as i64 {
                let i = self.variable(Cell { series, period });
                p[(i, i)] += TINY;
                q[i] -= TINY * start;
            }
        }
        if p.iter().chain(q.iter()).all(|v: &f64| v.is_finite()) { Ok((Quadratic { p, q }, factor)) } else { Err(self.too_large()) }
    }

    /// Series whose levels neither smoothness nor equations fix, found as zero pivots of their common matrix.
    fn open(&self) -> Vec<usize> {
        const ZERO: f64 = 1e-11;
        let n = self.tracks.len() * self.horizon();
        let mut matrix = DMatrix::<f64>::zeros(n, n);
        let mut add = |terms: &[(usize, f64)]| {
            for &(i, a) in terms {
                for &(j, b) in terms {
                    matrix[(i, j)] += a * b;
                }
            }
        };
        let flat = vec![vec![1.0; self.horizon()]; self.tracks.len()];
        for bend in self.bends(&flat) {
            let weights = bend.terms.iter().filter(|(cell, _)| cell.period > 0);
            let length = bend.terms.values().fold(0.0_f64, |m, w| m.max(w.abs()));
            add(&weights.map(|(&cell, w)| (self.variable(cell), w / length)).collect::<Vec<_>>());
        }
        let at = |cell: Cell| self.level(&flat, cell);
        for requirement in self.requirements.iter().filter(|r| r.sense == super::Sense::Equal) {
            let Some((terms, _)) = requirement.form(&at).and_then(|form| self.terms(&form)) else { continue };
            let largest = terms.iter().fold(0.0_f64, |m, t| m.max(t.1.abs()));
            add(&terms.iter().filter(|t| t.1 != 0.0).map(|&(v, a)| (v, a / largest)).collect::<Vec<_>>());
        }
        let mut open = Vec::new();
        for k in 0..n {
            if matrix[(k, k)] <= ZERO {
                open.push(k / self.horizon());
                matrix[(k, k)] += 1.0;
            }
            let pivot = matrix[(k, k)];
            for i in k + 1..n {
                let times = matrix[(i, k)] / pivot;
                if times != 0.0 {
                    for j in k + 1..n {
                        matrix[(i, j)] -= times * matrix[(k, j)];
                    }
                }
            }
        }
        open.dedup();
        open
    }

    /// Straight lines, or constant growth, from the start to the goal.
    fn first_guess(&self) -> Result<Vec<Vec<f64>>, MethodError> {
        let horizon = self.horizon() as f64;
        let logarithmic = self.smoothness == Smoothness::Log;
        let mut levels = Vec::new();
        for (series, track) in self.tracks.iter().enumerate() {
            let start = self.known(Cell { series, period: 0 });
            let from = start.or(track.goal).unwrap_or(track.size);
            let to = track.goal.unwrap_or(from);
            if logarithmic && track.smooth && (from <= 0.0 || to <= 0.0) {
                let message = Message::new("target-plan-log-positive").with("indicator", track.code.as_str());
                return Err(MethodError::NoAnswer { why: message });
            }
            let share = |t: usize| t as f64 / horizon;
            let geometric = logarithmic && from > 0.0 && to > 0.0;
            let level = |t: usize| if geometric { from * (to / from).powf(share(t)) } else { from + (to - from) * share(t) };
            levels.push((1..=self.horizon()).map(level).collect());
        }
        Ok(levels)
    }

    fn unpacked(&self, x: &[f64]) -> Vec<Vec<f64>> {
        x.chunks(self.horizon()).zip(&self.tracks).map(|(row, track)| row.iter().map(|v| v * track.size).collect()).collect()
    }

    /// Shortens a step so far that no smooth level loses more than nine tenths of itself.
    fn shorten(&self, from: &[Vec<f64>], to: &mut [Vec<f64>]) {
        let mut share = 1.0_f64;
        for series in (0..self.tracks.len()).filter(|&s| self.tracks[s].smooth) {
            for (a, b) in from[series].iter().zip(&to[series]) {
                if *b < 0.1 * a {
                    share = share.min(0.9 * a / (a - b));
                }
            }
        }
        if share < 1.0 {
            for (a, b) in from.iter().flatten().zip(to.iter_mut().flatten()) {
                *b = a + share * (*b - a);
            }
        }
    }

    /// The largest change of a level, in units of its series.
    fn change(&self, a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
        let of = |series: usize| a[series].iter().zip(&b[series]).map(move |(a, b)| (a - b).abs() / self.tracks[series].size);
        (0..self.tracks.len()).flat_map(of).fold(0.0, f64::max)
    }

    fn prices(&self, rows: &[(usize, Row, f64)], multipliers: &[f64], factor: f64, levels: &[Vec<f64>]) -> Vec<f64> {
        let mut prices = vec![0.0; self.requirements.len()];
        for ((number, _, divisor), multiplier) in rows.iter().zip(multipliers) {
            let leverage = self.requirements[*number].leverage(&|cell| self.level(levels, cell)).unwrap_or(0.0);
            let price = multiplier / (factor * divisor) * leverage;
            prices[*number] = if price.is_finite() { price } else { 0.0 };
        }
        prices
    }

    /// The error that names requirements which exclude each other.
    fn no_plan(&self, rows: &[(usize, Row, f64)], to_first_order: bool, context: &Context<'_>) -> Result<MethodError, MethodError> {
        let only_rows: Vec<Row> = rows.iter().map(|(_, row, _)| row.clone()).collect();
        let Some(set) = conflict(&only_rows, context)? else { return Ok(MethodError::NotConverged { iterations: 0 }) };
        let named: Vec<usize> = set.into_iter().map(|row| rows[row].0).collect();
        let key = if to_first_order { "target-plan-no-fall" } else { "target-plan-infeasible" };
        let message = Message::new(key).with("requirements", self.grouped(&named));
        Ok(MethodError::NoAnswer { why: message })
    }

    /// Requirements in words, those that differ only in the period together.
    fn grouped(&self, numbers: &[usize]) -> Argument {
        let mut groups: Vec<(Vec<usize>, Option<f64>)> = Vec::new();
        for &number in numbers {
            let (requirement, bound) = (&self.requirements[number], self.bound(number));
            let like = |group: &&mut (Vec<usize>, Option<f64>)| {
                let first = &self.requirements[group.0[0]];
                (first.kind, first.subject, group.1) == (requirement.kind, requirement.subject, bound)
            };
            match groups.iter_mut().find(like) {
                Some(group) => group.0.push(number),
                None => groups.push((vec![number], bound)),
            }
        }
        groups.sort_by_key(|group| (self.requirements[group.0[0]].kind, self.requirements[group.0[0]].subject));
        groups.into_iter().map(|(numbers, bound)| self.in_words(&numbers, bound)).collect::<Vec<_>>().into()
    }

    /// The number that a requirement states, if it states one.
    pub(crate) fn bound(&self, number: usize) -> Option<f64> {
        use super::requirement::Measure;
        match &self.requirements[number].measure {
            Measure::Forms { right, .. } if self.requirements[number].subject.0 == Sort::Series => Some(right.constant),
            Measure::Ratio { bound, .. } => Some(*bound),
            _ => None,
        }
    }

    fn in_words(&self, numbers: &[usize], bound: Option<f64>) -> Argument {
        let first = &self.requirements[numbers[0]];
        let message = Message::new(format!("target-plan-must-{}", first.kind.word())).with("subject", self.spoken(first.subject));
        let message = bound.map_or(message.clone(), |bound| message.with("bound", Argument::Short(bound)));
        let last = numbers.iter().map(|&n| self.requirements[n].period).max().unwrap_or(1);
        let periods: Vec<usize> = match first.kind {
            // That a ratio has fallen by some period is a matter of all periods before.
            RequirementKind::RatioFalling => (1..=last).collect(),
            _ => numbers.iter().map(|&n| self.requirements[n].period).collect(),
        };
        message.with("periods", self.runs(&periods)).into()
    }

    /// What a requirement is about, for a sentence.
    pub(crate) fn spoken(&self, subject: super::Subject) -> Argument {
        match subject.0 {
            Sort::Series => {
                let track = &self.tracks[subject.1];
                Argument::Code { code: track.code.clone(), name: track.name.clone() }
            }
            _ => self.subject(subject).into(),
        }
    }

    /// Periods, runs of them by their ends.
    fn runs(&self, periods: &[usize]) -> Argument {
        let code = |t: usize| Argument::Text(self.timeline.codes[t].clone());
        let run = |run: &[usize]| match (run[0], run[run.len() - 1]) {
            (a, b) if a == b => code(a),
            (a, b) => Message::new("target-plan-run").with("from", code(a)).with("to", code(b)).into(),
        };
        periods.chunk_by(|a, b| a + 1 == *b).map(run).collect::<Vec<Argument>>().into()
    }
}
