//! The fields of a company of a list, of a table, and of a notice: the same for the partner and for a member.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;

use crate::services::FieldFault;
use crate::services::chain::NoticeInput;
use crate::store::SubProcessor;
use crate::vetting::chain::{COLUMNS, EntryInput, Transfer, category_word};
use crate::vetting::intake::DataCategory;
use crate::web::components::{Banner, Choice, FieldView, Kind, countries, country_word, transfer_word};
use crate::web::csrf::Csrf;
use crate::web::error::{WebError, say};
use crate::web::file_form::FileForm;
use crate::web::page::Chrome;
use crate::web::vetting::fault_of;
use crate::web::words::Arg;

/// A company as a form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    name: String,
    purpose: String,
    data: Vec<String>,
    country: String,
    transfer: String,
    since: String,
    website: String,
    /// The revision that was looked at.
    pub revision: i64,
}

impl EntryForm {
    /// What was typed.
    pub fn input(&self) -> EntryInput {
        EntryInput {
            name: self.name.clone(),
            purpose: self.purpose.replace("\r\n", "\n"),
            data: self.data.clone(),
            country: self.country.clone(),
            transfer: self.transfer.clone(),
            since: self.since.clone(),
            website: self.website.clone(),
        }
    }

    /// What is stored, as if it had just been typed.
    pub fn of(row: &SubProcessor) -> Self {
        Self {
            name: row.name.clone(),
            purpose: row.purpose.clone(),
            data: row.data.split(',').map(str::to_owned).collect(),
            country: row.country.clone(),
            transfer: row.transfer.clone(),
            since: row.since_on.clone().unwrap_or_default(),
            website: row.website.clone(),
            revision: row.revision,
        }
    }
}

/// The fields of a company on a list.
pub fn entry_fields(c: &Chrome, form: &EntryForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let since = FieldView::typed("since", c.t("field-chain-since"), "date", "off")
        .value(&form.since)
        .error(fault_of(c, faults, "since"))
        .optional();
    let mut fields = company_fields(c, form, faults);
    fields.insert(fields.len().saturating_sub(1), since);
    fields
}

fn company_fields(c: &Chrome, form: &EntryForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let fault = |name: &str| fault_of(c, faults, name);
    let choose = Choice::new("", c.t("chain-choose")).chosen_if(&form.country);
    let listed =
        countries(&c.words).into_iter().map(|(code, name)| Choice::new(code, name).chosen_if(&form.country));
    let category = |category: DataCategory| {
        let word = category_word(category);
        let label = c.t(&format!("intake-data-{}", word.replace('_', "-")));
        Choice { chosen: form.data.contains(&word), ..Choice::new(word, label) }
    };
    let ground = |ground: Transfer| {
        Choice::new(ground.as_str(), transfer_word(&c.words, ground.as_str())).chosen_if(&form.transfer)
    };
    vec![
        FieldView::line("name", c.t("field-chain-name"))
            .hint(c.t("field-chain-name-hint"))
            .value(&form.name)
            .error(fault("name")),
        FieldView::area("purpose", c.t("field-chain-purpose")).value(&form.purpose).error(fault("purpose")),
        FieldView::checks("data", c.t("field-chain-data"), DataCategory::ALL.map(category).to_vec())
            .error(fault("data")),
        FieldView::select(
            "country",
            c.t("field-chain-country"),
            std::iter::once(choose).chain(listed).collect(),
        )
        .error(fault("country")),
        FieldView::radios("transfer", c.t("field-chain-transfer"), Transfer::ALL.map(ground).to_vec())
            .hint(c.t("field-chain-transfer-hint"))
            .error(fault("transfer")),
        FieldView::typed("website", c.t("field-chain-website"), "url", "off")
            .value(&form.website)
            .error(fault("website"))
            .optional(),
    ]
}

/// A notice as a form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    /// The name of a change.
    pub change: String,
    name: String,
    purpose: String,
    data: Vec<String>,
    country: String,
    transfer: String,
    website: String,
    starts: String,
    leaves: String,
    ends: String,
    /// Days to object, as a member types them.
    pub days: String,
}

impl NoticeForm {
    /// An empty form about that change.
    pub fn of(change: &str) -> Self {
        Self { change: change.to_owned(), ..Self::default() }
    }

    fn company(&self) -> EntryForm {
        EntryForm {
            name: self.name.clone(),
            purpose: self.purpose.clone(),
            data: self.data.clone(),
            country: self.country.clone(),
            transfer: self.transfer.clone(),
            website: self.website.clone(),
            ..EntryForm::default()
        }
    }

    /// Whether a company is to leave.
    pub fn leaves(&self) -> bool {
        self.change == "remove"
    }

    /// What was typed.
    pub fn input(&self) -> NoticeInput {
        let starts = if self.leaves() { &self.ends } else { &self.starts };
        NoticeInput {
            change: self.change.clone(),
            company: self.company().input(),
            leaves: self.leaves.clone(),
            starts: starts.clone(),
        }
    }
}

/// The fields of a company that joins.
pub fn joining_fields(c: &Chrome, form: &NoticeForm, faults: &[FieldFault]) -> Vec<FieldView> {
    let mut fields = company_fields(c, &form.company(), faults);
    let starts = FieldView::typed("starts", c.t("field-notice-starts"), "date", "off");
    fields.push(starts.value(&form.starts).error(fault_of(c, faults, "starts")));
    fields
}

/// The fields of a company that leaves the list.
pub fn leaving_fields(
    c: &Chrome,
    kept: &[SubProcessor],
    form: &NoticeForm,
    faults: &[FieldFault],
) -> Vec<FieldView> {
    let company = |row: &SubProcessor| {
        let label = format!("{} ({})", row.name, country_word(&c.words, &row.country));
        Choice::new(row.id.as_str(), label).chosen_if(&form.leaves)
    };
    // The day has a name of its own, for both forms can stand on one page.
    vec![
        FieldView::select("leaves", c.t("field-notice-leaves"), kept.iter().map(company).collect())
            .error(fault_of(c, faults, "leaves")),
        FieldView::typed("ends", c.t("field-notice-ends"), "date", "off")
            .value(&form.ends)
            .error(fault_of(c, faults, "starts")),
    ]
}

/// A form that takes a whole list.
#[derive(Debug, Clone)]
pub struct LoadView {
    /// Where it goes.
    pub action: String,
    /// The file and the field to paste into.
    pub fields: Vec<FieldView>,
    /// What cannot be taken, line by line.
    pub faults: Option<Banner>,
}

impl LoadView {
    /// The form that goes to `action`; `pasted` is what was pasted before.
    pub fn new(c: &Chrome, action: String, pasted: &str, faults: &[FieldFault]) -> Self {
        let columns = COLUMNS.join(", ");
        let fields = vec![
            FieldView::file("file", c.t("field-chain-file"), ".csv,text/csv").optional(),
            FieldView::area("table", c.t("field-chain-table"))
                .hint(c.ts("field-chain-table-hint", columns))
                .value(pasted)
                .optional(),
        ];
        Self { action, fields, faults: load_banner(c, faults) }
    }
}

fn load_banner(c: &Chrome, faults: &[FieldFault]) -> Option<Banner> {
    let line = |fault: &FieldFault| {
        let text = say(&c.words, &fault.message);
        match fault.field.strip_prefix("line ") {
            Some(place) => {
                let (n, column) = place.split_once(", ").unwrap_or((place, ""));
                let args = [("n", Arg::from(n)), ("column", Arg::from(column)), ("text", Arg::from(text))];
                c.with(if column.is_empty() { "chain-load-line" } else { "chain-load-cell" }, &args)
            }
            None => text,
        }
    };
    let lines: Vec<String> = faults.iter().map(line).collect();
    (!lines.is_empty()).then(|| Banner { kind: Kind::Bad, title: c.t("chain-load-refused"), lines })
}

/// The table that a form brought: its file, or what was pasted. A program may send the fields alone, without multipart.
#[derive(Debug, Default)]
pub struct TableForm {
    /// The table.
    pub table: Vec<u8>,
    /// What was pasted.
    pub pasted: String,
}

impl FromRequest for TableForm {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
            if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
                let form = FileForm::from_request(&request, &mut payload).await?;
                let pasted = form.field("table").replace("\r\n", "\n");
                let file = form.file.bytes;
                let table = if file.is_empty() { pasted.clone().into_bytes() } else { file };
                return Ok(Self { table, pasted });
            }
            let form = Csrf::<Pasted>::from_request(&request, &mut payload).await?;
            let pasted = form.0.table.replace("\r\n", "\n");
            Ok(Self { table: pasted.clone().into_bytes(), pasted })
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pasted {
    table: String,
}
