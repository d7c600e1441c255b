use crate::landscape::Landscape;
use agglom_method::{Context, MethodError};

/// Numbers between 0 and 1 for every site, period by period.
pub trait Chances {
    /// Those of the next period.
    fn next(&mut self, sites: usize) -> Vec<f64>;
}

/// What happened on one path: occupied sites after each period.
pub type Path = Vec<Vec<bool>>;

/// One path of so many periods from what is there now. The same chances and a landscape that is better for every site give a path that is
/// nowhere worse, so that scenarios can be compared draw by draw.
///
/// # Errors
/// If nobody wants the answer any more.
pub fn path(landscape: &dyn Landscape, now: &[bool], periods: usize, chances: &mut dyn Chances, context: &Context<'_>) -> Result<Path, MethodError> {
    let sites = landscape.sites();
    let mut connectivity = vec![0.0; sites];
    let mut incidence: Vec<f64> = now.iter().map(|p| f64::from(u8::from(*p))).collect();
    let mut path = Vec::with_capacity(periods);
    for _ in 0..periods {
        context.proceed()?;
        landscape.connectivity(&incidence, &mut connectivity);
        let drawn = chances.next(sites);
        for (i, p) in incidence.iter_mut().enumerate() {
            let entry = landscape.entry(i, connectivity[i]);
            // What is occupied next is so below a chance, whatever was there before.
            let occupied = drawn[i] < if *p > 0.0 { 1.0 - landscape.exit(i, entry) } else { entry };
            *p = f64::from(u8::from(occupied));
        }
        path.push(incidence.iter().map(|p| *p > 0.0).collect());
    }
    Ok(path)
}
