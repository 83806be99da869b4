//! Two rooms of the sample: a pilot that was counted and closed, and one that waits for the person who tries the demo.

use std::path::Path;

use super::people;
use super::story::Story;
use crate::access::Role;
use crate::cli::hash::seal;
use crate::cli::serve::Ready;
use crate::clock::{FixedClock, Timestamp};
use crate::ids::RoomId;
use crate::matching::client_file::{Extra, write_csv_header, write_csv_row};
use crate::matching::pipeline::{Mapping, Pipeline, PipelineError, Plan, SegmentNames, SegmentScan};
use crate::matching::token::{KeyRing, RoomKey, TokenRow};
use crate::matching::{IdentifierType, Profile};
use crate::rooms::Sides;
use crate::rooms::lists::ListKind;
use crate::rooms::release::Ask;
use crate::rooms::terms::{Breakdowns, LegalBasis, TermsDraft};
use crate::secret::random_bytes;
use crate::services::ServiceError;
use crate::services::rooms::{self, NewRoom, Receiving, Signing, Upload};
use crate::store::{self, ReceiveLimits};

const KINDS: [IdentifierType; 1] = [IdentifierType::Email];
/// The columns of addresses and of segments in each file of [`people::FILES`].
const COLUMNS: [(&str, &str); 2] = [("email_address", "town"), ("e-mail", "tier")];
const OPT_OUT: &str = "opted_out";
const EXTRA: Extra = Extra { segment: true, opt_out: true };

/// Plays both rooms up to `now`.
pub fn play(ready: &Ready, story: &Story, folder: &Path, now: Timestamp) -> Result<(), ServiceError> {
    let counted = now.plus_days(-20);
    let pilot = open(ready, story, "Spring pilot", counted)?;
    sign(ready, story, &pilot, counted)?;
    let key = RoomKey::from_bytes(random_bytes()?);
    let ring = || KeyRing::derive(&key, pilot.as_str());
    let check = ring().check().to_hex();
    ready.store.write("demo_key", |tx| {
        let (host, guest) = (story.northwind.may(Role::Manager)?, story.harbour.may(Role::Owner)?);
        rooms::key_create(tx, &host, ready.app.kit(), (&pilot, &check), counted)?;
        rooms::key_check(tx, &guest, &pilot, &check, counted)
    })?;
    for (troupe, (file, columns)) in
        [&story.northwind, &story.harbour].into_iter().zip(people::FILES.into_iter().zip(COLUMNS))
    {
        let list = std::fs::read(folder.join(file))?;
        let names = segments(&list, columns.1).map_err(|e| ServiceError::Internal(e.to_string()))?;
        let sealed = seal(&key, pilot.as_str(), &names);
        let sealed = sealed.map_err(|e| ServiceError::Internal(e.to_string()))?;
        let tokens = hash(&list, columns, ring(), names)?;
        let upload = Upload {
            room: pilot.clone(),
            key_check_value: check.clone(),
            label: file.to_owned(),
            list: ListKind::Audience,
            segments: sealed,
        };
        let receiving = Receiving {
            store: &ready.store,
            kit: ready.app.kit(),
            files: ready.app.audiences(),
            limits: ReceiveLimits { rows: 100_000, bytes: 10_000_000 },
            clock: &FixedClock::at(counted),
        };
        rooms::audience_receive(&receiving, &troupe.may(Role::Analyst)?, &upload, tokens.as_slice())?;
    }
    let analyst = story.northwind.may(Role::Analyst)?;
    for ask in [Ask::Overlap, Ask::BySegment] {
        rooms::overlap_run(&ready.store, &analyst, ready.app.kit(), (&pilot, ask), counted)?;
    }
    let manager = story.northwind.may(Role::Manager)?;
    rooms::room_close(
        &ready.store,
        &manager,
        ready.app.kit(),
        (&pilot, "The pilot is counted."),
        now.plus_days(-19),
    )?;
    open(ready, story, "Autumn audience", now.plus_days(-1))?;
    Ok(())
}

/// Opens a room and proposes its terms, as Northwind's manager.
fn open(ready: &Ready, story: &Story, name: &str, at: Timestamp) -> Result<RoomId, ServiceError> {
    let manager = story.northwind.may(Role::Manager)?;
    ready.store.write("demo_room", |tx| {
        let new = NewRoom { partner: story.partner.clone(), name: name.to_owned() };
        let room = rooms::room_open(tx, &manager, &new, at)?;
        let draft = TermsDraft {
            purpose: "Learn how many people both loyalty programmes share, to decide on one joint offer"
                .to_owned(),
            legal_basis: Sides {
                host: Some(LegalBasis::LegitimateInterest),
                guest: Some(LegalBasis::LegitimateInterest),
            },
            breakdowns: Breakdowns { by_segment: true, ..Breakdowns::default() },
            ..TermsDraft::default()
        };
        rooms::terms_propose(tx, &manager, &room, &draft, at)?;
        Ok(room)
    })
}

/// Both sides sign the terms that stand.
fn sign(ready: &Ready, story: &Story, room: &RoomId, at: Timestamp) -> Result<(), ServiceError> {
    let signatories = [story.northwind.may(Role::Manager)?, story.harbour.may(Role::Owner)?];
    ready.store.write("demo_sign", |tx| {
        for who in &signatories {
            let standing = store::terms_latest(tx, who.org(), room)?;
            let standing = standing.ok_or(ServiceError::NotFound)?;
            let signing = Signing { terms: standing.id, terms_sha256: standing.terms_sha256 };
            rooms::terms_sign(tx, who, room, &signing, at)?;
        }
        Ok(())
    })
}

/// The segments in a list's column.
fn segments(list: &[u8], column: &str) -> Result<SegmentNames, PipelineError> {
    let mut scan = SegmentScan::new(column);
    scan.feed(list)?;
    scan.finish()
}

/// A list as keyed-hash tokens, by the path that the browser and `entente hash` take.
fn hash(
    list: &[u8],
    (address, segment): (&str, &str),
    ring: KeyRing,
    names: SegmentNames,
) -> Result<Vec<u8>, ServiceError> {
    let mapping = Mapping {
        ids: vec![(IdentifierType::Email, address.to_owned())],
        segment: Some(segment.to_owned()),
        opt_out: Some(OPT_OUT.to_owned()),
    };
    let unusable = |error: PipelineError| ServiceError::Internal(format!("a sample list: {error}"));
    let plan = Plan { mapping, profile: Profile::Entente, country: None, segments: names };
    let mut pipeline = Pipeline::new(ring, plan).map_err(unusable)?;
    let mut tokens = Vec::new();
    write_csv_header(&KINDS, EXTRA, &mut tokens);
    let mut keep = |row: &TokenRow| {
        write_csv_row(row, &KINDS, EXTRA, &mut tokens);
        Ok::<(), PipelineError>(())
    };
    pipeline.feed(list, &mut keep).map_err(unusable)?;
    pipeline.finish(&mut keep).map_err(unusable)?;
    Ok(tokens)
}
