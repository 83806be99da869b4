//! `entente questionnaire`: checks, compares and imports questionnaires as files, with no server.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::CliError;
use crate::vetting::{
    formats::{Imported, vsaq},
    questionnaire::{Questionnaire, changes},
};

/// No questionnaire is larger; a file that is will be something else.
const LARGEST: u64 = 16 << 20;

/// Options of `questionnaire`.
#[derive(Debug, Args)]
pub struct QuestionnaireArgs {
    #[command(subcommand)]
    work: Work,
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
    Import {
        /// The format of the file
        #[arg(long, value_enum)]
        format: Format,
        /// The id that the questionnaire gets; the file's name if left out
        #[arg(long)]
        id: Option<String>,
        /// The language that the file is written in
        #[arg(long, default_value = "en", value_name = "LANGUAGE")]
        language: String,
        /// The file
        file: PathBuf,
        /// Where the questionnaire goes; a file that is there already is not replaced
        #[arg(short, value_name = "OUT.json")]
        output: PathBuf,
    },
    /// Write the built-in questionnaire to a file, to start one's own from
    Export {
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
}

/// Runs the verb.
pub fn run(args: &QuestionnaireArgs, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.work {
        Work::Check { file } => check(file, out),
        Work::Diff { old, new, json } => diff(old, new.as_deref(), *json, out),
        Work::Import { format, id, language, file, output } => {
            let stem =
                || file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let id = id.clone().unwrap_or_else(stem);
            let text = read(file)?;
            let imported = match format {
                Format::Vsaq => vsaq::import(&text, vsaq::About { id: &id, language }),
            };
            import(&imported.map_err(|fault| at(file, &fault))?, output, out)
        }
        Work::Export { output } => {
            let questionnaire = Questionnaire::built_in().map_err(CliError::failed)?;
            save(&questionnaire, output)?;
            writeln!(out, "{}: {} questions", output.display(), questionnaire.questions().count())
                .map_err(CliError::failed)
        }
    }
}

fn read(file: &Path) -> Result<String, CliError> {
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
    std::fs::read_to_string(file).map_err(unreadable)
}

fn at(file: &Path, fault: &impl std::fmt::Display) -> CliError {
    CliError::Usage(format!("{}: {fault}", file.display()))
}

fn open(file: &Path) -> Result<Questionnaire, CliError> {
    Questionnaire::parse(&read(file)?).map_err(|fault| at(file, &fault))
}

fn check(file: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let questionnaire = open(file)?;
    let (sections, questions) = (questionnaire.sections().len(), questionnaire.questions().count());
    writeln!(
        out,
        "{}, version {}: {sections} sections, {questions} questions",
        questionnaire.id(),
        questionnaire.version()
    )
    .map_err(CliError::failed)?;
    questionnaire
        .check_publishable()
        .map_err(|fault| CliError::Usage(format!("{}: not ready to be sent: {fault}", file.display())))?;
    writeln!(out, "ready to be sent").map_err(CliError::failed)
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

fn import(imported: &Imported, output: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    save(&imported.questionnaire, output)?;
    let (sections, questions) =
        (imported.questionnaire.sections().len(), imported.questionnaire.questions().count());
    writeln!(out, "{}: {sections} sections, {questions} questions", output.display())
        .map_err(CliError::failed)?;
    writeln!(out, "\nFor you to look at:").map_err(CliError::failed)?;
    imported.notes.iter().try_for_each(|note| writeln!(out, "  {note}")).map_err(CliError::failed)
}

/// Writes a file that is not there yet.
fn save(questionnaire: &Questionnaire, output: &Path) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(questionnaire).map_err(CliError::failed)?;
    let mut file = std::fs::File::create_new(output)
        .map_err(|fault| CliError::Usage(format!("cannot write {}: {fault}", output.display())))?;
    let written = writeln!(file, "{text}").and_then(|()| file.sync_all());
    written.map_err(|fault| {
        // Half a questionnaire is worth nothing; if it cannot be removed either, the message says where it is.
        let _ = std::fs::remove_file(output);
        CliError::Failed(format!("{}: {fault}", output.display()))
    })
}
