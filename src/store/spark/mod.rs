//! Apache Spark as the engine that counts (engine.md, "Past one machine").
//!
//! A list that arrived is written to the storage that the cluster reads, and then removed from this server's disk: several
//! servers may share one engine, no disk here must hold every audience, and there is one place from which a list must be
//! deleted. What is counted stays in the cluster; only cells come back, sealed at once. `release` rules are applied here, on
//! what comes back, as for the local engine.
//!
//! | file | owns |
//! |---|---|
//! | `storage` | the shared folder or the bucket |
//! | `lists` | the form of a list in it |
//! | `cluster` | asking: sessions, retries, progress, interrupts |

mod cluster;
mod lists;
mod storage;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::audience_files::unreadable;
use super::{AudienceFiles, EngineError, SparkSettings};
use crate::clock::Timestamp;
use crate::ids::{AudienceId, RoomId};
use crate::matching::IdentifierType;
use crate::matching::engine::sql::{self, Listed};
use crate::matching::engine::{Unwatched, Watch, step};
use crate::matching::set::SetBuilder;
use crate::matching::token::{Token, TokenRow};
use crate::rooms::counting::{
    Counted, Counting, CountingError, Inputs, KeptList, Measure, Remaining, Version, apart,
};
use crate::rooms::release::Ask;

use cluster::Cluster;
use lists::{List, ListError, WriteError};
use storage::Storage;

/// The engine.
pub struct Spark {
    files: AudienceFiles,
    storage: Storage,
    cluster: Cluster,
}

impl Spark {
    /// The engine, once its server has answered and has read from the storage what was written there.
    pub fn open(settings: &SparkSettings, files: AudienceFiles) -> Result<Self, EngineError> {
        let cluster = Cluster::new(&settings.connect, Duration::from_secs(settings.timeout_seconds));
        let storage = Storage::open(settings)?;
        let engine = Self { files, storage, cluster };
        engine.cluster.greet().map_err(|error| EngineError::Unreachable(error.to_string()))?;
        let probed = engine.probe(settings);
        // A probe that stays is swept: no row accounts for it.
        let removed = engine.storage.remove(PROBES);
        probed?;
        removed.map_err(|error| EngineError::Storage(format!("{}: {error}", settings.storage)))?;
        Ok(engine)
    }

    /// Writes a list of one person and has the cluster count it.
    fn probe(&self, settings: &SparkSettings) -> Result<(), EngineError> {
        let unusable = |error: io::Error| EngineError::Storage(format!("{}: {error}", settings.storage));
        let mut set = SetBuilder::new(&[IdentifierType::Email]);
        let mut row = TokenRow::default();
        row.set(IdentifierType::Email, Some(Token::from([0; 16])));
        set.push(&row).map_err(|error| unusable(io::Error::other(error)))?;
        let folder = format!("{PROBES}/{}", AudienceId::fresh());
        let set = set.finish().map_err(|error| unusable(io::Error::other(error)))?;
        lists::write(&self.storage, &folder, &set)
            .map_err(|error| unusable(io::Error::other(error.to_string())))?;
        let list = lists::open(&self.storage, &folder)
            .map_err(|error| unusable(io::Error::other(error.to_string())))?;
        let counted = self.cluster.ask(&sql::remaining(&list.listed, &[]), &Unwatched);
        counted.map(|_| ()).map_err(|error| EngineError::NotShared(error.to_string()))
    }

    fn list(&self, room: &RoomId, audience: &AudienceId) -> Result<List, CountingError> {
        let opened = lists::folder(room, audience).map_err(ListError::from);
        opened.and_then(|folder| lists::open(&self.storage, &folder)).map_err(|error| match error {
            ListError::Missing => CountingError::Missing(audience.clone()),
            ListError::Damaged => CountingError::Damaged(audience.clone()),
            ListError::Io(error) => failed(error),
        })
    }

    fn listed(&self, room: &RoomId, lists: &[AudienceId]) -> Result<Vec<Listed>, CountingError> {
        lists.iter().map(|list| Ok(self.list(room, list)?.listed)).collect()
    }
}

/// Where probes are written: no room has such an id.
const PROBES: &str = "probe";

fn failed(error: io::Error) -> CountingError {
    CountingError::Failed(error.to_string())
}

impl Counting for Spark {
    fn keep(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        let folder = lists::folder(room, audience).map_err(failed)?;
        let set = self.files.opened(room, audience)?;
        if let Err(error) = lists::write(&self.storage, &folder, &set) {
            // What is left is half a list, which is none; the sweep finds it if this does not.
            let _half = self.storage.remove(&folder);
            return Err(match error {
                WriteError::Set(error) => unreadable(&error, audience),
                WriteError::Io(error) => failed(error),
            });
        }
        self.files.remove(room, audience)
    }

    fn count(&self, inputs: &Inputs<'_>, ask: Ask, watch: &dyn Watch) -> Result<Counted, CountingError> {
        step(watch, 0, 1)?;
        let (host, guest) = (inputs.sides.host, inputs.sides.guest);
        let opt_outs = self.listed(inputs.room, &[host.opt_outs, guest.opt_outs].concat())?;
        let lists = (self.list(inputs.room, host.audience)?, self.list(inputs.room, guest.audience)?);
        let sides = sql::Sides {
            lists: (&lists.0.listed, &lists.1.listed),
            opt_outs: &opt_outs,
            order: inputs.order,
        };
        let counted = match ask {
            Ask::Overlap | Ask::ByIdentifier => {
                Counted::People(sides.overlap(&self.cluster.ask(&sides.people(), watch)?))
            }
            Ask::BySegment => {
                Counted::Segments(sql::sealed_matrix(&self.cluster.ask(&sides.matrix(), watch)?))
            }
        };
        step(watch, 1, 1)?;
        Ok(counted)
    }

    fn remaining(
        &self,
        room: &RoomId,
        version: &Version<'_>,
        watch: &dyn Watch,
    ) -> Result<Remaining, CountingError> {
        step(watch, 0, 1)?;
        let list = self.list(room, version.audience)?;
        let opt_outs = self.listed(room, version.opt_outs)?;
        let cells = self.cluster.ask(&sql::remaining(&list.listed, &opt_outs), watch)?;
        let (people, segments) = sql::remaining_of(&list.listed, &cells);
        Ok(Remaining { people, segments })
    }

    fn difference(
        &self,
        room: &RoomId,
        versions: (&Version<'_>, &Version<'_>),
        ask: Ask,
        watch: &dyn Watch,
    ) -> Result<u64, CountingError> {
        apart(&InRoom { engine: self, room, watch }, versions, ask)
    }

    fn kept(&self) -> Result<Vec<KeptList>, CountingError> {
        let mut newest: BTreeMap<(String, String), Timestamp> = BTreeMap::new();
        for stored in self.storage.list("").map_err(failed)? {
            let mut parts = stored.name.split('/');
            let (Some(room), Some(audience), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let written = newest.entry((room.to_owned(), audience.to_owned())).or_insert(stored.written);
            *written = stored.written.max(*written);
        }
        let list = |((room, audience), written): ((String, String), Timestamp)| KeptList {
            room: RoomId::from(room.as_str()),
            audience: AudienceId::from(audience.as_str()),
            written,
        };
        Ok(newest.into_iter().map(list).collect())
    }

    fn holds(&self, room: &RoomId) -> Result<bool, CountingError> {
        let below = lists::plain(room.as_str()).map_err(failed)?;
        Ok(!self.storage.list(below).map_err(failed)?.is_empty() || self.files.holds(room)?)
    }

    fn remove(&self, room: &RoomId, audience: &AudienceId) -> Result<(), CountingError> {
        let folder = lists::folder(room, audience).map_err(failed)?;
        self.storage.remove(&folder).map_err(failed)?;
        self.files.remove(room, audience)
    }

    fn remove_room(&self, room: &RoomId) -> Result<(), CountingError> {
        self.storage.remove(lists::plain(room.as_str()).map_err(failed)?).map_err(failed)?;
        self.files.remove_room(room)
    }
}

/// The lists of one room, asked about one by one.
struct InRoom<'a> {
    engine: &'a Spark,
    room: &'a RoomId,
    watch: &'a dyn Watch,
}

impl Measure for InRoom<'_> {
    fn apart(&self, a: &AudienceId, b: &AudienceId, by_segment: bool) -> Result<u64, CountingError> {
        let (a, b) = (self.engine.list(self.room, a)?.listed, self.engine.list(self.room, b)?.listed);
        let cells = self.engine.cluster.ask(&sql::shared(&a, &b, by_segment), self.watch)?;
        Ok(sql::apart_of(&a, &b, &cells))
    }

    fn people(&self, list: &AudienceId) -> Result<u64, CountingError> {
        Ok(self.engine.list(self.room, list)?.people)
    }
}
