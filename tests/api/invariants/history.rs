//! Everything that happened, in order, with the state of each aggregate as it then was.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Tables, rows, text};

/// The state of each aggregate before a step, by its identifier.
pub type World<'a> = BTreeMap<&'a str, &'a Value>;

/// One event.
pub struct Step<'a> {
    pub kind: &'a str,
    pub id: &'a str,
    pub action: &'a str,
    pub body: &'a Value,
    /// The state before; none when it began here.
    pub before: Option<&'a Value>,
    pub after: &'a Value,
}

impl Step<'_> {
    /// A list in the state grew.
    pub fn grew(&self, pointer: &str) -> bool {
        let length = |state: &Value| state.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
        length(self.after) > self.before.map_or(0, length)
    }

    /// A value of the state became another.
    pub fn changed(&self, key: &str) -> bool {
        self.before.is_none_or(|before| before[key] != self.after[key])
    }
}

/// Goes through the whole history.
pub fn each_step<'a>(tables: &'a Tables, mut look: impl FnMut(&World<'a>, &Step<'a>)) {
    let mut events: Vec<&Value> = rows(tables, "events").iter().collect();
    events.sort_by_key(|row| (text(&row["recorded_at"]), text(&row["id"])));
    let mut world = World::new();
    for row in events {
        let (id, body) = (text(&row["aggregate_id"]), &row["body"]);
        let after = &body["after"];
        let (kind, action) = (text(&row["aggregate_kind"]), text(&row["action"]));
        let step = Step { kind, id, action, body, before: world.get(id).copied(), after };
        look(&world, &step);
        world.insert(id, after);
    }
}
