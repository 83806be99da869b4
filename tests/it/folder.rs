//! One server a data folder.

use std::io::{BufRead as _, BufReader};
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
    /// Kept open: whoever has nobody to speak to ends.
    _out: BufReader<ChildStdout>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

pub fn served(folder: &Path) -> Served {
    let mut process = command("serve", folder).spawn().unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("Entente is at http://127.0.0.1:"), "{line}");
    Served { process, _out: out }
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
