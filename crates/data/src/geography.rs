//! From degrees to metres and back.

use agglom_method::Polygon;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// A map projection in metres, with its definition.
#[derive(Clone)]
pub struct Projection {
    proj: Proj,
    degrees: Proj,
    definition: String,
}

impl Projection {
    /// A projected coordinate system by its EPSG code, as in `EPSG:3067`.
    pub fn declared(name: &str) -> Result<Self, String> {
        let code = name.trim().to_ascii_uppercase().strip_prefix("EPSG:").and_then(|c| c.trim().parse::<u16>().ok());
        let code = code.ok_or_else(|| format!("crs = \"{name}\" is not an EPSG code such as \"EPSG:3067\""))?;
        let proj =
            Proj::from_epsg_code(code).map_err(|e| format!("crs = \"{name}\" is not supported ({e}); convert the coordinates to lon and lat"))?;
        if proj.is_latlong() {
            return Err(format!("crs = \"{name}\" is in degrees; map the columns to lon and lat instead of x and y"));
        }
        Ok(Self { proj, degrees: world(), definition: format!("EPSG:{code}") })
    }

    /// A local equal-area projection (Lambert azimuthal, WGS 84) around the middle of a box of longitudes and latitudes.
    pub fn local(west: f64, south: f64, east: f64, north: f64) -> Self {
        let middle = |a: f64, b: f64| ((a + b) * 5.0).round() / 10.0;
        let definition = format!("+proj=laea +lat_0={} +lon_0={} +datum=WGS84 +units=m", middle(south, north), middle(west, east));
        let proj = Proj::from_proj_string(&definition).expect("a Lambert azimuthal projection is defined for every centre on Earth");
        Self { proj, degrees: world(), definition }
    }

    /// How the projection is defined.
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// Degrees to metres.
    pub fn metres(&self, lon: f64, lat: f64) -> Option<[f64; 2]> {
        let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
        transform(&self.degrees, &self.proj, &mut point).ok()?;
        (point.0.is_finite() && point.1.is_finite()).then_some([point.0, point.1])
    }

    /// Metres to degrees.
    pub fn degrees(&self, x: f64, y: f64) -> Option<[f64; 2]> {
        let mut point = (x, y, 0.0);
        transform(&self.proj, &self.degrees, &mut point).ok()?;
        let (lon, lat) = (point.0.to_degrees(), point.1.to_degrees());
        (lon.is_finite() && lat.is_finite()).then_some([lon, lat])
    }

    /// The square from (x, y) to (x + side, y + side) as a polygon in degrees.
    pub fn square(&self, x: f64, y: f64, side: f64) -> Option<Polygon> {
        let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
        Some(Polygon { rings: vec![corners.iter().map(|&(x, y)| self.degrees(x, y)).collect::<Option<_>>()?] })
    }
}

impl std::fmt::Debug for Projection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.definition)
    }
}

fn world() -> Proj {
    Proj::from_proj_string("+proj=longlat +datum=WGS84").expect("WGS 84 is a known datum")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_proj() {
        // PROJ 9.5.1 (pyproj): EPSG:4326 -> EPSG:3067 for Helsinki railway station, and EPSG:32650 for Beijing.
        for (crs, lon, lat, x, y) in [
            ("EPSG:3067", 24.9414, 60.1719, 385_784.680_044_282_8, 6_672_335.855_696_435),
            ("EPSG:32650", 116.3913, 39.9075, 447_971.334_535_622_27, 4_417_668.015_520_256),
        ] {
            let projection = Projection::declared(crs).unwrap();
            let [east, north] = projection.metres(lon, lat).unwrap();
            assert!((east - x).abs() < 1e-3 && (north - y).abs() < 1e-3, "{crs}: {east} {north}");
            let [back_lon, back_lat] = projection.degrees(east, north).unwrap();
            assert!((back_lon - lon).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9);
        }
    }

    #[test]
    fn a_local_projection_keeps_areas() {
        let projection = Projection::local(24.0, 60.0, 26.0, 61.0);
        let corner = |lon: f64, lat: f64| projection.metres(lon, lat).unwrap();
        let (a, b, c, d) = (corner(25.0, 60.495), corner(25.1, 60.495), corner(25.1, 60.505), corner(25.0, 60.505));
        let shoelace = |p: [f64; 2], q: [f64; 2]| p[0] * q[1] - q[0] * p[1];
        let area = 0.5 * (shoelace(a, b) + shoelace(b, c) + shoelace(c, d) + shoelace(d, a));
        // pyproj 3 (PROJ 9.5.1), Geod("WGS84"): the area of that quadrangle is 6,123,222.8 m².
        assert!((area / 6_123_222.8 - 1.0).abs() < 1e-6, "{area}");
    }

    #[test]
    fn degrees_and_unknown_systems_are_refused() {
        for crs in ["EPSG:4326", "EPSG:1", "utm", "EPSG:999999", ""] {
            assert!(Projection::declared(crs).is_err(), "{crs}");
        }
    }
}
