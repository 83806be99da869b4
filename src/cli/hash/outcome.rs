//! What a list came to, as text and as JSON: counts, reasons, lines and what to look at, never a value.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cli::CliError;
use crate::matching::normalise::Reject;
use crate::matching::pipeline::{Finding, Report, findings};
use crate::matching::{IdentifierType, Profile};

/// The report of a list.
#[derive(Serialize)]
pub(in crate::cli) struct Outcome<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kcv: Option<String>,
    normalisation: &'a str,
    rows: u64,
    people: u64,
    duplicates: u64,
    unusable: u64,
    opted_out: u64,
    segments: usize,
    rejects: Map<String, Value>,
    by_type: Map<String, Value>,
    findings: Vec<Value>,
    #[serde(skip)]
    said: Vec<Finding>,
    #[serde(skip)]
    report: &'a Report,
    #[serde(skip)]
    kinds: Vec<IdentifierType>,
}

impl<'a> Outcome<'a> {
    /// The outcome of a list of these columns; `key` is the room and its key check value, where there is a key.
    pub(in crate::cli) fn new(
        key: Option<(&'a str, String)>,
        kinds: &[IdentifierType],
        profile: Profile,
        report: &'a Report,
        segments: usize,
    ) -> Self {
        let met = Reject::ALL.into_iter().filter(|reason| report.refused(*reason) > 0);
        let rejects = met.map(|reason| (reason.code().to_owned(), report.refused(reason).into()));
        let said = findings(report, kinds, profile);
        let (room, kcv) = key.unzip();
        Self {
            room,
            kcv,
            normalisation: profile.label(),
            rows: report.rows,
            people: report.people,
            duplicates: report.duplicates,
            unusable: report.unusable,
            opted_out: report.opted_out,
            segments,
            rejects: rejects.collect(),
            by_type: kinds.iter().map(|kind| (kind.name().to_owned(), of_kind(report, *kind))).collect(),
            findings: said.iter().map(finding).collect(),
            said,
            report,
            kinds: kinds.to_vec(),
        }
    }

    /// Whether nothing was found to look at.
    pub(in crate::cli) fn is_well(&self) -> bool {
        self.said.is_empty()
    }

    /// Prints it.
    pub(in crate::cli) fn print(&self, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
        if as_json {
            let text = serde_json::to_string(self).map_err(CliError::failed)?;
            return writeln!(out, "{text}").map_err(CliError::failed);
        }
        self.say(out).map_err(CliError::failed)
    }

    fn say(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(
            out,
            "{} rows: {} people, {} duplicates, {} without a usable identifier",
            self.rows, self.people, self.duplicates, self.unusable
        )?;
        for kind in &self.kinds {
            let column = self.report.column(*kind);
            writeln!(out, "{kind}: {} tokens", column.tokens)?;
            for refused in &column.refused {
                let lines: Vec<String> = refused.lines.iter().map(u64::to_string).collect();
                let shown = u64::try_from(lines.len()).unwrap_or_default();
                let more = if refused.count > shown { ", …" } else { "" };
                let (count, reason, lines) = (refused.count, refused.reason, lines.join(", "));
                writeln!(out, "  {count} left out: {reason} (lines {lines}{more})")?;
            }
        }
        if self.segments > 0 {
            writeln!(out, "{} segments", self.segments)?;
        }
        if self.opted_out > 0 {
            writeln!(out, "{} people are marked as opted out", self.opted_out)?;
        }
        for finding in &self.said {
            writeln!(out, "look at this: {finding}")?;
        }
        match (&self.room, &self.kcv) {
            (Some(room), Some(kcv)) => writeln!(out, "room {room}, key check value {kcv}"),
            _ => Ok(()),
        }
    }
}

fn of_kind(report: &Report, kind: IdentifierType) -> Value {
    let column = report.column(kind);
    let counts = column.refused.iter().map(|part| (part.reason.code().to_owned(), part.count.into()));
    let lines = column.refused.iter().map(|part| (part.reason.code().to_owned(), part.lines.clone().into()));
    json!({
        "tokens": column.tokens,
        "rejects": counts.collect::<Map<_, _>>(),
        "lines": lines.collect::<Map<_, _>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code(),
        "type": finding.kind().map(IdentifierType::name),
        "number": finding.number(),
        "detail": finding.to_string(),
    })
}
