//! What people read: labels, refusals and cures in Vietnamese and English, from `config/text`. The code knows codes only.

use std::collections::BTreeMap;

use super::law::LawError;
use crate::text_enum;

text_enum! {
    /// A language of the texts.
    pub enum Lang {
        /// Tiếng Việt.
        Vi = "vi",
        /// English.
        En = "en",
    }
}

/// One code's texts: `vi` and `en`, and parts of them such as `cure_vi`, `detail_en`.
type Entry = BTreeMap<String, String>;

/// Every text, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    entries: BTreeMap<String, Entry>,
}

impl Texts {
    /// Adds one file.
    ///
    /// # Errors
    /// [`LawError`] for a text that is not of the format, or a code that another file already has.
    pub fn add(&mut self, source: &str, text: &str) -> Result<(), LawError> {
        let wrong = |key: Option<String>, problem: String| LawError { file: source.to_owned(), key, problem };
        let entries: BTreeMap<String, Entry> =
            toml::from_str(text).map_err(|error| wrong(None, error.to_string()))?;
        for (code, entry) in entries {
            if !entry.contains_key("vi") {
                return Err(wrong(Some(code), "the Vietnamese text is missing".to_owned()));
            }
            if self.entries.contains_key(&code) {
                return Err(wrong(Some(code), "the code has a text in another file".to_owned()));
            }
            self.entries.insert(code, entry);
        }
        Ok(())
    }

    /// Whether a code has a text.
    pub fn has(&self, code: &str) -> bool {
        self.entries.contains_key(code)
    }

    /// Every code, sorted.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The codes of refusals: those whose text also says what would cure them.
    pub fn refusals(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|(_, entry)| entry.contains_key("cure_vi")).map(|(code, _)| code.as_str())
    }

    /// The text of a code as it stands; English falls back to Vietnamese, an unknown code to itself.
    pub fn label<'a>(&'a self, code: &'a str, lang: Lang) -> &'a str {
        let Some(entry) = self.entries.get(code) else { return code };
        entry.get(lang.as_str()).or_else(|| entry.get("vi")).map_or(code, String::as_str)
    }

    /// A parameter as a reader sees it: states, documents, grounds and items by their names, days as they are written here.
    pub fn value(&self, lifecycle: &str, name: &str, value: &str, lang: Lang) -> String {
        match name {
            "state" => self.named(&[&format!("state.{lifecycle}")], value, lang),
            "doc" => self.named(&["document", "ground"], value, lang),
            "list" | "reason" => {
                let items = value.split(", ").map(|item| self.named(&["item", "ground"], item, lang));
                items.collect::<Vec<_>>().join(", ")
            }
            _ if value == "-" => self.named(&["item"], "not_known", lang),
            _ => match value.parse::<chrono::NaiveDate>() {
                Ok(day) => day.format("%d/%m/%Y").to_string(),
                Err(_) => value.to_owned(),
            },
        }
    }

    fn named(&self, groups: &[&str], code: &str, lang: Lang) -> String {
        let keys = groups.iter().map(|group| format!("{group}.{code}"));
        let known = keys.into_iter().find(|key| self.has(key));
        known.map_or_else(|| code.to_owned(), |key| self.label(&key, lang).to_owned())
    }

    /// The text of a code with `{name}` replaced by the parameter of that name.
    pub fn render(&self, code: &str, lang: Lang, params: &[(&str, String)]) -> String {
        fill(self.label(code, lang), params)
    }

    /// What would cure a refusal; empty when nothing is written.
    pub fn cure(&self, code: &str, lang: Lang, params: &[(&str, String)]) -> String {
        self.part(code, "cure", lang, params).unwrap_or_default()
    }

    /// A named part of a code's text (`cure`, `detail`), filled; `None` when nothing is written.
    pub fn part(&self, code: &str, part: &str, lang: Lang, params: &[(&str, String)]) -> Option<String> {
        let entry = self.entries.get(code)?;
        let in_lang = |lang: Lang| entry.get(&format!("{part}_{lang}"));
        in_lang(lang).or_else(|| in_lang(Lang::Vi)).map(|template| fill(template, params))
    }
}

/// Replaces `{name}` once, from left to right, so that a value is never read as a template. A parameter named `*` stands for
/// every name that has none of its own; without it unknown names stay as they are.
fn fill(template: &str, params: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let named = after.split_once('}');
        let found = named.and_then(|(name, tail)| {
            let own = params.iter().find(|(key, _)| *key == name);
            own.or_else(|| params.iter().find(|(key, _)| *key == "*")).map(|(_, value)| (value, tail))
        });
        match found {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
