use agglom_measures as measures;
use agglom_method::Registered;
use agglom_models as models;

/// Every method, in reading order. Adding one is its file, its `pub mod` line and its line here.
pub const METHODS: &[Registered] = &[
    Registered::of::<models::GrowthAudit>(),
    Registered::of::<measures::LocationQuotient>(),
    Registered::of::<measures::Specialization>(),
    Registered::of::<measures::Concentration>(),
    Registered::of::<measures::EllisonGlaeser>(),
    Registered::of::<measures::MaurelSedillot>(),
    Registered::of::<measures::Coagglomeration>(),
    Registered::of::<measures::ShiftShare>(),
];

/// The method of that key.
pub fn method(key: &str) -> Option<&'static Registered> {
    METHODS.iter().find(|m| m.key == key)
}
