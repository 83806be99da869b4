//! When the documents behind an answer have run out: from then on its level counts as E1 (vetting.md, "Model", 3).

use chrono::NaiveDate;

use super::file::Period;

/// The last day on which any of an answer's documents held, if that is past on the day `today`. None as long as one still holds or
/// names no last day, and none where the last of them was over before the answer was reviewed on the day `reviewed`: then the
/// reviewer knew, and gave the level all the same.
pub fn ran_out(documents: &[Period], reviewed: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let last = last_day(documents)?;
    (last >= reviewed && last < today).then_some(last)
}

/// The last day on which any of an answer's documents holds; none if there is no document, or one that names no last day.
pub fn last_day(documents: &[Period]) -> Option<NaiveDate> {
    let days: Option<Vec<NaiveDate>> = documents.iter().map(|period| period.expires).collect();
    days?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn until(expires: Option<&str>) -> Period {
        Period { effective: Some(day("2026-01-01")), expires: expires.map(day) }
    }

    #[test]
    fn an_answer_is_proven_through_the_last_day_of_its_last_document() {
        let documents = [until(Some("2027-03-12")), until(Some("2027-02-01"))];
        let at = |today: &str| ran_out(&documents, day("2027-01-15"), day(today));
        assert_eq!(at("2027-03-12"), None);
        assert_eq!(at("2027-03-13"), Some(day("2027-03-12")));
    }

    #[test]
    fn a_document_without_an_end_and_no_document_never_run_out() {
        let endless = [until(Some("2027-02-01")), until(None)];
        assert_eq!(ran_out(&endless, day("2027-01-15"), day("2030-01-01")), None);
        assert_eq!(ran_out(&[], day("2027-01-15"), day("2030-01-01")), None);
    }

    #[test]
    fn what_was_over_when_it_was_reviewed_was_the_reviewers_choice() {
        let documents = [until(Some("2027-01-14"))];
        assert_eq!(ran_out(&documents, day("2027-01-15"), day("2027-06-01")), None);
        assert!(ran_out(&documents, day("2027-01-14"), day("2027-06-01")).is_some());
    }
}
