//! Who handles data for the made-up partners, and which changes they have announced.

use crate::access::{Respondent, Role};
use crate::clock::Timestamp;
use crate::ids::PartnerId;
use crate::services::ServiceError;
use crate::services::chain::{self, NoticeInput};
use crate::store::WriteTx;
use crate::vetting::chain::EntryInput;
use crate::vetting::code::QuestionId;

use super::cast::Troupe;

/// The question beside which the built-in questionnaire asks for the list.
const QUESTION: &str = "G1";

/// Partners with what they name: the company, what for, where, on which ground.
type Named = (&'static str, &'static str, &'static str, &'static str);
const LISTS: [(&str, &[Named]); 4] = [
    (
        "Harbour & Pine",
        &[
            ("Cloud Nine GmbH", "Hosting of the customer database", "DE", "not_needed"),
            ("Mailbird Inc.", "Sending of newsletters", "US", "adequacy"),
        ],
    ),
    (
        "Meridian Media",
        &[
            ("Cloud Nine GmbH", "Hosting", "DE", "not_needed"),
            ("Lookout Analytics Pvt Ltd", "Reports and support at night", "IN", "scc_tia"),
            ("Tagsmith Ltd", "Tags on the website", "GB", "not_needed"),
        ],
    ),
    ("Quill Data Exchange", &[("Basement Servers LLC", "Hosting and resale", "US", "none")]),
    (
        "Fenwick Analytics",
        &[
            ("CLOUD NINE, GmbH", "Hosting of models", "DE", "not_needed"),
            ("Cloud Nine Deutschland", "Backup", "DE", "not_needed"),
            ("Mailbird Inc", "Sending of reports", "US", "scc_tia"),
        ],
    ),
];

fn named((name, purpose, country, transfer): &Named) -> EntryInput {
    EntryInput {
        name: (*name).to_owned(),
        purpose: (*purpose).to_owned(),
        data: vec!["direct_identifiers".to_owned(), "purchase_history".to_owned()],
        country: (*country).to_owned(),
        transfer: (*transfer).to_owned(),
        since: "2025-02-01".to_owned(),
        website: String::new(),
    }
}

/// The respondent of that partner fills in the list.
pub fn fill_in(tx: &mut WriteTx, who: &Respondent, partner: &str, at: Timestamp) -> Result<(), ServiceError> {
    let question = QuestionId::new(QUESTION).map_err(|_no_such_name| ServiceError::NotFound)?;
    let lists = LISTS.iter().filter(|(name, _)| *name == partner);
    for one in lists.flat_map(|(_, list)| list.iter()) {
        chain::entry_add_by_respondent(tx, who, &question, &named(one), at)?;
    }
    Ok(())
}

/// Meridian has announced a change that waits for an answer; to one of Quill's there was an objection, which it has not answered.
pub fn announce(
    tx: &mut WriteTx,
    us: &Troupe,
    (partner, name): (&PartnerId, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let manager = us.may(Role::Manager)?;
    let day = |days: i64| now.plus_days(days).to_utc().date_naive().to_string();
    let notice = |company: &Named, starts| NoticeInput {
        change: "add".to_owned(),
        company: named(company),
        starts,
        ..NoticeInput::default()
    };
    match name {
        "Meridian Media" => {
            let skywell = notice(&("Skywell Ltd", "Measuring of campaigns", "GB", "adequacy"), day(45));
            chain::notice_record(tx, &manager, partner, (&skywell, 30), now.plus_days(-4))?;
        }
        "Quill Data Exchange" => {
            let resale = notice(&("Bulk Lists LLC", "Resale of segments", "US", "none"), day(-2));
            let id = chain::notice_record(tx, &manager, partner, (&resale, 30), now.plus_days(-20))?;
            let reason = "Our data is not for resale, and no transfer tool is named for this company.";
            chain::notice_object(tx, &manager, (&id, reason), now.plus_days(-18))?;
        }
        _ => {}
    }
    Ok(())
}
