//! One server a data folder.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

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

/// A server that has said where it is.
pub fn served(folder: &Path) -> Child {
    let mut child = command("serve", folder).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Entente is at http://127.0.0.1:"), "{line}");
    child
}

#[test]
fn a_second_server_on_a_data_folder_ends_with_one_sentence_and_touches_nothing() {
    let folder = std::env::temp_dir().join(format!("entente-folder-{}", entente::ids::OrgId::fresh()));
    let mut first = served(&folder);
    let waiting = folder.join("audiences").join("left-by-the-first");
    std::fs::create_dir_all(&waiting).unwrap();
    for verb in ["serve", "demo"] {
        let second = command(verb, &folder).output().unwrap();
        let said = String::from_utf8_lossy(&second.stderr);
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
        for part in [folder.to_str().unwrap(), &format!("(process {})", first.id()), "stop it first"] {
            assert!(said.contains(part), "no {part:?} in: {said}");
        }
        assert!(second.stdout.is_empty(), "it said that it serves");
    }
    assert!(waiting.exists());
    // However the first ends, the folder is free.
    first.kill().unwrap();
    first.wait().unwrap();
    let mut third = served(&folder);
    third.kill().unwrap();
    third.wait().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}
