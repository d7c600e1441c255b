use agglom_measures as measures;
use agglom_method::Registered;
use agglom_models as models;

/// Every method, in reading order. Adding one is its file, its `pub mod` line and its line here.
pub const METHODS: &[Registered] = &[
    Registered::of::<models::growth_audit::GrowthAudit>(),
    Registered::of::<measures::urban_agglomeration::UrbanAgglomeration>(),
    Registered::of::<measures::dbscan::Dbscan>(),
    Registered::of::<measures::hdbscan::Hdbscan>(),
    Registered::of::<measures::linkage_clusters::LinkageClusters>(),
    Registered::of::<measures::location_quotient::LocationQuotient>(),
    Registered::of::<measures::specialization::Specialization>(),
    Registered::of::<measures::concentration::Concentration>(),
    Registered::of::<measures::ellison_glaeser::EllisonGlaeser>(),
    Registered::of::<measures::maurel_sedillot::MaurelSedillot>(),
    Registered::of::<measures::coagglomeration::Coagglomeration>(),
    Registered::of::<measures::proximity::Proximity>(),
    Registered::of::<measures::relatedness_density::RelatednessDensity>(),
    Registered::of::<measures::economic_complexity::EconomicComplexity>(),
    Registered::of::<measures::complexity_outlook::ComplexityOutlook>(),
    Registered::of::<measures::coherence::Coherence>(),
    Registered::of::<measures::variety::Variety>(),
    Registered::of::<measures::moran::Moran>(),
    Registered::of::<measures::geary::Geary>(),
    Registered::of::<measures::local_moran::LocalMoran>(),
    Registered::of::<measures::getis_ord::GetisOrd>(),
    Registered::of::<measures::join_counts::JoinCounts>(),
    Registered::of::<measures::marcon_puech::MarconPuech>(),
    Registered::of::<measures::ripley::Ripley>(),
    Registered::of::<measures::duranton_overman::DurantonOverman>(),
    Registered::of::<measures::shift_share::ShiftShare>(),
    Registered::of::<measures::mean_city_population_size::MeanCityPopulationSize>(),
    Registered::of::<models::cluster_typology::ClusterTypology>(),
    Registered::of::<models::composite_index::CompositeIndex>(),
    Registered::of::<models::coupling_coordination::CouplingCoordination>(),
    Registered::of::<models::symbiosis::Symbiosis>(),
    Registered::of::<models::entry_exit_backtest::EntryExitBacktest>(),
    Registered::of::<models::incidence_function::IncidenceFunction>(),
    Registered::of::<models::goal_feasibility::GoalFeasibility>(),
    Registered::of::<models::target_plan::TargetPlan>(),
    Registered::of::<models::investment_game::InvestmentGame>(),
    Registered::of::<models::target_tracking::TargetTracking>(),
];

/// The method of that key.
pub fn method(key: &str) -> Option<&'static Registered> {
    METHODS.iter().find(|m| m.key == key)
}
