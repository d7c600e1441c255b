use crate::landscape::Landscape;
use agglom_method::{Context, MethodError};

/// Numbers between 0 and 1 for every site, period by period.
pub trait Chances {
    /// Those of the next period.
    fn next(&mut self, sites: usize) -> Vec<f64>;

    /// How the next period is for all sites alike: a standard normal number, 0 for a period like any other.
    fn fortune(&mut self) -> f64 {
        0.0
    }
}

/// What happened on one path: occupied sites after each period.
pub type Path = Vec<Vec<bool>>;

/// A network on its way.
pub struct Walk {
    incidence: Vec<f64>,
    connectivity: Vec<f64>,
}

impl Walk {
    /// At its start.
    pub fn new(landscape: &dyn Landscape, now: &[bool]) -> Self {
        let incidence: Vec<f64> = now.iter().map(|p| f64::from(u8::from(*p))).collect();
        let mut connectivity = vec![0.0; incidence.len()];
        landscape.connectivity(&incidence, &mut connectivity);
        Self { incidence, connectivity }
    }

    /// Who is where.
    pub fn occupied(&self) -> Vec<bool> {
        self.incidence.iter().map(|p| *p > 0.0).collect()
    }

    /// One period.
    pub fn step(&mut self, landscape: &dyn Landscape, drawn: &[f64], fortune: f64) {
        let before = self.incidence.clone();
        for (i, p) in self.incidence.iter_mut().enumerate() {
            let entry = landscape.entry(i, self.connectivity[i]);
            // What is occupied next is so below a chance, whatever was there before.
            let occupied = drawn[i] < if *p > 0.0 { 1.0 - landscape.exit_in(i, entry, fortune) } else { entry };
            *p = f64::from(u8::from(occupied));
        }
        landscape.changed(&before, &self.incidence, &mut self.connectivity);
    }
}

/// One path of so many periods from what is there now. The same chances and a landscape that is better for every site give, with rescue, a path
/// that is nowhere worse, so that scenarios can be compared draw by draw.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn path(landscape: &dyn Landscape, now: &[bool], periods: usize, chances: &mut dyn Chances, context: &Context<'_>) -> Result<Path, MethodError> {
    let mut walk = Walk::new(landscape, now);
    let mut path = Vec::with_capacity(periods);
    for _ in 0..periods {
        context.proceed()?;
        let fortune = chances.fortune();
        walk.step(landscape, &chances.next(now.len()), fortune);
        path.push(walk.occupied());
    }
    Ok(path)
}
