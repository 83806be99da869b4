//! Clients of tus that others wrote upload to this server, break off, and go on. `tests/run` fetches them and says where they
//! are: `ENTENTE_TUS_JS`, a folder in which tus-js-client is installed, and `ENTENTE_TUSPY`, a Python that has tuspy.

use std::path::{Path, PathBuf};
use std::process::Command;

use entente::access::Role;
use serde_json::json;

use crate::helpers::{TestApp, each_database, key_check_value, tokens};

/// Runs a client on a list of 1,500 people and reads what the server made of it.
fn uploads(app: &TestApp, mut client: Command) {
    let (host, guest) = (app.company("Northwind"), app.company("Tidewater"));
    let room = app.keyed_room(&host, &guest);
    let token = app.api_token(host.member(Role::Analyst), true).1;
    let list = app.folder().join("list.csv");
    std::fs::write(&list, tokens(0..1_500)).unwrap();
    client.arg(format!("{}/api/v1/uploads", app.address));
    client.args([token.expose(), room.as_str(), &key_check_value(&room)]).arg(&list);
    let done = client.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let receipt = app.browser().with_bearer(token.expose()).visit(said.trim()).expect_status(200).json();
    assert_eq!(receipt["receipt"]["people"], json!(1_500), "{receipt}");
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name)
}

fn place(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} does not say where the client is; tests/run sets it"))
}

#[test]
#[ignore = "needs tus-js-client, which tests/run fetches"]
fn tus_js_client_breaks_off_and_goes_on() {
    each_database(|app| {
        let mut client = Command::new("node");
        client.arg(script("tus-js.mjs")).arg(place("ENTENTE_TUS_JS"));
        uploads(app, client);
    });
}

#[test]
#[ignore = "needs tuspy, which tests/run fetches"]
fn tuspy_breaks_off_and_goes_on_with_checksums() {
    each_database(|app| {
        let mut client = Command::new(place("ENTENTE_TUSPY"));
        client.arg(script("tuspy.py"));
        uploads(app, client);
    });
}
