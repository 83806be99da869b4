//! A release in a room, put there below the web: for what only needs one to be there.

use entente::access::Role;
use entente::ids::{AudienceId, OrgId, ReleaseId, RoomId, RunId};
use entente::rooms::Digest;
use entente::rooms::budget::OrgPair;
use entente::rooms::release::Released;
use entente::store::{self, Audience, Release, Room, RoomTerms, Run, StoreError, WriteTx};

use super::app::TestApp;
use super::people::Company;

impl TestApp {
    /// A release in a room of the company that has terms, with a run and audiences whose files are not there.
    pub fn release_in(&self, room: &RoomId, company: &Company) -> ReleaseId {
        self.store.write("test", |tx| release_in(tx, self, room, company)).unwrap()
    }
}

fn release_in(
    tx: &mut WriteTx,
    app: &TestApp,
    room: &RoomId,
    company: &Company,
) -> Result<ReleaseId, StoreError> {
    let room = store::room_fetch(tx, &company.id, room)?;
    let terms = store::terms_latest(tx, &company.id, &room.id)?.unwrap();
    let host = audience(tx, app, (&room, &terms), &room.host_org_id)?;
    let guest = audience(tx, app, (&room, &terms), &room.guest_org_id)?;
    let pair = OrgPair::of(&room.host_org_id, &room.guest_org_id);
    let release = Release {
        id: ReleaseId::fresh(),
        room_id: room.id.clone(),
        low_org_id: pair.low().clone(),
        high_org_id: pair.high().clone(),
        host_digest: Digest::of(&[b"host"]).to_string(),
        guest_digest: Digest::of(&[b"guest"]).to_string(),
        host_audience_id: host.clone(),
        guest_audience_id: guest.clone(),
        question: Digest::of(&[b"question"]).to_string(),
        noisy: 0,
        released: serde_json::to_string(&Released::Below { lt: 50 }).unwrap(),
        epsilon_micro: 200_000,
        created_at: app.now(),
    };
    store::release_insert(tx, &company.id, &release)?;
    let run = Run {
        id: RunId::fresh(),
        room_id: room.id,
        org_id: company.id.clone(),
        requested_by: company.member(Role::Owner).id.clone(),
        terms_id: terms.id,
        host_audience_id: host,
        guest_audience_id: guest,
        question: release.question.clone(),
        kind: "fresh".to_owned(),
        release_id: release.id.clone(),
        created_at: app.now(),
    };
    store::run_insert(tx, &run)?;
    Ok(release.id)
}

fn audience(
    tx: &mut WriteTx,
    app: &TestApp,
    of: (&Room, &RoomTerms),
    org: &OrgId,
) -> Result<AudienceId, StoreError> {
    let row = Audience {
        id: AudienceId::fresh(),
        room_id: of.0.id.clone(),
        org_id: org.clone(),
        terms_id: of.1.id.clone(),
        version: 1,
        label: "A list".to_owned(),
        rows_received: 2_000,
        people: 2_000,
        duplicates: 0,
        bytes_stored: 32_000,
        digest: Digest::of(&[org.as_str().as_bytes()]).to_string(),
        created_by: of.0.created_by.clone(),
        created_at: app.now(),
        removed_at: None,
    };
    store::audience_insert(tx, &row)?;
    Ok(row.id)
}
