//! `entente score`: scores local files, with no server. The same function serves the web and the API.

use std::{fs, io::Write, path::PathBuf};

use super::CliError;
use crate::vetting::{
    answers::Answers,
    format::FormatError,
    policy::Policy,
    questionnaire::Questionnaire,
    scoring::{Case, Freshness, Score, SectionScore, points, score, why},
};

/// The files to score.
#[derive(Debug, clap::Args)]
pub struct ScoreArgs {
    /// The questionnaire (entente-questionnaire/1); the built-in one if left out
    #[arg(long, value_name = "FILE")]
    pub questionnaire: Option<PathBuf>,
    /// The intake and the answers (entente-answers/1)
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    /// Print the result as one JSON document
    #[arg(long)]
    pub json: bool,
}

/// How many of the dearest questions the report names.
const LOSSES_SHOWN: usize = 5;

/// Prints the score of the files that `args` names. A bad file is a usage error that carries the JSON path of its fault.
pub fn run(args: &ScoreArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let questionnaire = match &args.questionnaire {
        Some(path) => Questionnaire::parse(&text_of(path)?)
            .map_err(|fault| fault_in(&path.display().to_string(), &fault))?,
        None => Questionnaire::built_in().map_err(|fault| fault_in("the built-in questionnaire", &fault))?,
    };
    let answers = Answers::parse(&text_of(&args.answers)?, &questionnaire)
        .map_err(|fault| fault_in(&args.answers.display().to_string(), &fault))?;
    let policy = Policy::default();
    let case = Case {
        questionnaire: &questionnaire,
        intake: &answers.intake,
        sheet: &answers.sheet,
        policy: &policy,
        freshness: Freshness::Current,
    };
    let written = if args.json { write_json(&case, out) } else { write_report(&case, out) };
    written.map_err(|fault| CliError::Failed(format!("cannot write the result: {fault}")))
}

fn text_of(path: &PathBuf) -> Result<String, CliError> {
    fs::read_to_string(path)
        .map_err(|fault| CliError::Usage(format!("cannot read {}: {fault}", path.display())))
}

fn fault_in(file: &str, fault: &FormatError) -> CliError {
    CliError::Usage(format!("{file}: {fault}"))
}

fn write_json(case: &Case<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let document = serde_json::to_string_pretty(&score(case))?;
    writeln!(out, "{document}")
}

fn write_report(case: &Case<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let result = score(case);
    let title = case.questionnaire.title().in_language("en");
    let name = if title.is_empty() { case.questionnaire.id() } else { title };
    writeln!(out, "{name}, version {}", case.questionnaire.version())?;
    if result.provisional {
        writeln!(out, "Provisional: required questions are still unanswered.")?;
    }
    writeln!(out)?;
    write_numbers(&result, out)?;
    if let Some(why) = why(case, &result) {
        writeln!(out, "\n{why}")?;
    }
    writeln!(out, "\nWhy this decision:")?;
    for reason in &result.reasons {
        writeln!(out, "  {reason}")?;
    }
    writeln!(out, "\nSections (weight, controls, as claimed, confidence):")?;
    for section in &result.sections {
        write_section(section, out)?;
    }
    write_losses(&result, out)?;
    write_room(&result, out)
}

fn write_numbers(result: &Score, out: &mut dyn Write) -> std::io::Result<()> {
    let range = match (result.residual_best, result.residual_worst) {
        (Some(best), Some(worst)) => format!(" (range {} to {})", points(best), points(worst)),
        _ => String::new(),
    };
    let band =
        result.band.map(|band| format!(", {}", format!("{band:?}").to_lowercase())).unwrap_or_default();
    writeln!(out, "  Residual risk   {}{band}{range}", or_dash(result.residual))?;
    writeln!(out, "  Inherent risk   {}, tier {:?}", points(result.inherent), result.tier)?;
    writeln!(
        out,
        "  Controls        {} (as claimed {})",
        or_dash(result.control),
        or_dash(result.control_claimed)
    )?;
    writeln!(out, "  Confidence      {}", or_dash(result.confidence))?;
    writeln!(out, "  Decision        {}", result.decision)
}

fn write_section(section: &SectionScore, out: &mut dyn Write) -> std::io::Result<()> {
    let (control, claimed) = (or_dash(section.control), or_dash(section.control_claimed));
    let confidence = or_dash(section.confidence);
    writeln!(
        out,
        "  {:<6} {:>3}  {control:>6} {claimed:>6} {confidence:>6}",
        section.id.as_str(),
        section.weight
    )
}

fn write_losses(result: &Score, out: &mut dyn Write) -> std::io::Result<()> {
    if result.losses.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWhat costs most (points of control, points of risk before gates):")?;
    for loss in result.losses.iter().take(LOSSES_SHOWN) {
        let (control, residual) = (two_decimals(loss.control), two_decimals(loss.residual));
        writeln!(out, "  {:<6} {control:>6} {residual:>6}", loss.question.as_str())?;
    }
    Ok(())
}

fn write_room(result: &Score, out: &mut dyn Write) -> std::io::Result<()> {
    match (result.room.k, result.room.releases) {
        (Some(k), Some(releases)) => {
            writeln!(out, "\nA room may open: groups of at least {k}, {releases} releases.")
        }
        _ => {
            writeln!(out, "\nA room stays closed:")?;
            result.room.closed_because.iter().try_for_each(|cause| writeln!(out, "  {cause}"))
        }
    }
}

fn or_dash(hundredths: Option<u32>) -> String {
    hundredths.map_or_else(|| "-".to_owned(), points)
}

fn two_decimals(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
