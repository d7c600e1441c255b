//! Where a curve is outside the band that chance allows the whole of it.

/// A point of a curve; one without a value interrupts it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: Option<f64>,
    pub(super) band: Option<(f64, f64)>,
    pub(super) outer: Option<(f64, f64)>,
}

/// On which side of a band a curve is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// A stretch of a curve on one side of the band, in pixels.
#[derive(Debug, PartialEq)]
pub(super) struct Excess {
    pub(super) side: Side,
    /// The curve, from where it leaves the band to where it comes back.
    pub(super) curve: Vec<(f64, f64)>,
    /// The band's edge along it.
    pub(super) edge: Vec<(f64, f64)>,
    /// The points of the curve that are outside.
    pub(super) marked: Vec<(f64, f64)>,
    /// The first and the last number along that is outside.
    pub(super) range: (f64, f64),
}

impl Point {
    /// On which side of the outer band the point is, if it is outside.
    pub(super) fn side(&self) -> Option<Side> {
        let (y, (low, high)) = (self.y?, self.outer?);
        if y > high { Some(Side::Above) } else { (y < low).then_some(Side::Below) }
    }

    /// How far outside the outer band the point is, in widths of the band; 0 inside.
    pub(super) fn excess(&self) -> Option<f64> {
        let (y, (low, high)) = (self.y?, self.outer?);
        let away = (y - high).max(low - y).max(0.0);
        // A band without width is left by any distance at all: then the distance itself counts.
        Some(if high > low { (away / (high - low)).min(f64::MAX) } else { away })
    }

    /// The same point in other units.
    pub(super) fn divide(&mut self, x: f64, y: f64) {
        self.x /= x;
        self.y = self.y.map(|v| v / y);
        self.band = self.band.map(|(low, high)| (low / y, high / y));
        self.outer = self.outer.map(|(low, high)| (low / y, high / y));
    }

    fn edge(&self, side: Side) -> Option<f64> {
        self.outer.map(|(low, high)| if side == Side::Above { high } else { low })
    }
}

/// The stretches outside the band of a run of points that all have values.
pub(super) fn excesses(run: &[Point], pixel: &dyn Fn(f64, f64) -> (f64, f64)) -> Vec<Excess> {
    let mut found: Vec<Excess> = Vec::new();
    for (i, point) in run.iter().enumerate() {
        let (Some(y), Some(side)) = (point.y, point.side()) else { continue };
        let Some(edge) = point.edge(side) else { continue };
        let before = if i == 0 { None } else { Some(&run[i - 1]) };
        let goes_on = before.is_some_and(|b| b.side() == Some(side));
        if !goes_on {
            let entry: Vec<(f64, f64)> = before.and_then(|b| crossing(b, point, side, pixel)).into_iter().collect();
            found.push(Excess { side, curve: entry.clone(), edge: entry, marked: Vec::new(), range: (point.x, point.x) });
        }
        let Some(open) = found.last_mut() else { continue };
        open.curve.push(pixel(point.x, y));
        open.edge.push(pixel(point.x, edge));
        open.marked.push(pixel(point.x, y));
        open.range.1 = point.x;
        if let Some(exit) = run.get(i + 1).filter(|next| next.side() != Some(side)).and_then(|next| crossing(next, point, side, pixel)) {
            open.curve.push(exit);
            open.edge.push(exit);
        }
    }
    found
}

/// Where the curve crosses the edge of the band between a point inside and a point outside.
fn crossing(inside: &Point, outside: &Point, side: Side, pixel: &dyn Fn(f64, f64) -> (f64, f64)) -> Option<(f64, f64)> {
    let at = |p: &Point| Some((pixel(p.x, p.y?), pixel(p.x, p.edge(side)?).1));
    let (((x0, y0), edge0), ((x1, y1), edge1)) = (at(inside)?, at(outside)?);
    let (from, to) = (y0 - edge0, y1 - edge1);
    let share = if from == to { 0.0 } else { (from / (from - to)).clamp(0.0, 1.0) };
    Some((x0 + share * (x1 - x0), y0 + share * (y1 - y0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(ys: &[Option<f64>]) -> Vec<Point> {
        ys.iter().zip(0..).map(|(y, x)| Point { x: f64::from(x), y: *y, band: None, outer: Some((-1.0, 1.0)) }).collect()
    }

    fn found(ys: &[f64]) -> Vec<Excess> {
        excesses(&curve(&ys.iter().copied().map(Some).collect::<Vec<_>>()), &|x, y| (x, -y))
    }

    #[test]
    fn an_excess_begins_and_ends_where_the_curve_crosses_the_band() {
        let [up, down] = &found(&[0.0, 2.0, 2.0, 0.0, -3.0])[..] else { panic!() };
        assert_eq!((up.side, up.range, &up.marked[..]), (Side::Above, (1.0, 2.0), &[(1.0, -2.0), (2.0, -2.0)][..]));
        assert_eq!(up.curve, [(0.5, -1.0), (1.0, -2.0), (2.0, -2.0), (2.5, -1.0)]);
        assert_eq!(up.edge, [(0.5, -1.0), (1.0, -1.0), (2.0, -1.0), (2.5, -1.0)]);
        assert_eq!(down.side, Side::Below);
        assert!((down.curve[0].0 - (3.0 + 1.0 / 3.0)).abs() < 1e-12 && (down.curve[0].1 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_curve_that_jumps_over_the_band_leaves_it_twice() {
        let jump = found(&[2.0, -2.0]);
        assert_eq!(jump.iter().map(|e| e.side).collect::<Vec<_>>(), [Side::Above, Side::Below]);
        assert_eq!(jump[0].curve, [(0.0, -2.0), (0.25, -1.0)]);
        assert_eq!(jump[1].curve, [(0.75, 1.0), (1.0, 2.0)]);
    }

    #[test]
    fn a_curve_on_the_edge_of_the_band_is_inside() {
        assert_eq!(found(&[1.0, -1.0, 0.0]), []);
        assert_eq!(curve(&[Some(3.0)])[0].excess(), Some(1.0));
        assert_eq!(Point { outer: Some((1.0, 1.0)), ..curve(&[Some(4.0)])[0] }.excess(), Some(3.0));
    }
}
