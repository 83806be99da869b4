//! What push remembers of an upload while it is under way: a file of its user's own beside the list. Not to have one only
//! costs starting anew, so a folder that cannot be written is no error.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use super::tus::Uploading;

/// The file.
pub(super) struct State(PathBuf);

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Kept {
    server: Url,
    what: Uploading,
    upload: String,
}

impl State {
    /// The file beside a list.
    pub(super) fn beside(input: &Path) -> Self {
        let name = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self(input.with_file_name(format!(".{name}.upload")))
    }

    /// The upload of exactly this that was begun before.
    pub(super) fn find(&self, server: &Url, what: &Uploading) -> Option<String> {
        let kept: Kept = serde_json::from_slice(&fs::read(&self.0).ok()?).ok()?;
        (kept.server == *server && kept.what == *what).then_some(kept.upload)
    }

    /// Remembers an upload.
    pub(super) fn keep(&self, server: &Url, what: &Uploading, upload: &str) {
        let kept = Kept { server: server.clone(), what: what.clone(), upload: upload.to_owned() };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        if let (Ok(mut file), Ok(text)) = (options.open(&self.0), serde_json::to_vec(&kept)) {
            let _ = file.write_all(&text);
        }
    }

    /// Forgets it.
    pub(super) fn forget(&self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_of_something_else_is_not_gone_on_with() {
        let folder = std::env::temp_dir().join(format!("entente-state-{}", crate::ids::RoomId::fresh()));
        fs::create_dir(&folder).unwrap();
        let state = State::beside(&folder.join("list.parquet"));
        let what = |digest: &str| Uploading {
            room: "r".to_owned(),
            check: "c".to_owned(),
            digest: digest.to_owned(),
        };
        let server: Url = "https://e.example".parse().unwrap();
        assert_eq!(state.find(&server, &what("a")), None);
        state.keep(&server, &what("a"), "u1");
        assert_eq!(state.find(&server, &what("a")), Some("u1".to_owned()));
        assert_eq!(state.find(&server, &what("b")), None);
        assert_eq!(state.find(&"https://other.example".parse().unwrap(), &what("a")), None);
        state.forget();
        assert_eq!(state.find(&server, &what("a")), None);
        fs::remove_dir_all(&folder).unwrap();
    }
}
