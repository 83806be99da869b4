//! `entente questionnaire`: checks, compares and imports questionnaires as files, with no server.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::CliError;
use crate::services::authoring::flaw_message;
use crate::vetting::{
    answers,
    formats::{
        self, About, Imported, Note, filled,
        questionnaire_file::{WrittenFormat, write},
        vsaq,
    },
    questionnaire::{Questionnaire, SCHEMA, changes, draft::Draft},
};
use crate::web::error::say;
use crate::web::words::Words;

/// No questionnaire is larger; a file that is will be something else.
const LARGEST: u64 = 16 << 20;

/// Options of `questionnaire`.
#[derive(Debug, Args)]
pub struct QuestionnaireArgs {
    #[command(subcommand)]
    work: Work,
}

/// Options of `questionnaire import`.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The format of the file
    #[arg(long, value_enum)]
    format: Format,
    /// The id that the questionnaire gets; the file's name if left out
    #[arg(long)]
    id: Option<String>,
    /// The language that the file is written in, where it does not say
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
    /// The file
    file: PathBuf,
    /// Where the questionnaire goes; a file that is there already is not replaced
    #[arg(short, value_name = "OUT.json")]
    output: PathBuf,
    /// An extension of a VSAQ questionnaire; may be given several times
    #[arg(long, value_name = "FILE")]
    extension: Vec<PathBuf>,
    /// The answers that VSAQ saved for it
    #[arg(long, value_name = "FILE")]
    answered: Option<PathBuf>,
    /// Where the answers go that came with it (entente-answers/1, still without the intake)
    #[arg(long, value_name = "ANSWERS.json")]
    answers: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// Say whether a file is a questionnaire, and what it still lacks to be sent to partners
    Check {
        /// The questionnaire (entente-questionnaire/1)
        file: PathBuf,
    },
    /// Say what differs between two versions
    Diff {
        /// The version before
        old: PathBuf,
        /// The version after; the built-in questionnaire is compared with `old` if left out
        new: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a questionnaire of ours from another format
    Import(ImportArgs),
    /// Print the JSON schema of our format (entente-questionnaire/1)
    Schema {
        /// That of answers (entente-answers/1) instead
        #[arg(long)]
        answers: bool,
    },
    /// Write a questionnaire to a file, in our format or another
    Export {
        /// The format to write
        #[arg(long, value_enum, default_value = "own")]
        format: Written,
        /// The language to write, where the format takes only one
        #[arg(long, default_value = "en", value_name = "LANGUAGE")]
        language: String,
        /// The questionnaire (entente-questionnaire/1); the built-in one if left out
        file: Option<PathBuf>,
        /// Where it goes; a file that is there already is not replaced
        #[arg(short, value_name = "OUT.json")]
        output: PathBuf,
    },
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Google's Vendor Security Assessment Questionnaire
    Vsaq,
    /// A framework library of CISO Assistant (YAML)
    CisoAssistant,
    /// CAIQ 4 of the Cloud Security Alliance (your own copy, .xlsx)
    Caiq,
    /// HECVAT 2 to 4 of EDUCAUSE (your own copy, .xlsx or .json)
    Hecvat,
}

impl Format {
    fn of(self) -> formats::Format {
        match self {
            Self::Vsaq => formats::Format::Vsaq,
            Self::CisoAssistant => formats::Format::CisoAssistant,
            Self::Caiq => formats::Format::Caiq,
            Self::Hecvat => formats::Format::Hecvat,
        }
    }
}

/// The formats that are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Written {
    /// Our own (entente-questionnaire/1)
    Own,
    /// Google's Vendor Security Assessment Questionnaire
    Vsaq,
    /// A framework library of CISO Assistant (YAML)
    CisoAssistant,
}

impl Written {
    fn of(self) -> WrittenFormat {
        match self {
            Self::Own => WrittenFormat::Own,
            Self::Vsaq => WrittenFormat::Vsaq,
            Self::CisoAssistant => WrittenFormat::CisoAssistant,
        }
    }
}

/// Runs the verb.
pub fn run(args: &QuestionnaireArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.work {
        Work::Check { file } => check(file, out),
        Work::Diff { old, new, json } => diff(old, new.as_deref(), *json, out),
        Work::Schema { answers } => {
            let schema = if *answers { answers::SCHEMA } else { SCHEMA };
            out.write_all(schema.as_bytes()).map_err(CliError::failed)
        }
        Work::Import(args) => {
            let imported = read_foreign(args)?;
            import(&imported, (&args.output, args.answers.as_deref()), out)
        }
        Work::Export { format, language, file, output } => {
            export((*format, language), file.as_deref(), output, out)
        }
    }
}

/// The questionnaire of another format that the options name.
fn read_foreign(args: &ImportArgs) -> Result<Imported, CliError> {
    let stem = || args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = args.id.clone().unwrap_or_else(stem);
    let about = About { id: &id, language: &args.language };
    let more = vsaq::More {
        extensions: args.extension.iter().map(|file| read(file)).collect::<Result<_, _>>()?,
        answers: args.answered.as_deref().map(read).transpose()?,
    };
    let imported = match args.format {
        Format::Vsaq => vsaq::import_with(&read(&args.file)?, &more, about),
        _ if more != vsaq::More::default() => {
            return Err(CliError::usage("--extension and --answered go with --format vsaq"));
        }
        format => formats::import(format.of(), &read_bytes(&args.file)?, about),
    };
    imported.map_err(|fault| at(&args.file, &fault))
}

fn read(file: &Path) -> Result<String, CliError> {
    String::from_utf8(read_bytes(file)?)
        .map_err(|_not_text| CliError::Usage(format!("{}: this is not text in UTF-8", file.display())))
}

fn read_bytes(file: &Path) -> Result<Vec<u8>, CliError> {
    let unreadable =
        |fault: std::io::Error| CliError::Usage(format!("cannot read {}: {fault}", file.display()));
    let size = std::fs::metadata(file).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(CliError::Usage(format!(
            "{}: larger than {} MiB, so no questionnaire",
            file.display(),
            LARGEST >> 20
        )));
    }
    std::fs::read(file).map_err(unreadable)
}

fn at(file: &Path, fault: &impl std::fmt::Display) -> CliError {
    CliError::Usage(format!("{}: {fault}", file.display()))
}

fn open(file: &Path) -> Result<Questionnaire, CliError> {
    Questionnaire::parse(&read(file)?).map_err(|fault| at(file, &fault))
}

/// Everything that stands in the way of sending it, each with its path; what deserves a look is told too.
fn check(file: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let draft = Draft::parse(&read(file)?).map_err(|fault| at(file, &fault))?;
    let (sections, questions) = (draft.sections().len(), draft.questions().count());
    writeln!(out, "{}: {sections} sections, {questions} questions", draft.id()).map_err(CliError::failed)?;
    let words = Words::default();
    let flaws = draft.flaws_by_path();
    for (path, flaw) in &flaws {
        let mark = if flaw.what.stops() { '*' } else { ' ' };
        let (_, message) = flaw_message(flaw);
        writeln!(out, "{mark} {path}: {}", say(&words, &message)).map_err(CliError::failed)?;
    }
    let stops = flaws.iter().filter(|(_, flaw)| flaw.what.stops()).count();
    if stops == 0 {
        // What the draft cannot see of itself, such as a version of 0.
        open(file)?;
        return writeln!(out, "ready to be sent").map_err(CliError::failed);
    }
    writeln!(out, "\n* has to be put right before it can be sent").map_err(CliError::failed)?;
    Err(CliError::Usage(format!("{}: not ready to be sent: {stops} to put right", file.display())))
}

fn diff(old: &Path, new: Option<&Path>, json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let before = open(old)?;
    let after = match new {
        Some(new) => open(new)?,
        None => Questionnaire::built_in().map_err(CliError::failed)?,
    };
    let found = changes(&before, &after);
    if json {
        let text = serde_json::to_string_pretty(&found).map_err(CliError::failed)?;
        return writeln!(out, "{text}").map_err(CliError::failed);
    }
    if found.is_empty() {
        return writeln!(out, "no difference").map_err(CliError::failed);
    }
    for change in found {
        let (mark, place) = (if change.scores { '*' } else { ' ' }, change.place);
        writeln!(out, "{mark} {place:<6} {}", change.what).map_err(CliError::failed)?;
    }
    writeln!(out, "\n* can change a score").map_err(CliError::failed)
}

fn export(
    (format, language): (Written, &str),
    file: Option<&Path>,
    output: &Path,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let questionnaire = match file {
        Some(file) => open(file)?,
        None => Questionnaire::built_in().map_err(CliError::failed)?,
    };
    let written = write(&questionnaire, format.of(), language).map_err(CliError::failed)?;
    save_text(&written.text, output)?;
    writeln!(out, "{}: {} questions", output.display(), questionnaire.questions().count())
        .map_err(CliError::failed)?;
    say_notes(&written.notes, out)
}

fn say_notes(notes: &[Note], out: &mut dyn Write) -> Result<(), CliError> {
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFor you to look at:").map_err(CliError::failed)?;
    notes.iter().try_for_each(|note| writeln!(out, "  {note}")).map_err(CliError::failed)
}

fn import(
    imported: &Imported,
    (output, answers): (&Path, Option<&Path>),
    out: &mut dyn Write,
) -> Result<(), CliError> {
    save(&imported.questionnaire, output)?;
    let (sections, questions) =
        (imported.questionnaire.sections().len(), imported.questionnaire.questions().count());
    writeln!(out, "{}: {sections} sections, {questions} questions", output.display())
        .map_err(CliError::failed)?;
    let mut notes = imported.notes.clone();
    if let Some(answers) = answers {
        let document = filled::document(&imported.answers);
        save_text(&serde_json::to_string_pretty(&document).map_err(CliError::failed)?, answers)?;
        writeln!(out, "{}: {} answers", answers.display(), imported.answers.len())
            .map_err(CliError::failed)?;
        notes.push(filled::intake_note());
    } else if !imported.answers.is_empty() {
        let count = imported.answers.len();
        writeln!(out, "{count} answers came with it; --answers saves them").map_err(CliError::failed)?;
    }
    say_notes(&notes, out)
}

/// Writes a file that is not there yet.
fn save(questionnaire: &Questionnaire, output: &Path) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(questionnaire).map_err(CliError::failed)?;
    save_text(&text, output)
}

fn save_text(text: &str, output: &Path) -> Result<(), CliError> {
    let mut file = std::fs::File::create_new(output)
        .map_err(|fault| CliError::Usage(format!("cannot write {}: {fault}", output.display())))?;
    let written = writeln!(file, "{text}").and_then(|()| file.sync_all());
    written.map_err(|fault| {
        // Half a questionnaire is worth nothing; if it cannot be removed either, the message says where it is.
        let _ = std::fs::remove_file(output);
        CliError::Failed(format!("{}: {fault}", output.display()))
    })
}
