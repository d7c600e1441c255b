use crate::{Codes, Labels, Polygon};
use std::sync::Arc;

/// Establishments, in the order of their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Identifiers, distinct.
    pub ids: Vec<String>,
    /// The industry of each.
    pub industry: Labels,
    /// The region of each, if the source has regions or polygons to find them with; then every establishment has one.
    pub region: Option<Labels>,
    /// Coordinates in metres, if the source has coordinates.
    pub position: Option<Vec<[f64; 2]>>,
    /// The same places as longitude and latitude in degrees, for maps and great-circle distances.
    pub degrees: Option<Vec<[f64; 2]>>,
    /// The regions of the source as polygons in the metres of `position`, if it has regions with outlines and coordinates: the window in
    /// which an establishment could have been. Regions do not overlap.
    pub window: Option<Arc<Vec<Polygon>>>,
    /// Size (employment, turnover): finite, not negative.
    pub size: Option<Vec<f64>>,
    /// Owner, if the source says who.
    pub owner: Option<Labels>,
    /// Whether each is headquartered elsewhere, if the source says so of any; empty where it is not known.
    pub external: Option<Vec<Option<bool>>>,
    /// Whether each is a state body (state enterprise, university, hospital, barracks), if the source says so of any; empty where it
    /// is not known.
    pub state: Option<Vec<Option<bool>>>,
    /// First period of presence.
    pub start: Option<Labels>,
    /// Last period of presence.
    pub end: Option<Labels>,
    /// Unit of the sizes, as the source names it.
    pub size_unit: Option<String>,
}

impl Register {
    /// How many establishments there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Size of establishment `i`; 1 if the source has no sizes, so that sums are numbers of establishments.
    pub fn size_of(&self, i: usize) -> f64 {
        self.size.as_ref().map_or(1.0, |s| s[i])
    }
}

/// Builds small registers for examples and tests.
///
/// ```
/// use agglom_method::RegisterBuilder;
/// let register = RegisterBuilder::default().plant("a", "cars", "north", 120.0).plant("b", "wine", "south", 8.0).build();
/// assert_eq!(register.len(), 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct RegisterBuilder {
    plants: Vec<(String, String, String, f64)>,
}

impl RegisterBuilder {
    /// Adds an establishment with a region and a size.
    pub fn plant(mut self, id: &str, industry: &str, region: &str, size: f64) -> Self {
        self.plants.push((id.to_owned(), industry.to_owned(), region.to_owned(), size));
        self
    }

    /// The register, in the order of the ids.
    pub fn build(mut self) -> Register {
        self.plants.sort_by(|a, b| a.0.cmp(&b.0));
        let labels = |pick: fn(&(String, String, String, f64)) -> &String| {
            Labels::new(&self.plants.iter().map(|p| Some(pick(p).as_str())).collect::<Vec<_>>())
        };
        Register {
            industry: labels(|p| &p.1),
            region: Some(labels(|p| &p.2)),
            ids: self.plants.iter().map(|p| p.0.clone()).collect(),
            size: Some(self.plants.iter().map(|p| p.3).collect()),
            ..Register::default()
        }
    }
}

impl Default for Register {
    fn default() -> Self {
        let none = Labels::from_index(Arc::new(Codes::default()), []);
        Self {
            ids: Vec::new(),
            industry: none,
            region: None,
            position: None,
            degrees: None,
            window: None,
            size: None,
            owner: None,
            external: None,
            state: None,
            start: None,
            end: None,
            size_unit: None,
        }
    }
}
