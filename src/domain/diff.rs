//! What differs between two states of one thing, member by member, each place named by a JSON pointer (RFC 6901). It knows nothing of
//! what the members mean.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::text_enum;

text_enum! {
    /// How a member differs.
    pub enum Difference {
        /// It is only in the second state.
        Added = "added",
        /// It is only in the first state.
        Removed = "removed",
        /// It is another value.
        Changed = "changed",
    }
}

/// One member that differs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MemberChange {
    /// The place, as a JSON pointer.
    #[schema(example = "/case/stage")]
    pub pointer: String,
    /// How it differs.
    pub what: Difference,
    /// The value in the first state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub from: Option<Value>,
    /// The value in the second state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub to: Option<Value>,
}

/// The members that differ, in the order of their places, at most so many; and whether there are more.
pub fn differences(
    at: &str,
    from: Option<&Value>,
    to: Option<&Value>,
    most: usize,
) -> (Vec<MemberChange>, bool) {
    let mut found = Vec::new();
    compare(at.to_owned(), from, to, most.saturating_add(1), &mut found);
    let more = found.len() > most;
    found.truncate(most);
    (found, more)
}

fn compare(
    pointer: String,
    from: Option<&Value>,
    to: Option<&Value>,
    most: usize,
    found: &mut Vec<MemberChange>,
) {
    if found.len() >= most {
        return;
    }
    let what = match (from, to) {
        (None, None) => return,
        (Some(from), Some(to)) if from == to => return,
        (Some(Value::Object(from)), Some(Value::Object(to))) => {
            let names: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
            for name in names {
                let place = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                compare(place, from.get(name), to.get(name), most, found);
            }
            return;
        }
        (Some(Value::Array(from)), Some(Value::Array(to))) => {
            for place in 0..from.len().max(to.len()) {
                compare(format!("{pointer}/{place}"), from.get(place), to.get(place), most, found);
            }
            return;
        }
        (Some(_), Some(_)) => Difference::Changed,
        (None, Some(_)) => Difference::Added,
        (Some(_), None) => Difference::Removed,
    };
    found.push(MemberChange { pointer, what, from: from.cloned(), to: to.cloned() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(from: &Value, to: &Value) -> Vec<(String, Difference)> {
        let (found, more) = differences("", Some(from), Some(to), 100);
        assert!(!more);
        found.into_iter().map(|one| (one.pointer, one.what)).collect()
    }

    #[test]
    fn each_member_is_named_once() {
        let from = json!({"a": 1, "b": [1, 2], "c": {"d": null}, "e/f": 1});
        let to = json!({"a": 2, "b": [1], "c": {"d": null, "g": "x"}, "e/f": 2});
        let expected = [
            ("/a", Difference::Changed),
            ("/b/1", Difference::Removed),
            ("/c/g", Difference::Added),
            ("/e~1f", Difference::Changed),
        ];
        assert_eq!(told(&from, &to), expected.map(|(place, what)| (place.to_owned(), what)));
        assert!(told(&to, &to).is_empty());
    }

    #[test]
    fn a_thing_that_was_not_there_is_one_addition() {
        let (found, _) = differences("/x", None, Some(&json!({"a": 1})), 10);
        assert_eq!((found.len(), found[0].what, found[0].pointer.as_str()), (1, Difference::Added, "/x"));
        assert_eq!(differences("", None, None, 10), (vec![], false));
    }

    #[test]
    fn the_list_is_bounded_and_says_so() {
        let many = |value: i32| Value::from((0..20).map(|_| value).collect::<Vec<_>>());
        let (found, more) = differences("", Some(&many(1)), Some(&many(2)), 5);
        assert_eq!((found.len(), more), (5, true));
        let (found, more) = differences("", Some(&many(1)), Some(&many(2)), 20);
        assert_eq!((found.len(), more), (20, false));
    }

    proptest::proptest! {
        /// Putting the told values in their places leads from the first state to the second.
        #[test]
        fn the_changes_lead_from_one_state_to_the_other(a in object(), b in object()) {
            let (found, _) = differences("", Some(&a), Some(&b), 10_000);
            let mut state = a.clone();
            for one in found {
                let (parent, name) = one.pointer.rsplit_once('/').unwrap();
                let members = state.pointer_mut(parent).unwrap().as_object_mut().unwrap();
                match one.what {
                    Difference::Removed => { members.remove(name); }
                    _ => { members.insert(name.to_owned(), one.to.unwrap()); }
                }
            }
            proptest::prop_assert_eq!(state, b);
        }
    }

    fn object() -> impl proptest::strategy::Strategy<Value = Value> {
        use proptest::prelude::*;
        let leaf =
            prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), (0..3).prop_map(Value::from)];
        let inner = leaf.prop_recursive(3, 24, 4, |inner| {
            proptest::collection::btree_map("[abc]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect()))
        });
        proptest::collection::btree_map("[abc]", inner, 0..4)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    }
}
