//! Lists on their way to their files: what one upload holds, in bounded memory, and named only once it is durable.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::AudienceFiles;
use super::receive::{Incoming, ReceiveError, StoredList};
use crate::ids::AudienceId;
use crate::matching::IdentifierType;
use crate::matching::client_file::FileError;
use crate::matching::set::{Finished, SpooledBuilder};
use crate::matching::token::{Token, TokenRow};
use crate::rooms::lists::ListKind;

/// The two lists that one upload can hold: its own, and the people marked as opted out in an audience.
pub(super) struct Lists {
    people: Building,
    opted_out: Building,
    list: ListKind,
    rows: u64,
    waiting: Waiting,
}

/// Rows taken together for re-keying: one at a time would leave most of the processor idle.
const TOGETHER: usize = 512;

/// Rows whose tokens are still as they were sent.
#[derive(Default)]
struct Waiting {
    tokens: Vec<Token>,
    people: Vec<Person>,
}

/// One row: the next tokens are of these kinds.
struct Person {
    kinds: [bool; IdentifierType::COUNT],
    segment: Option<u8>,
    marked: bool,
}

impl Lists {
    pub(super) fn start(files: &AudienceFiles, to: &Incoming<'_>) -> Result<Self, ReceiveError> {
        Ok(Self {
            people: Building::start(files, to, to.audience)?,
            opted_out: Building::start(files, to, to.opt_outs)?,
            list: to.list,
            rows: 0,
            waiting: Waiting::default(),
        })
    }

    /// Takes a row for the list that it belongs to.
    pub(super) fn push(&mut self, row: &TokenRow, to: &Incoming<'_>) -> Result<(), ReceiveError> {
        self.rows = self.rows.saturating_add(1);
        if self.rows > to.limits.rows {
            return Err(ReceiveError::TooManyRows(to.limits.rows));
        }
        let Ok(segment) = row.segment_index() else {
            return Err(FileError::BadSegment { row: self.rows }.into());
        };
        let tokens = IdentifierType::ALL.map(|kind| row.get(kind));
        self.waiting.tokens.extend(tokens.iter().flatten());
        let marked = row.opt_out && self.list == ListKind::Audience;
        self.waiting.people.push(Person { kinds: tokens.map(|token| token.is_some()), segment, marked });
        if self.waiting.people.len() >= TOGETHER { self.rekey(to) } else { Ok(()) }
    }

    /// Re-keys the rows that wait, into their lists.
    fn rekey(&mut self, to: &Incoming<'_>) -> Result<(), ReceiveError> {
        let Waiting { tokens, people } = &mut self.waiting;
        to.pepper.rekey_many(tokens);
        let mut tokens = tokens.drain(..);
        for person in people.drain(..) {
            let list = if person.marked { &mut self.opted_out } else { &mut self.people };
            let kinds = IdentifierType::ALL.into_iter().zip(person.kinds).filter(|(_, there)| *there);
            let own = kinds.filter_map(|(kind, _)| Some((kind, tokens.next()?)));
            list.builder.person(own, person.segment)?;
        }
        Ok(())
    }

    /// Both lists in place, the second only if anybody is on it.
    pub(super) fn finish(
        mut self,
        to: &Incoming<'_>,
    ) -> Result<(StoredList, Option<StoredList>), ReceiveError> {
        self.rekey(to)?;
        let (people, opted_out) = (self.people.finish()?, self.opted_out.finish()?);
        if people.finished.summary.people == 0 {
            return Err(ReceiveError::Nobody);
        }
        let marked = (opted_out.finished.summary.people > 0).then(|| opted_out.name()).transpose()?;
        match (people.name(), &marked) {
            (Err(error), Some((_, path))) => {
                fs::remove_file(path)?;
                Err(error)
            }
            (list, _) => Ok((list?.0, marked.map(|(list, _)| list))),
        }
    }
}

/// A list while its rows arrive.
struct Building {
    part: Part,
    path: PathBuf,
    builder: SpooledBuilder<File>,
}

impl Building {
    fn start(files: &AudienceFiles, to: &Incoming<'_>, id: &AudienceId) -> Result<Self, ReceiveError> {
        let path = files.path(to.room, id)?;
        let part = Part::create(path.with_extension("part"))?;
        let builder = SpooledBuilder::new(to.kinds, nameless(&path.with_extension("scratch.part"))?);
        Ok(Self { part, path, builder })
    }

    /// Writes the list; it has no name yet.
    fn finish(mut self) -> Result<Unnamed, ReceiveError> {
        let finished = self.builder.finish(BufWriter::with_capacity(1 << 18, &mut self.part.file))?;
        Ok(Unnamed { part: self.part, path: self.path, finished })
    }
}

/// A list whose file is written and not yet in place.
struct Unnamed {
    part: Part,
    path: PathBuf,
    finished: Finished,
}

impl Unnamed {
    fn name(self) -> Result<(StoredList, PathBuf), ReceiveError> {
        let bytes = self.part.name_as(&self.path)?;
        let Finished { summary, digest, segments } = self.finished;
        Ok((StoredList { summary, digest, bytes, segments }, self.path))
    }
}

/// A file under a name that says it is not complete.
struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    fn create(path: PathBuf) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self { file, path })
    }

    /// Makes the file durable and gives it its name.
    fn name_as(mut self, path: &Path) -> io::Result<u64> {
        self.file.flush()?;
        self.file.sync_all()?;
        fs::rename(&self.path, path)?;
        self.path = PathBuf::new();
        Ok(self.file.metadata()?.len())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.path.as_os_str().is_empty() {
            return;
        }
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, "an incomplete upload's file could not be removed; the next start removes it");
        }
    }
}

/// A file that has no name any more: the system frees it when it is closed, also by a crash.
fn nameless(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    fs::remove_file(path)?;
    Ok(file)
}
