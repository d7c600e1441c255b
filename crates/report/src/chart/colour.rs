//! Colours, and the classes of a colour scale. Every palette keeps its order when printed in grey.

use super::axis::ratio;
use super::canvas::Paint;
use crate::number;
use agglom_method::Scale;

/// Text and the marks that carry the meaning.
pub(super) const INK: &str = "#1f2a33";
/// Text beside the point: axis labels, codes, notes.
pub(super) const QUIET: &str = "#5b6770";
/// Grid lines.
pub(super) const GRID: &str = "#e6eaed";
/// Axis lines and frames.
pub(super) const AXIS: &str = "#aeb7be";
/// What is not highlighted.
pub(super) const REST: &str = "#b9c1c7";
/// Above the reference, or the only colour.
pub(super) const ABOVE: &str = "#0b5c94";
/// Below the reference.
pub(super) const BELOW: &str = "#d9822b";

/// Categories: Okabe and Ito's colours, those most alike in grey far apart; more categories than these are grey.
pub(super) const CATEGORIES: [&str; 8] = ["#0072b2", "#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#f0e442", "#000000", "#d55e00"];

/// Words of closed lists that mean the same everywhere: their place in a legend, and how they are filled. Red and blue as on every
/// map of local association; both are told apart by colour-blind people, and by their marks in grey.
pub(super) fn of_word(word: &str) -> Option<(usize, Paint)> {
    Some(match word {
        "high_high" | "hot" | "hot_spot" => (0, Paint::plain("#b2182b")),
        "low_low" | "cold" | "cold_spot" => (1, Paint::lined("#2166ac")),
        "high_low" => (2, Paint::dotted("#f7b799", "#8f1322")),
        "low_high" => (3, Paint::ruled("#a7cfe4", "#2166ac")),
        "not_significant" | "none" | "outside" | "noise" | "random" | "rural" => (20, Paint::plain("#e4e8eb")),
        "island" | "islands" | "no_neighbours" => (21, Paint::dotted("#ffffff", AXIS)),
        _ => return None,
    })
}

/// Five steps from little to much, light to dark.
const SEQUENTIAL: [&str; 5] = ["#f1f4cd", "#a9d8bf", "#55b1c1", "#2c76ad", "#1e3a7d"];
/// Five steps from below to above; all differ in lightness.
const DIVERGING: [&str; 5] = ["#dd7f2e", "#f3c88f", "#ebe9e4", "#8db7d8", "#124a80"];
/// Ratios that bound the middle class and the outer classes.
const RATIOS: [(f64, f64); 6] = [(1.02, 1.05), (1.05, 1.1), (1.1, 1.25), (1.25, 2.0), (2.0, 5.0), (5.0, 20.0)];

/// Classes of numbers, each with a colour. A class starts at its lower limit and ends before its upper one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    limits: Vec<f64>,
    colours: Vec<&'static str>,
    ratio: bool,
    /// How many classes are below the middle.
    lined: usize,
}

impl Classes {
    /// Five classes or fewer: around the midpoint by equal ratios or differences, without a midpoint with equal numbers of values.
    pub(super) fn of(values: &[f64], scale: Scale, midpoint: Option<f64>) -> Self {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        match (midpoint, scale) {
            (Some(middle), Scale::Log) if middle > 0.0 => Self::ratios(&sorted, middle),
            (Some(middle), _) => Self::differences(&sorted, middle),
            (None, _) => Self::quantiles(&sorted),
        }
    }

    /// The class of a number.
    pub(super) fn class(&self, value: f64) -> usize {
        self.limits.partition_point(|limit| *limit <= value)
    }

    /// The colour of a class.
    pub(super) fn colour(&self, class: usize) -> &'static str {
        self.colours[class.min(self.colours.len() - 1)]
    }

    /// The same classes where every number is written into its colour, so that colours need not be told apart in grey.
    pub(super) fn beside_numbers(self) -> Self {
        Self { lined: 0, ..self }
    }

    /// How a class is filled: with its colour, below the middle of the scale with thin lines.
    pub(super) fn paint(&self, class: usize) -> Paint {
        let colour = self.colour(class);
        if class < self.lined { Paint::lined(colour) } else { Paint::plain(colour) }
    }

    /// How many of the numbers are in each class.
    pub(super) fn counts(&self, values: &[f64]) -> Vec<usize> {
        let mut counts = vec![0; self.len()];
        for value in values {
            counts[self.class(*value)] += 1;
        }
        counts
    }

    /// How many classes there are.
    pub(super) fn len(&self) -> usize {
        self.colours.len()
    }

    /// What each class holds; nothing if all numbers are in one.
    pub(super) fn labels(&self) -> Vec<String> {
        let write = |v: f64| if self.ratio { ratio(v) } else { number::short(v) };
        let (Some(first), Some(last)) = (self.limits.first(), self.limits.last()) else { return vec![String::new()] };
        let mut labels = vec![format!("< {}", write(*first))];
        labels.extend(self.limits.windows(2).map(|pair| format!("{} – {}", write(pair[0]), write(pair[1]))));
        labels.push(format!("≥ {}", write(*last)));
        labels
    }

    /// Classes by ratio to the midpoint, the outer ones so far apart that about half of the numbers are in them.
    fn ratios(sorted: &[f64], middle: f64) -> Self {
        let mut away: Vec<f64> = sorted.iter().filter(|v| **v > 0.0).map(|v| (v.ln() - middle.ln()).abs()).collect();
        away.sort_unstable_by(f64::total_cmp);
        let typical = away.get(away.len() / 2).copied().unwrap_or(0.5).max(1e-6);
        let misfit = |(_, outer): (f64, f64)| (typical / outer.ln()).ln().abs();
        let (inner, outer) = RATIOS.into_iter().min_by(|a, b| misfit(*a).total_cmp(&misfit(*b))).unwrap_or((1.25, 2.0));
        let limits = [1.0 / outer, 1.0 / inner, inner, outer].map(|r| round(middle * r, 3));
        Self { limits: limits.to_vec(), colours: DIVERGING.to_vec(), ratio: middle == 1.0, lined: 2 }
    }

    /// Classes by difference from the midpoint, their limits round numbers.
    fn differences(sorted: &[f64], middle: f64) -> Self {
        let mut away: Vec<f64> = sorted.iter().map(|v| (v - middle).abs()).filter(|d| d.is_finite()).collect();
        away.sort_unstable_by(f64::total_cmp);
        let outer = away.get(away.len() * 3 / 4).copied().filter(|d| *d > 0.0).or(away.last().copied()).unwrap_or(0.0);
        let outer = round(outer, 1);
        let limits = [middle - outer, middle - outer / 4.0, middle + outer / 4.0, middle + outer];
        if limits.windows(2).any(|pair| pair[0] >= pair[1]) || limits.iter().any(|l| !l.is_finite()) {
            return Self { limits: Vec::new(), colours: vec![DIVERGING[2]], ratio: false, lined: 0 };
        }
        Self { limits: limits.to_vec(), colours: DIVERGING.to_vec(), ratio: false, lined: 2 }
    }

    /// Classes with equal numbers of values, as far as rounded limits allow; of equal width where most values are the same.
    fn quantiles(sorted: &[f64]) -> Self {
        let between = |wanted: Vec<f64>| {
            let mut limits: Vec<f64> = wanted.into_iter().map(|v| round(v, 3)).collect();
            limits.dedup();
            limits.retain(|limit| sorted.first().is_some_and(|smallest| smallest < limit) && sorted.last().is_some_and(|largest| limit <= largest));
            limits
        };
        let mut limits = between((1..5).filter_map(|k| sorted.get(sorted.len() * k / 5).copied()).collect());
        if let ([first, .., last], true) = (sorted, limits.is_empty()) {
            limits = between((1..5).map(|k| first + (last - first) * f64::from(k) / 5.0).filter(|limit| limit.is_finite()).collect());
        }
        let colours: Vec<_> = match limits.len() {
            0 => vec![SEQUENTIAL[2]],
            n => (0..=n).map(|i| SEQUENTIAL[i * 4 / n]).collect(),
        };
        Self { limits, colours, ratio: false, lined: 0 }
    }
}

/// A number rounded to some significant digits.
fn round(value: f64, digits: usize) -> f64 {
    format!("{:.*e}", digits.max(1) - 1, value).parse().unwrap_or(value)
}

/// Ink that is read on this colour.
pub(super) fn ink_on(colour: &str) -> &'static str {
    if luminance(colour) > 0.45 { INK } else { "#ffffff" }
}

/// How light a colour is in grey, from 0 to 1.
pub(super) fn luminance(colour: &str) -> f64 {
    let part = |at: usize| colour.get(at..at + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).map_or(1.0, |b| f64::from(b) / 255.0);
    0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_around_one_are_symmetric_and_hold_zero() {
        let classes = Classes::of(&[0.0, 0.3, 0.7, 1.0, 1.5, 1.6, 4.0], Scale::Log, Some(1.0));
        assert_eq!(classes.labels(), ["< ½", "½ – 0.8", "0.8 – 1.25", "1.25 – 2", "≥ 2"]);
        assert_eq!([0.0, 0.5, 0.8, 1.25, 2.0, 1e9].map(|v| classes.class(v)), [0, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn ratios_close_to_one_get_finer_classes() {
        let classes = Classes::of(&[0.98, 1.03, 0.96, 1.05, 1.02], Scale::Log, Some(1.0));
        assert_eq!(classes.labels()[4], "≥ 1.05");
    }

    #[test]
    fn quantile_classes_hold_about_as_many_values_each() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i * i)).collect();
        let classes = Classes::of(&values, Scale::Linear, None);
        let counts = classes.counts(&values);
        assert!(counts.len() == 5 && counts.iter().all(|n| (190..=210).contains(n)), "{counts:?}");
    }

    #[test]
    fn ties_and_single_values_give_fewer_classes_and_never_none() {
        for values in [&[][..], &[7.0], &[2.0; 9], &[0.0, 0.0, 0.0, 0.0, 1.0], &[f64::NAN, -1e308, 1e308], &[1e-300, 1e300]] {
            for (scale, midpoint) in [(Scale::Linear, None), (Scale::Linear, Some(0.0)), (Scale::Log, Some(1.0)), (Scale::Log, None)] {
                let classes = Classes::of(values, scale, midpoint);
                assert!(classes.len() >= 1 && classes.labels().len() == classes.len());
                for v in values {
                    assert!(classes.class(*v) < classes.len());
                    assert!(classes.colour(classes.class(*v)).starts_with('#'));
                }
            }
        }
        assert_eq!(Classes::of(&[0.0, 0.0, 0.0, 0.0, 1.0], Scale::Linear, None).labels(), ["< 1", "≥ 1"]);
    }

    #[test]
    fn differences_are_symmetric_around_the_midpoint() {
        let classes = Classes::of(&[-30.0, -10.0, 0.0, 5.0, 40.0], Scale::Linear, Some(0.0));
        assert_eq!(classes.labels(), ["< −30", "−30 – −7.5", "−7.5 – 7.5", "7.5 – 30", "≥ 30"]);
    }

    #[test]
    fn every_palette_differs_in_grey() {
        for palette in [SEQUENTIAL, DIVERGING] {
            let mut grey = palette.map(luminance);
            grey.sort_unstable_by(f64::total_cmp);
            assert!(grey.windows(2).all(|pair| pair[1] - pair[0] > 0.07), "{grey:?}");
        }
        assert_eq!((ink_on(DIVERGING[4]), ink_on(DIVERGING[2])), ("#ffffff", INK));
    }
}
