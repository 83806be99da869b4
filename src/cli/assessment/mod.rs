//! `entente assessment`: the answers of an assessment as files, from a server by token or from the data folder of this
//! machine's own.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

mod local;
mod server;

use super::CliError;
use super::files::at;
use super::serve::PlaceArgs;
use crate::services::answering::Overwrite;
use crate::vetting::formats::LARGEST_FILE;
use crate::vetting::formats::answer_file::AnswerFormat;
use crate::vetting::formats::companies::LIST;
use local::Local;
use server::Server;

/// Options of `assessment`.
#[derive(Debug, Args)]
pub struct AssessmentArgs {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// List the assessments, newest first
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Save the answers of an assessment: as a workbook that the partner fills in offline, or for another tool
    Export {
        #[command(flatten)]
        of: Of,
        /// The format of the file
        #[arg(long, value_enum, default_value = "workbook")]
        format: Format,
        /// Where the file goes; one that is there already is not replaced
        #[arg(short, value_name = "OUT")]
        output: PathBuf,
    },
    /// Load a file of answers: all that can be loaded, or nothing if an entry does not fit. Which tool's it is is found out
    Load(LoadArgs),
}

/// Options of `assessment load`.
#[derive(Debug, Args)]
struct LoadArgs {
    #[command(flatten)]
    of: Of,
    /// Only say what would change
    #[arg(long, conflicts_with_all = ["overwrite", "overwrite_all", "undo"])]
    preview: bool,
    /// Overwrite the answer to this question if it differs; may be given several times
    #[arg(long, value_name = "QUESTION")]
    overwrite: Vec<String>,
    /// Overwrite every answer that differs
    #[arg(long, conflicts_with = "overwrite")]
    overwrite_all: bool,
    /// Where the file goes that puts the old answers back, loaded with --overwrite-all; one that is there is not replaced
    #[arg(long, value_name = "UNDO.json")]
    undo: Option<PathBuf>,
    /// The file: our own JSON or workbook, what VSAQ saved, an answered CAIQ or HECVAT, an audit of CISO Assistant (.xlsx)
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Where the assessment is: on a server, or in the data folder of this machine.
#[derive(Debug, Args)]
struct Place {
    /// The server, such as `https://entente.example.com`; left out, the data folder is used
    #[arg(long, value_name = "URL", requires = "token_file")]
    server: Option<Url>,
    /// The file with your API token, or - for standard input
    #[arg(long, value_name = "FILE", requires = "server")]
    token_file: Option<PathBuf>,
    #[command(flatten)]
    folder: PlaceArgs,
}

/// Which assessment, where.
#[derive(Debug, Args)]
struct Of {
    #[command(flatten)]
    place: Place,
    /// The assessment
    #[arg(long, value_name = "ID")]
    assessment: String,
}

/// The formats that are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A workbook to fill in (.xlsx)
    Workbook,
    /// Our own JSON (entente-answers/1)
    Own,
    /// What VSAQ saves (JSON)
    Vsaq,
    /// An answered CAIQ (.xlsx), if the questionnaire came from one
    Caiq,
    /// HECVAT answers (JSON), if the questionnaire came from one
    Hecvat,
    /// The same as a workbook (.xlsx)
    HecvatXlsx,
}

impl Format {
    fn of(self) -> AnswerFormat {
        match self {
            Self::Workbook => AnswerFormat::Workbook,
            Self::Own => AnswerFormat::Own,
            Self::Vsaq => AnswerFormat::Vsaq,
            Self::Caiq => AnswerFormat::Caiq,
            Self::Hecvat => AnswerFormat::Hecvat,
            Self::HecvatXlsx => AnswerFormat::HecvatBook,
        }
    }
}

/// One line of the list.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    state: String,
    questionnaire: String,
    partner_name: String,
    /// Known on the server's own machine alone, where there may be several.
    #[serde(default)]
    organisation: String,
}

/// Something that has no place here.
#[derive(Debug, Deserialize)]
struct Note {
    path: String,
    what: String,
}

/// One answer of a file beside the one that is there.
#[derive(Debug, Deserialize)]
struct Step {
    question: String,
    standing: String,
}

/// The list of sub-processors of a file beside the one that is there.
#[derive(Debug, Deserialize)]
struct ListStanding {
    standing: String,
}

/// What loading would do.
#[derive(Debug, Deserialize)]
struct Preview {
    format: String,
    answers: Vec<Step>,
    #[serde(default)]
    sub_processors: Option<ListStanding>,
    notes: Vec<Note>,
}

/// What loading did.
#[derive(Debug, Deserialize)]
struct Loaded {
    loaded: usize,
    same: usize,
    kept: Vec<String>,
    notes: Vec<Note>,
    undo: Value,
}

/// What either place can do.
trait Answers {
    fn list(&self) -> Result<Vec<Line>, CliError>;
    fn export(&self, id: &str, format: AnswerFormat) -> Result<Vec<u8>, CliError>;
    fn preview(&self, id: &str, file: &[u8]) -> Result<Preview, CliError>;
    fn load(&self, id: &str, file: &[u8], overwrite: &Overwrite) -> Result<Loaded, CliError>;
}

/// Whether anything will be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

impl Place {
    fn open(&self, access: Access) -> Result<Box<dyn Answers>, CliError> {
        match (&self.server, &self.token_file) {
            (Some(server), Some(token)) => {
                if self.folder.config.is_some() || self.folder.data.is_some() {
                    return Err(CliError::usage("--server goes without --data and --config: name one place"));
                }
                Ok(Box::new(Server::of(server, token)?))
            }
            _ => Ok(Box::new(Local::open(&self.folder, access)?)),
        }
    }
}

/// Runs the verb.
pub fn run(args: &AssessmentArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.work {
        Work::List { place } => list(place, out),
        Work::Export { of, format, output } => {
            let file = of.place.open(Access::Read)?.export(&of.assessment, format.of())?;
            save(&file, output)?;
            writeln!(out, "{}", output.display()).map_err(CliError::failed)
        }
        Work::Load(args) => load(args, out),
    }
}

fn list(place: &Place, out: &mut dyn Write) -> Result<(), CliError> {
    for line in place.open(Access::Read)?.list()? {
        let Line { id, state, questionnaire, partner_name, organisation } = line;
        let organisation = if organisation.is_empty() { organisation } else { format!("\t{organisation}") };
        writeln!(out, "{id}\t{state}\t{partner_name}\t{questionnaire}{organisation}")
            .map_err(CliError::failed)?;
    }
    Ok(())
}

fn load(args: &LoadArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let file = read(&args.file)?;
    let id = args.of.assessment.as_str();
    if args.preview {
        let seen = args.of.place.open(Access::Read)?.preview(id, &file)?;
        writeln!(out, "{} answers ({})", seen.answers.len(), seen.format).map_err(CliError::failed)?;
        for step in seen.answers {
            writeln!(out, "  {:<9} {}", step.standing, step.question).map_err(CliError::failed)?;
        }
        if let Some(list) = seen.sub_processors {
            writeln!(out, "  {:<9} {LIST}", list.standing).map_err(CliError::failed)?;
        }
        return say_notes(&seen.notes, out);
    }
    // Before anything is changed: an undo that could not be kept would be none.
    let undo = args.undo.as_deref().map(|path| create(path).map(|file| (path, file))).transpose()?;
    let done = args.of.place.open(Access::Write).and_then(|place| place.load(id, &file, &overwrite(args)));
    let loaded = done.inspect_err(|_nothing_was_loaded| {
        // An empty file undoes nothing; if it cannot be removed, it says so itself when it is loaded.
        if let Some((path, _)) = &undo {
            let _ = std::fs::remove_file(path);
        }
    })?;
    if let Some((path, file)) = undo {
        let text = serde_json::to_string_pretty(&loaded.undo).map_err(CliError::failed)?;
        fill(file, path, text.as_bytes())?;
    }
    writeln!(out, "{} answers were loaded.", loaded.loaded).map_err(CliError::failed)?;
    if loaded.same > 0 {
        writeln!(out, "{} were the same already.", loaded.same).map_err(CliError::failed)?;
    }
    if !loaded.kept.is_empty() {
        let kept = loaded.kept.join(", ");
        writeln!(out, "Not overwritten, because they differ: {kept}. Name them with --overwrite to do so.")
            .map_err(CliError::failed)?;
    }
    say_notes(&loaded.notes, out)
}

fn overwrite(args: &LoadArgs) -> Overwrite {
    match (args.overwrite_all, args.overwrite.is_empty()) {
        (true, _) => Overwrite::Everything,
        (false, true) => Overwrite::Nothing,
        (false, false) => Overwrite::These(args.overwrite.iter().cloned().collect()),
    }
}

fn say_notes(notes: &[Note], out: &mut dyn Write) -> Result<(), CliError> {
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFor you to look at:").map_err(CliError::failed)?;
    notes
        .iter()
        .try_for_each(|note| writeln!(out, "  {}: {}", note.path, note.what))
        .map_err(CliError::failed)
}

fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    let unreadable = |fault: std::io::Error| CliError::Usage(at(file, fault));
    let mut bytes = Vec::new();
    let input = std::fs::File::open(file).map_err(unreadable)?;
    let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
    input.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > LARGEST_FILE {
        let what = format!("larger than {} MB, the most that is taken", LARGEST_FILE / 1_000_000);
        return Err(CliError::Usage(at(file, what)));
    }
    Ok(bytes)
}

fn create(path: &Path) -> Result<std::fs::File, CliError> {
    std::fs::File::create_new(path).map_err(|fault| CliError::Usage(at(path, fault)))
}

fn save(bytes: &[u8], path: &Path) -> Result<(), CliError> {
    fill(create(path)?, path, bytes)
}

fn fill(mut file: std::fs::File, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|fault| {
        // Half a file is worth nothing; if it cannot be removed either, the message says where it is.
        let _ = std::fs::remove_file(path);
        CliError::Failed(at(path, fault))
    })
}
