use agglom_method::{Indicator, Printed, SeriesKind};

/// A number and the interval it may lie in because the figures behind it were rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What an expression does with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Bounds {
    /// Exactly this number.
    pub(crate) fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// Every number that is printed like this figure of the row; a count is exact.
    pub(crate) fn rounded(row: &Indicator, figure: Printed) -> Self {
        let half = if row.kind == Some(SeriesKind::Count) { 0.0 } else { figure.half_unit() };
        Self { value: figure.value, low: figure.value - half, high: figure.value + half }
    }

    /// The result of an operation, or why there is none.
    ///
    /// Each operation is monotone in each operand (division: away from zero), so the ends of the result lie at ends of the operands.
    pub(crate) fn apply(self, operator: Operator, other: Self) -> Result<Self, &'static str> {
        if operator == Operator::Divide && other.low <= 0.0 && other.high >= 0.0 {
            return Err("zero-divisor");
        }
        let result = |a: f64, b: f64| match operator {
            Operator::Add => a + b,
            Operator::Subtract => a - b,
            Operator::Multiply => a * b,
            Operator::Divide => a / b,
        };
        let corners = [result(self.low, other.low), result(self.low, other.high), result(self.high, other.low), result(self.high, other.high)];
        if corners.iter().any(|corner| !corner.is_finite()) {
            return Err("too-large");
        }
        Ok(Self {
            value: result(self.value, other.value),
            low: corners.iter().copied().fold(f64::INFINITY, f64::min),
            high: corners.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }

    /// True if the two may be one number, up to a tolerance.
    pub(crate) fn meets(self, other: Self, tolerance: f64) -> bool {
        self.low - other.high <= tolerance && other.low - self.high <= tolerance
    }
}

/// The number with so many decimals that is closest; the number itself where its last digit stands before that.
pub(crate) fn round_to(number: f64, decimals: u8) -> f64 {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    let scale = 10f64.powi(i32::from(decimals));
    if number.abs() * scale < WHOLE { (number * scale).round() / scale } else { number }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Operator, round_to};

    fn bounds(low: f64, high: f64) -> Bounds {
        Bounds { value: f64::midpoint(low, high), low, high }
    }

    #[test]
    fn intervals_follow_from_their_ends() {
        // Moore (1966): [1, 2] - [3, 5] = [-4, -1], [-1, 2] * [3, 4] = [-4, 8], [1, 2] / [4, 8] = [1/8, 1/2].
        let of = |operator, a: (f64, f64), b: (f64, f64)| {
            let result = bounds(a.0, a.1).apply(operator, bounds(b.0, b.1)).unwrap();
            (result.low, result.high)
        };
        assert_eq!(of(Operator::Subtract, (1.0, 2.0), (3.0, 5.0)), (-4.0, -1.0));
        assert_eq!(of(Operator::Multiply, (-1.0, 2.0), (3.0, 4.0)), (-4.0, 8.0));
        assert_eq!(of(Operator::Divide, (1.0, 2.0), (4.0, 8.0)), (0.125, 0.5));
    }

    #[test]
    fn rounding_keeps_what_has_no_such_digit() {
        assert_eq!((round_to(46.923, 1), round_to(-2.5, 0), round_to(1e300, 2), round_to(0.1, 255)), (46.9, -3.0, 1e300, 0.1));
    }

    #[test]
    fn what_may_be_zero_divides_nothing() {
        assert_eq!(bounds(1.0, 2.0).apply(Operator::Divide, bounds(-0.5, 0.5)), Err("zero-divisor"));
        assert_eq!(Bounds::exact(1e300).apply(Operator::Multiply, Bounds::exact(1e300)), Err("too-large"));
    }
}
