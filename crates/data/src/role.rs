//! Roles: what a column means to a shape.

use crate::Source;
use agglom_method::ShapeKind;

/// A role of a shape: how columns are called in `columns = { role = "column" }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: &'static str,
    /// What its values are.
    pub kind: RoleKind,
    /// One line for help texts.
    pub about: &'static str,
}

/// What the values of a role are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Text, leading zeros and all.
    Code,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
}

const fn code(name: &'static str, about: &'static str) -> Role {
    Role { name, kind: RoleKind::Code, about }
}

const fn measure(name: &'static str, about: &'static str) -> Role {
    Role { name, kind: RoleKind::Number, about }
}

const fn flag(name: &'static str, about: &'static str) -> Role {
    Role { name, kind: RoleKind::Flag, about }
}

/// Every role of every shape.
pub const ROLES: &[Role] = &[
    code("region", "code of the region"),
    code("region_name", "name of the region"),
    code("place", "code of the place that an industry enters or leaves; `region` does as well"),
    code("industry", "code of the industry"),
    code("industry_name", "name of the industry"),
    code("period", "year, quarter or month"),
    measure("value", "what is counted: jobs, output, a figure"),
    measure("establishments", "number of establishments behind a value"),
    flag("suppressed", "true where the source withholds the value"),
    code("id", "identifier of an establishment, place or player"),
    measure("lon", "longitude in degrees, WGS 84"),
    measure("lat", "latitude in degrees, WGS 84"),
    measure("x", "easting in metres, see `crs`"),
    measure("y", "northing in metres, see `crs`"),
    measure("size", "size of an establishment"),
    code("owner", "owner of an establishment"),
    flag("external", "true where an establishment is headquartered elsewhere; empty: not known"),
    flag("state", "true where an establishment is a state body; empty: not known"),
    code("start", "first period of presence"),
    code("end", "last period of presence"),
    code("entity", "whom a figure describes"),
    code("indicator", "what a figure measures"),
    code("unit", "unit of a figure"),
    measure("previous", "the figure of the period before or of last year"),
    measure("growth_printed", "the growth in percent that is printed beside a figure"),
    code("kind", "stock, flow, cumulative, ratio or count"),
    code("direction", "up if more is better, down if less is"),
    code("from", "where a flow comes from"),
    code("to", "where a flow goes"),
    measure("capacity", "what a place can hold of an industry: land, floor area, labour force"),
    code("name", "name of a place or player"),
    measure("area", "area of a place in km²"),
    measure("population", "inhabitants of a place"),
    code("group", "the larger place that a place belongs to"),
    measure("budget", "what a player can spend"),
    measure("tangible_share", "weight of tangible assets for a player, between 0 and 1"),
    measure("brand_share", "weight of the shared brand for a player, between 0 and 1"),
    measure("other_share", "weight of everything else for a player, between 0 and 1"),
    measure("subsistence", "private spending that a player cannot do without"),
    measure("brand_spending", "what a player spent on the shared brand"),
    measure("tangible_spending", "what a player spent on tangible assets"),
];

/// The role of that name.
pub fn role(name: &str) -> Option<&'static Role> {
    ROLES.iter().find(|r| r.name == name)
}

/// Why a source cannot be read as a shape: the roles it lacks, in words; `None` if it can.
pub fn lacks(source: &Source, shape: ShapeKind) -> Option<String> {
    let has = |role: &str| source.column(role).is_some();
    let located = (has("lon") && has("lat") || has("x") && has("y")) && source.regions.is_some();
    let mut missing: Vec<&str> = Vec::new();
    let mut need = |ok: bool, what: &'static str| {
        if !ok {
            missing.push(what);
        }
    };
    match shape {
        ShapeKind::Counts => {
            need(has("region") || located, "`region` (or `lon` and `lat` with `regions`)");
            need(has("industry"), "`industry`");
            need(has("value") || has("id"), "`value` (or `id`, for a register)");
        }
        ShapeKind::Register => {
            need(has("id"), "`id`");
            need(has("industry"), "`industry`");
        }
        ShapeKind::Indicators => {
            need(has("indicator"), "`indicator`");
            need(has("value"), "`value`");
        }
        ShapeKind::Places => need(has("id"), "`id`"),
        ShapeKind::Flows => {
            need(has("from"), "`from`");
            need(has("to"), "`to`");
            need(has("value"), "`value`");
        }
        ShapeKind::Panel => {
            need(has("place") || has("region") || located, "`place` (or `region`)");
            need(has("industry"), "`industry`");
            need(has("period"), "`period`");
        }
        ShapeKind::Players => {
            need(has("id"), "`id`");
            need(has("budget"), "`budget`");
        }
    }
    (!missing.is_empty()).then(|| missing.join(", "))
}
