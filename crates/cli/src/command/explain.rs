use super::wrong;
use agglom_data::{ROLES, RoleKind};
use agglom_method::{Family, Registered, nearest};
use agglom_study::{METHODS, method};
use serde_json::Value;
use std::fmt::Write;
use std::process::ExitCode;

const TOPICS: [(&str, &str); 3] =
    [("study", include_str!("../help/study.txt")), ("source", include_str!("../help/source.txt")), ("results", include_str!("../help/results.txt"))];

/// Lists the methods.
pub(crate) fn methods(family: Option<&str>) -> ExitCode {
    let families: Vec<Family> = Family::ALL.into_iter().filter(|f| family.is_none_or(|wanted| f.name() == wanted)).collect();
    if families.is_empty() {
        let names: Vec<&str> = Family::ALL.iter().map(|f| f.name()).collect();
        return wrong(&format!("there is no family `{}`; there are {}", family.unwrap_or_default(), names.join(", ")));
    }
    for family in families {
        let methods: Vec<&Registered> = METHODS.iter().filter(|m| m.family == family).collect();
        if !methods.is_empty() {
            println!("{}", family.name());
        }
        for method in methods {
            println!("  {:<20} {}", method.key, method.summary());
        }
    }
    ExitCode::SUCCESS
}

/// Explains a method or a topic.
pub(crate) fn explain(topic: Option<&str>) -> ExitCode {
    let Some(topic) = topic else {
        println!("{}", TOPICS[0].1);
        return methods(None);
    };
    if let Some(method) = method(topic) {
        println!("{}", page(method));
        return ExitCode::SUCCESS;
    }
    if topic == "roles" {
        println!("{}", roles());
        return ExitCode::SUCCESS;
    }
    if let Some((_, text)) = TOPICS.iter().find(|t| t.0 == topic) {
        println!("{text}");
        return ExitCode::SUCCESS;
    }
    let names = || METHODS.iter().map(|m| m.key).chain(TOPICS.iter().map(|t| t.0)).chain(["roles"]);
    let hint = nearest(topic, names()).map(|n| format!("; nearest is `{n}`")).unwrap_or_default();
    wrong(&format!("there is nothing to explain by the name `{topic}`{hint}; there are {}", names().collect::<Vec<_>>().join(", ")))
}

fn roles() -> String {
    let mut text = String::from("Roles: what a column means. In a source: columns = { role = \"column\", ... }\n\n");
    for role in ROLES {
        let kind = match role.kind {
            RoleKind::Code => "text",
            RoleKind::Number => "number",
            RoleKind::Flag => "yes/no",
        };
        let _ = writeln!(text, "  {:<16} {:<8} {}", role.name, kind, role.about);
    }
    text.push_str(
        "\nShapes and the roles they need (in brackets: may be left out)\n\
         \x20 counts      region (or lon, lat and `regions`), industry, value [period, establishments, suppressed, region_name, industry_name]\n\
         \x20 register    id, industry [region, or lon and lat, or x and y with `crs`; size, owner, external, state, start, end]\n\
         \x20 indicators  indicator, value [entity, period, unit, previous, growth_printed, kind, direction]\n\
         \x20 places      id [name, lon and lat, or x and y with `crs`; area, population, group]\n\
         \x20 flows       from, to, value\n\
         A source with `id`, `industry` and a region can also be read as counts: sizes (or establishments) are added up.",
    );
    text
}

/// The page of a method: what it is, what it reads, its settings, what it makes.
fn page(method: &Registered) -> String {
    let mut text = format!("{}  ({})\n\n{}\n", method.key, method.family.name(), documentation(&method.documentation()));
    text.push_str("\nINPUTS\n");
    for slot in method.slots {
        let shapes: Vec<&str> = slot.accepts.iter().map(|s| s.name()).collect();
        let optional = if slot.required { "" } else { ", may be left out" };
        let _ = writeln!(text, "  {:<14} {} ({}{optional})", slot.name, slot.about, shapes.join(" or "));
    }
    text.push_str("\nSETTINGS\n");
    let schema = (method.schema)();
    let settings = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    if settings.is_empty() {
        text.push_str("  none\n");
    }
    for (name, setting) in &settings {
        let about = setting["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(text, "  {name:<14} {about}\n{:17}{}", "", kind(setting));
    }
    text.push_str("\nTABLES\n");
    for table in method.tables {
        let _ = writeln!(text, "  {:<18} {}", table.name, table.columns().collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(text, "\nIN A STUDY\n  [[analysis]]\n  method = \"{}\"\n  source = \"NAME\"", method.key);
    text
}

/// A doc comment for a terminal: headings in capitals, code fences without their marks, examples in Rust left out.
fn documentation(text: &str) -> String {
    let mut lines = Vec::new();
    let (mut fenced, mut hidden) = (false, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            hidden = !fenced && line.trim() == "```";
            fenced = !fenced;
        } else if !(fenced && hidden) {
            let heading = line.strip_prefix("# ").filter(|_| !fenced);
            lines.push(heading.map_or_else(|| if fenced { format!("    {line}") } else { line.to_owned() }, str::to_uppercase));
        }
    }
    lines.join("\n")
}

/// Type, choices and default of a setting.
fn kind(setting: &Value) -> String {
    let choices = |list: &Value| list.as_array().map(|l| l.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>());
    let constants = setting["oneOf"].as_array().map(|l| {
        l.iter().flat_map(|o| o["const"].as_str().map(|c| vec![c.to_owned()]).or_else(|| choices(&o["enum"])).unwrap_or_default()).collect::<Vec<_>>()
    });
    let kind = match choices(&setting["enum"]).or(constants) {
        Some(names) if !names.is_empty() => names.join(" | "),
        _ => match &setting["type"] {
            Value::String(name) => name.clone(),
            Value::Array(names) => names.iter().filter_map(Value::as_str).filter(|n| *n != "null").collect::<Vec<_>>().join(" or "),
            _ => "table".to_owned(),
        },
    };
    match &setting["default"] {
        Value::Null => kind,
        default => format!("{kind}, default {default}"),
    }
}
