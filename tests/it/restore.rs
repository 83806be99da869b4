//! An older backup that is put back brings back nothing that was destroyed.

use std::path::Path;

use entente::access::Role;
use entente::rooms::custody::SealedPepper;
use entente::rooms::lifecycle::CloseReason;
use entente::services::rooms::rooms_destroy_again;
use entente::store::{self, DatabaseUrl, Store};

use crate::folder::served;
use crate::helpers::{Setup, TestApp, each_database, found};
use crate::lifecycle::needles;

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_room_that_was_destroyed_does_not_come_back_with_an_older_backup() {
    let app = TestApp::sqlite(&Setup::default());
    let (host, guest) = (app.company("Host"), app.company("Guest"));
    let (id, _) = app.counted_room(&host, &guest);
    let third = app.company("Third");
    let (other, _) = app.counted_room(&host, &third);
    let sealed = app.store.read(|tx| store::room_fetch(tx, &host.id, &id)).unwrap().pepper_wrapped.unwrap();
    let pepper = app.state.kit().master().open(&id, &SealedPepper::from_bytes(sealed.clone())).unwrap();
    let mut tokens = needles(pepper.expose(), 1..2_200);
    tokens.push(sealed);
    // A backup while both rooms are open.
    let data = std::env::temp_dir().join(format!("entente-restore-{}", entente::ids::OrgId::fresh()));
    std::fs::create_dir(&data).unwrap();
    let database = data.join("entente.sqlite");
    app.database.execute(&format!("VACUUM INTO '{}'", database.display())).unwrap();
    copy(&app.folder().join("audiences"), &data.join("audiences"));
    // One of them is closed, with a receipt; then the backup is put back, and the list stays as it is.
    let browser = app.signed_in(guest.member(Role::Manager));
    browser
        .submit_here(&format!("/rooms/{id}/close"), &[("reason", "The season is over.")])
        .expect_status(303);
    browser.visit(&format!("/rooms/{id}/receipt")).expect_status(200);
    let list = std::fs::read_to_string(app.folder().join("destroyed.jsonl")).unwrap();
    assert_eq!(list.lines().count(), 1);
    assert!(list.contains(id.as_str()) && list.contains("guest_left"), "{list}");
    std::fs::write(data.join("destroyed.jsonl"), list).unwrap();
    std::fs::write(data.join("master.key"), [9; 32]).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(data.join("master.key"), private).unwrap();
    assert!(!found(&data, &tokens).is_empty(), "the backup brought the tokens back");

    // Killed the moment it serves: what is gone then was gone before, and nothing moves while it is looked for.
    drop(served(&data));
    assert_eq!(found(&data, &tokens), Vec::<String>::new(), "gone before anybody is served");
    let store = Store::open(&DatabaseUrl::Sqlite(database)).unwrap();
    let room = |id| store.read(|tx| store::room_find(tx, id)).unwrap().unwrap();
    assert_eq!(room(&id).closed(), Some(CloseReason::GuestLeft));
    assert!(room(&id).pepper_wrapped.is_none());
    assert!(
        room(&other).closed_at.is_none() && room(&other).pepper_wrapped.is_some(),
        "the other is untouched"
    );
    assert!(data.join("audiences").join(other.as_str()).exists());
    for company in [&host, &guest] {
        let rows = store.read(|tx| store::audit_list(tx, &company.id, None, 1000)).unwrap();
        let row = rows.iter().find(|(_, row)| row.action == "room.close").expect("an audit row");
        assert_eq!(
            (row.1.actor_kind.as_str(), row.1.actor_id.as_str()),
            ("system", "an older database was put back")
        );
        assert!(row.1.detail.contains("put back with an older database"), "{}", row.1.detail);
        assert!(rows.iter().any(|(_, row)| row.action == "room.destroy"));
    }
    let entries = store.read(|tx| store::ledger_find(tx, &host.id, &id, "destroyed")).unwrap();
    assert!(entries.is_some(), "there is a receipt for it");
    drop(store);
    // The last connections of its pool may still be closing.
    let _ = std::fs::remove_dir_all(data);
}

/// Files alone may come back, and a room that was closed before there was a list is put on it.
#[test]
fn the_job_notes_closed_rooms_and_removes_files_that_came_back() {
    each_database(|app| {
        let (host, guest) = (app.company("Host"), app.company("Guest"));
        let (id, _) = app.counted_room(&host, &guest);
        let (kept, back) = (app.folder().join("kept"), app.folder().join("audiences").join(id.as_str()));
        copy(&back, &kept);
        let browser = app.signed_in(host.member(Role::Manager));
        browser.submit_here(&format!("/rooms/{id}/close"), &[("reason", "Over.")]).expect_status(303);
        std::fs::remove_file(app.folder().join("destroyed.jsonl")).unwrap();
        let kit = entente::services::rooms::Kit::new(
            entente::rooms::custody::MasterKey::from_bytes([9; 32]),
            std::sync::Arc::new(app.state.audiences().clone()),
            entente::store::DestroyedRooms::open(app.folder()).unwrap(),
        );
        copy(&kept, &back);
        let again = rooms_destroy_again(&app.store, &kit, app.now()).unwrap();
        assert!(again.is_empty(), "no room had come back");
        assert!(!back.exists(), "its files had");
        let list = std::fs::read_to_string(app.folder().join("destroyed.jsonl")).unwrap();
        assert!(list.contains(id.as_str()) && list.contains("host_left"), "{list}");
    });
}
