/// arccos x for 0 <= x <= 1.
pub(super) fn arc_cosine(x: f64) -> f64 {
    x.acos()
}
