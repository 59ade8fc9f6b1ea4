//! Settings: the built-in `config/default.toml`, under an optional file, under `THADS__…` environment variables.
//! It only reads and checks them; what they mean is known where they are used.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use config::{Config, ConfigError, Environment, File, FileFormat};
use serde::{Deserialize, Deserializer};
use thads_verify::note::SecretKey;

/// The defaults, with a comment for each.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

/// The shortest secret for HS256: as long as its digest (RFC 7518, 3.2).
const SECRET_BYTES: usize = 32;

/// All settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The listener.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Sign-in.
    pub auth: Auth,
    /// Browsers of other origins.
    pub cors: Cors,
    /// The loop that lets time pass.
    pub jobs: Jobs,
    /// The signed log over the history.
    pub history: History,
    /// The law's data.
    pub law: LawData,
}

/// The listener.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Host and port.
    pub address: String,
    /// Worker threads, 0 for one per core.
    pub workers: usize,
    /// Largest body in bytes.
    pub body_limit: usize,
    /// Seconds that a stopping server waits.
    pub shutdown_seconds: u64,
}

/// The database.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:…` or `postgres://…`
    pub url: String,
    /// Connections, 0 for the engine's default.
    pub pool_size: u32,
    /// Whether `serve` migrates.
    pub migrate_on_start: MigrateOnStart,
}

/// Whether `serve` brings the tables up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MigrateOnStart {
    /// For SQLite yes, for PostgreSQL no.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Sign-in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The signing secret.
    pub jwt_secret: Secret,
    /// A file that holds it.
    pub jwt_secret_file: PathBuf,
    /// Minutes of an access token.
    pub access_minutes: u32,
    /// Hours of a sign-in.
    pub refresh_hours: u32,
    /// Attempts at once.
    pub sign_in_burst: u32,
    /// Attempts a minute.
    pub sign_in_per_minute: u32,
}

/// Browsers of other origins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cors {
    /// Allowed origins; none when empty.
    #[serde(deserialize_with = "list")]
    pub origins: Vec<String>,
}

/// The loop that lets time pass.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// Seconds between two looks, 0 for off.
    pub interval_seconds: u64,
}

/// The signed log over the history.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The log's name.
    pub origin: String,
    /// The keys that sign.
    pub keys: Secret,
    /// A file that holds them.
    pub keys_file: PathBuf,
    /// Minutes between two checkpoints.
    pub checkpoint_minutes: u32,
}

/// The law's data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawData {
    /// A directory in place of the built-in data.
    pub directory: PathBuf,
    /// Days that the calendar must cover from today.
    pub calendar_days_ahead: u32,
}

/// A text that no log shows.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(secret)" })
    }
}

impl std::fmt::Debug for Database {
    /// Leaves the address out: it carries a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("pool_size", &self.pool_size).finish_non_exhaustive()
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not readable, or a wrong name or type.
    #[error("settings: {0}")]
    Read(#[from] ConfigError),
    /// A key that is none.
    #[error(
        "history.keys: line {0} is not `name:seed` with 32 bytes in base64; make one with `thads history-key`"
    )]
    HistoryKey(usize),
    /// The file with the keys cannot be read.
    #[error("history.keys_file: {0}")]
    HistoryFile(std::io::Error),
    /// The file with the secret cannot be read.
    #[error("auth.jwt_secret_file: {0}")]
    SecretFile(std::io::Error),
    /// No secret.
    #[error("no secret to sign tokens with: set THADS__AUTH__JWT_SECRET or THADS__AUTH__JWT_SECRET_FILE")]
    NoSecret,
    /// A short secret.
    #[error("the secret to sign tokens with is shorter than {SECRET_BYTES} bytes")]
    ShortSecret,
}

impl Settings {
    /// Reads them all: defaults, then the file if one is named, then the environment.
    ///
    /// # Errors
    /// [`SettingsError::Read`] for an unreadable file, an unknown name or a value of the wrong type.
    pub fn load(file: Option<&Path>) -> Result<Settings, SettingsError> {
        let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = file {
            builder = builder.add_source(File::from(path).format(FileFormat::Toml));
        }
        let environment = Environment::with_prefix("THADS").prefix_separator("__").separator("__");
        Ok(builder.add_source(environment).build()?.try_deserialize()?)
    }

    /// The defaults alone, for tests.
    ///
    /// # Errors
    /// Never, unless the built-in file is broken.
    pub fn defaults() -> Result<Settings, SettingsError> {
        let source = File::from_str(DEFAULTS, FileFormat::Toml);
        Ok(Config::builder().add_source(source).build()?.try_deserialize()?)
    }

    /// The secret that signs tokens: the setting, else the file's first line.
    ///
    /// # Errors
    /// When there is none, or it is too short.
    pub fn jwt_secret(&self) -> Result<Secret, SettingsError> {
        let secret = if !self.auth.jwt_secret.0.is_empty() {
            self.auth.jwt_secret.clone()
        } else if !self.auth.jwt_secret_file.as_os_str().is_empty() {
            let text =
                std::fs::read_to_string(&self.auth.jwt_secret_file).map_err(SettingsError::SecretFile)?;
            Secret(text.lines().next().unwrap_or_default().trim().to_owned())
        } else {
            return Err(SettingsError::NoSecret);
        };
        if secret.0.len() < SECRET_BYTES {
            return Err(SettingsError::ShortSecret);
        }
        Ok(secret)
    }
}

impl History {
    /// The keys that sign checkpoints: the setting, else the file's lines. None where neither is given.
    ///
    /// # Errors
    /// When a line is no key, or the file cannot be read.
    pub fn signing_keys(&self) -> Result<Vec<SecretKey>, SettingsError> {
        let text = if !self.keys.0.is_empty() || self.keys_file.as_os_str().is_empty() {
            self.keys.clone()
        } else {
            Secret(std::fs::read_to_string(&self.keys_file).map_err(SettingsError::HistoryFile)?)
        };
        let lines = text.0.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(at, line)| key(line.trim()).ok_or(SettingsError::HistoryKey(at + 1))).collect()
    }
}

fn key(line: &str) -> Option<SecretKey> {
    let (name, seed) = line.split_once(':')?;
    let seed: [u8; 32] = STANDARD.decode(seed).ok()?.try_into().ok()?;
    SecretKey::new(name, &seed).ok()
}

/// A list, or in the environment one text with commas.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum ListOrText {
        List(Vec<String>),
        Text(String),
    }
    Ok(match ListOrText::deserialize(deserializer)? {
        ListOrText::List(list) => list,
        ListOrText::Text(text) => {
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_safe() {
        let settings = Settings::defaults().unwrap();
        assert_eq!(settings.server.address, "127.0.0.1:8080");
        assert!(settings.cors.origins.is_empty());
        assert!(matches!(settings.jwt_secret(), Err(SettingsError::NoSecret)));
    }

    #[test]
    fn a_file_overrides_and_a_wrong_name_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("thads.toml");
        std::fs::write(&path, "[server]\naddress = \"127.0.0.1:0\"\n").unwrap();
        assert_eq!(Settings::load(Some(&path)).unwrap().server.address, "127.0.0.1:0");
        std::fs::write(&path, "[server]\nadress = \"127.0.0.1:0\"\n").unwrap();
        assert!(Settings::load(Some(&path)).is_err());
    }

    #[test]
    fn the_keys_of_the_history_are_read_from_either_place() {
        let mut history = Settings::defaults().unwrap().history;
        assert!(history.signing_keys().unwrap().is_empty(), "no key, no signature");
        let dir = tempfile::tempdir().unwrap();
        let line = |name: &str| format!("{name}:{}\n", STANDARD.encode([7; 32]));
        history.keys_file = dir.path().join("keys");
        std::fs::write(&history.keys_file, line("old") + &line("new")).unwrap();
        let names = |keys: Vec<SecretKey>| -> Vec<String> {
            keys.iter().map(|key| key.public().name().to_owned()).collect()
        };
        assert_eq!(names(history.signing_keys().unwrap()), ["old", "new"]);
        history.keys = Secret(line("new"));
        assert_eq!(names(history.signing_keys().unwrap()), ["new"]);
        history.keys = Secret("new:short".to_owned());
        let refused = history.signing_keys().unwrap_err();
        assert!(matches!(refused, SettingsError::HistoryKey(1)) && !refused.to_string().contains("short"));
    }

    #[test]
    fn secrets_are_not_shown() {
        let mut settings = Settings::defaults().unwrap();
        settings.auth.jwt_secret = Secret("0123456789abcdef0123456789abcdef".to_owned());
        settings.database.url = "postgres://u:hidden-word@h/n".to_owned();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("0123456789") && !shown.contains("hidden-word"), "{shown}");
        assert!(settings.jwt_secret().is_ok());
    }
}
