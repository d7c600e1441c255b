/// The most similar of some names, if any is similar: for messages that tell what somebody may have meant.
///
/// ```
/// use agglom_method::nearest;
/// assert_eq!(nearest("regoin", ["industry", "region"]), Some("region"));
/// assert_eq!(nearest("xyz", ["industry", "region"]), None);
/// ```
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let similarity = |n: &str| strsim::jaro_winkler(&wanted, &n.to_lowercase());
    let mut best: Option<(f64, &str)> = None;
    for candidate in names {
        let s = similarity(candidate);
        if s > 0.7 && best.is_none_or(|(b, _)| s > b) {
            best = Some((s, candidate));
        }
    }
    best.map(|b| b.1)
}
