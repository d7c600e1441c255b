use crate::registry::METHODS;
use agglom_data::{ROLES, Source};
use agglom_method::Registered;
use schemars::Schema;
use serde_json::{Value, json};

/// The JSON schema of a study file: what an editor needs to complete and check one.
pub fn schema() -> Value {
    let mut source = plain(agglom_method::schema_of::<Source>());
    let roles: serde_json::Map<String, Value> =
        ROLES.iter().map(|r| (r.name.to_owned(), json!({ "type": "string", "description": r.about }))).collect();
    source["properties"]["columns"] = json!({ "type": "object", "properties": roles, "additionalProperties": false });
    let analyses: Vec<Value> = METHODS.iter().map(analysis).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "agglom study",
        "type": "object",
        "additionalProperties": false,
        "required": ["analysis"],
        "properties": {
            "title": { "type": "string", "description": "title of the report" },
            "seed": { "type": "integer", "minimum": 0, "default": 0, "description": "seed of all random draws" },
            "language": { "enum": ["en", "zh"], "default": "en", "description": "language of the report" },
            "sources": { "type": "object", "additionalProperties": source },
            "analysis": { "type": "array", "minItems": 1, "items": { "oneOf": analyses } },
        },
    })
}

fn analysis(method: &Registered) -> Value {
    let settings = plain((method.schema)());
    let slots: serde_json::Map<String, Value> =
        method.slots.iter().map(|s| (s.name.to_owned(), json!({ "type": "string", "description": s.about }))).collect();
    json!({
        "type": "object",
        "title": method.key,
        "description": method.summary(),
        "additionalProperties": false,
        "required": ["method"],
        "properties": {
            "name": { "type": "string", "description": "names the folder of the results; default: the method" },
            "method": { "const": method.key },
            "source": { "type": "string", "description": "a source, or `analysis.table`" },
            "inputs": { "type": "object", "properties": slots, "additionalProperties": false },
            "by": { "type": "array", "items": { "type": "string" }, "description": "columns: one finding per value" },
            "settings": settings,
        },
    })
}

/// A schema as a part of another.
fn plain(schema: Schema) -> Value {
    let mut schema = schema.to_value();
    if let Some(object) = schema.as_object_mut() {
        object.remove("$schema");
    }
    schema
}
