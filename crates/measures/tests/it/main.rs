//! Measures against independent numbers and against truth by simulation.
#![allow(clippy::unwrap_used)]

mod coagglomeration;
mod coherence;
mod complexity_outlook;
mod concentration;
mod dbscan;
mod duranton_overman;
mod economic_complexity;
mod ellison_glaeser;
mod geary;
mod getis_ord;
mod hdbscan;
mod industry_space;
mod join_counts;
mod linkage_clusters;
mod local_moran;
mod location_quotient;
mod marcon_puech;
mod maurel_sedillot;
mod mean_city_population_size;
mod moran;
mod points;
mod proximity;
mod relatedness_density;
mod ripley;
mod shift_share;
mod specialization;
mod tables;
mod urban_agglomeration;
mod variety;
