//! One server a data folder.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

fn command(verb: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.arg(verb).arg("--data").arg(folder);
    match verb {
        "serve" => command.args(["--listen", "127.0.0.1:0"]),
        _ => command.args(["--port", "0"]),
    };
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A server that has said where it is; it is killed when this goes.
pub struct Served {
    process: Child,
    /// Where it is.
    pub address: String,
    /// Kept open: whoever has nobody to speak to ends.
    _out: BufReader<ChildStdout>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Served {
    /// Kills it at once.
    pub fn kill(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-KILL", &id]).status().unwrap().success());
    }
}

pub fn served(folder: &Path) -> Served {
    served_with(folder, &[])
}

/// The same with more options.
pub fn served_with(folder: &Path, more: &[&str]) -> Served {
    let mut process = command("serve", folder).args(more).spawn().unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("Entente is at http://127.0.0.1:"), "{line}");
    let address = line.split_whitespace().nth(3).unwrap().trim_end_matches('/').to_owned();
    Served { process, address, _out: out }
}

#[test]
fn a_second_server_on_a_data_folder_ends_with_one_sentence_and_touches_nothing() {
    let folder = std::env::temp_dir().join(format!("entente-folder-{}", entente::ids::OrgId::fresh()));
    let first = served(&folder);
    let waiting = folder.join("audiences").join("left-by-the-first");
    std::fs::create_dir_all(&waiting).unwrap();
    for verb in ["serve", "demo"] {
        let second = command(verb, &folder).output().unwrap();
        let said = String::from_utf8_lossy(&second.stderr);
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        for part in [folder.to_str().unwrap(), &format!("(process {})", first.process.id()), "stop it first"]
        {
            assert!(said.contains(part), "no {part:?} in: {said}");
        }
        assert!(second.stdout.is_empty(), "it said that it serves");
    }
    assert!(waiting.exists());
    // However the first ends, the folder is free.
    drop(first);
    drop(served(&folder));
    std::fs::remove_dir_all(folder).unwrap();
}

/// What `demo` says until it serves.
fn demo(folder: &Path) -> (Child, String) {
    let mut process = command("demo", folder).spawn().unwrap();
    let mut said = String::new();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    while !said.contains("Stop with Ctrl-C.") {
        assert_ne!(out.read_line(&mut said).unwrap(), 0, "it ended after: {said}");
    }
    (process, said)
}

#[test]
fn a_sample_is_found_again_and_real_data_is_left_alone() {
    let folder = std::env::temp_dir().join(format!("entente-sample-{}", entente::ids::OrgId::fresh()));
    for begun in [true, false] {
        let (mut process, said) = demo(&folder);
        process.kill().unwrap();
        process.wait().unwrap();
        assert_eq!(said.contains("Making the sample data"), begun, "{said}");
        // The link is known only when it is made.
        assert_eq!(said.contains("/a/"), begun, "{said}");
        assert_eq!(said.contains("make another link"), !begun, "{said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();

    let mut user = Command::new(env!("CARGO_BIN_EXE_entente"));
    user.args(["user", "--data"]).arg(&folder);
    user.args(["add", "--organisation", "Real", "--email", "a@b.example", "--name", "A"]);
    let mut user = user.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(user.stdin.take().unwrap(), "a long enough passphrase").unwrap();
    assert!(user.wait().unwrap().success());
    let refused = command("demo", &folder).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("no sample"), "{said}");
    std::fs::remove_dir_all(&folder).unwrap();
}
