use statrs::function::beta::ln_beta;

/// Probability that a number of mean 0 that is never above 1 lies at least as far from 0 as `r` does: two tails of the beta distribution
/// on [-l, 1] that has this variance (at most 1) and skewness.
///
/// Without skewness l = 1, and it is the distribution of the cosine of two vectors of normal deviates in 1/`variance` dimensions.
/// Skewness to the right makes large values more frequent, and so it counts for `r` above 0 only; skewness to the left counts as none,
/// and more than such a distribution can have as the most that it can.
pub(crate) fn both_tails(r: f64, variance: f64, skewness: f64) -> f64 {
    // Values this close to a bound are on it but for rounding; with a sum of shapes this small, the bounds have nearly all probability.
    const EDGE: f64 = 1e-12;
    const LEAST: f64 = 1e-9;
    let deviation = variance.sqrt();
    let most = ((1.0 - variance) / deviation).max(0.0);
    let skewness = if r > 0.0 { skewness.clamp(0.0, most) } else { 0.0 };
    let l = deviation * (2.0 - skewness * deviation) / (skewness + 2.0 * deviation);
    let shapes = (l / variance - 1.0).max(LEAST);
    let (towards_one, towards_l) = (shapes * l / (1.0 + l), shapes / (1.0 + l));
    let ln_beta = ln_beta(towards_one, towards_l);
    let tail = |distance: f64, near: f64, far: f64| incomplete_beta(near, far, (distance.max(EDGE) / (1.0 + l)).min(1.0), ln_beta);
    let r = r.abs();
    let upper = tail(1.0 - r, towards_l, towards_one);
    let lower = match l {
        1.0 => upper,
        l if r < l + EDGE => tail(l - r, towards_one, towards_l),
        _ => 0.0,
    };
    (upper + lower).min(1.0)
}

/// The regularised incomplete beta function I_x(a, b), 0 < x <= 1, given ln B(a, b): the continued fraction DLMF 8.17.22 where it converges
/// fast, and 1 - I_(1-x)(b, a) elsewhere. It is wanted for every pair of industries, and to fewer digits than `statrs` gives.
fn incomplete_beta(a: f64, b: f64, x: f64, ln_beta: f64) -> f64 {
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta_below(b, a, 1.0 - x, ln_beta);
    }
    incomplete_beta_below(a, b, x, ln_beta)
}

fn incomplete_beta_below(a: f64, b: f64, x: f64, ln_beta: f64) -> f64 {
    // Terms needed grow with √(a + b); these are enough for a million regions.
    const TERMS: u32 = 1000;
    const CLOSE: f64 = 1e-11;
    // Numerators and denominators of the last two convergents, scaled to a denominator of 1 after every two.
    let (mut before, mut before_denominator, mut last) = (1.0, 0.0, 1.0);
    for m in (0..TERMS).map(f64::from) {
        let end = a + 2.0 * m;
        let odd = -(a + m) * (a + b + m) * x / (end * (end + 1.0));
        let even = (m + 1.0) * (b - m - 1.0) * x / ((end + 1.0) * (end + 2.0));
        let (middle, middle_denominator) = (last + odd * before, 1.0 + odd * before_denominator);
        let scale = 1.0 / (middle_denominator + even);
        let next = (middle + even * last) * scale;
        (before, before_denominator) = (middle * scale, middle_denominator * scale);
        let change = (next - last).abs();
        last = next;
        if change < CLOSE * next.abs() {
            break;
        }
    }
    (a * x.ln() + b * (-x).ln_1p() - ln_beta).exp() / (a * last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy: `beta(a, b, loc=-l, scale=1+l)`, whose a and b follow from mean and variance and whose l a root finder found from the skewness.
    #[test]
    fn tails_agree_with_scipy() {
        for (r, variance, skewness, p) in [
            (0.3, 0.05, 0.0, 0.18641143545848),
            (0.9, 0.2, 0.5, 0.0254790584255137),
            (-0.4, 0.1, 0.8, 0.22286835013352),
            (0.05, 0.005, 3.0, 0.145517013968993),
            (0.2, 0.001, 0.4, 4.14302209544249e-7),
            (0.6, 1.0 / 11.0, 1.2, 0.0633891070196911),
            (0.02, 1e-4, 0.1, 0.0453331181233504),
        ] {
            let found = both_tails(r, variance, skewness);
            assert!((found - p).abs() < 1e-9 * p, "{r} {variance} {skewness}: {found} {p}");
        }
    }

    /// scipy: `betainc`.
    #[test]
    fn the_incomplete_beta_function_agrees_with_scipy() {
        for (a, b, x, value) in [
            (0.5, 0.5, 0.3, 0.36901011956554536),
            (0.02, 3.0, 0.4, 0.9972284954804448),
            (3.0, 0.02, 0.999, 0.10276848767245132),
            (1500.0, 1500.0, 0.499, 0.45638888600351357),
            (1500.0, 1500.0, 0.52, 0.9857952472753424),
            (20000.0, 30000.0, 0.398, 0.18068198290656978),
            (500000.0, 500000.0, 0.4998, 0.34457828932436624),
            (40.0, 2.0, 0.7, 8.276847489181716e-06),
        ] {
            let found = incomplete_beta(a, b, x, ln_beta(a, b));
            assert!((found - value).abs() < 1e-8 * value, "{a} {b} {x}: {found} {value}");
        }
    }

    /// Student's t, 10 degrees of freedom: r = t / √(10 + t²) with t = 2.228138851964939 is exceeded with probability 0.05 on both sides.
    #[test]
    fn without_skewness_it_is_the_test_of_a_correlation() {
        let t = 2.228_138_851_964_939_f64;
        let r = t / (10.0 + t * t).sqrt();
        assert!((both_tails(r, 1.0 / 11.0, 0.0) - 0.05).abs() < 1e-9 && (both_tails(-r, 1.0 / 11.0, -0.5) - 0.05).abs() < 1e-9);
    }

    /// Two values only, 1 with probability 1/201 and -1/200: variance 1/200, the most skewed there is.
    #[test]
    fn two_values_keep_their_probabilities() {
        for skewness in [199.0 / 200.0 * 200.0_f64.sqrt(), 1e9] {
            assert!((both_tails(1.0, 0.005, skewness) - 1.0 / 201.0).abs() < 1e-6);
            assert!((both_tails(0.004, 0.005, skewness) - 1.0).abs() < 1e-6);
        }
        assert!((both_tails(1.0, 1.0, 0.0) - 1.0).abs() < 1e-6 && (both_tails(-1.0, 1.0, 3.0) - 1.0).abs() < 1e-6);
    }
}
