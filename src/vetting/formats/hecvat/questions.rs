//! From HECVAT's questions to sections of ours.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::Notes;
use super::super::build::start_of;
use super::super::plain::lines;
use super::super::table::simple;
use super::{Asked, Content};
use crate::vetting::code::QuestionId;
use crate::vetting::format::FormatError;

/// The sections of a file, without their weights, and what a person must look at.
pub(super) fn sections(
    content: &Content,
    language: &str,
    mut notes: Notes,
) -> Result<(Vec<Value>, Notes), FormatError> {
    notes.add(
        "sections",
        "HECVAT has no weights for categories: every section weighs the same; set what matters to you",
    );
    notes.add(
        "questions",
        "HECVAT expects no evidence: the level E1 is set throughout; raise it where documents exist",
    );
    note_edition(content, &mut notes);
    let compared: BTreeSet<String> =
        content.questions.iter().filter_map(|asked| rule(&asked.rule)).flatten().collect();
    let known: BTreeSet<&str> = content.questions.iter().map(|asked| asked.id.as_str()).collect();
    for asked in &content.questions {
        let named = rule(&asked.rule).unwrap_or_default();
        if let Some(missing) = named.iter().find(|other| !known.contains(other.as_str())) {
            let what = format!("its rule names a question that is not here: there is no question {missing}");
            return Err(FormatError::at(asked.place.clone(), what));
        }
    }
    let mut order: Vec<&str> = Vec::new();
    let mut gathered: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for asked in &content.questions {
        let Some(question) = question(asked, &compared, language, &mut notes) else { continue };
        let category = category_of(&asked.id);
        let questions = gathered.entry(category).or_insert_with(|| {
            order.push(category);
            Vec::new()
        });
        questions.push(question);
    }
    let section = |category: &&str| {
        let title = content.categories.get(*category).map_or(*category, String::as_str);
        let questions = gathered.remove(*category).unwrap_or_default();
        json!({"id": category, "title": {language: lines(title)}, "questions": questions})
    };
    Ok((order.iter().map(section).collect(), notes))
}

/// What the versions have in different ways.
fn note_edition(content: &Content, notes: &mut Notes) {
    let in_points = |asked: &Asked| asked.importance.is_empty() && !asked.weight.is_empty();
    if !content.questions.iter().any(in_points) {
        notes.add("questions", "importance critical, standard and minor (20, 10 and 5) became the weights 5, 2 and 1, the nearest that there are");
        return;
    }
    notes.add(
        "questions",
        "weights of 40, 25, 20, 15 and 10 became 5, 3, 2, 2 and 1, the nearest that there are",
    );
    notes.add(
        "questions",
        "before version 4 the table does not say when a question is asked, so every one is: take away what the qualifiers rule out, or give it a condition",
    );
}

/// The letters before the number: `DPAI` of `DPAI-03`.
pub(super) fn category_of(id: &str) -> &str {
    id.split_once('-').map_or(id, |(category, _)| category)
}

/// Whether a text is a question's id: capitals, a dash, a number.
pub(super) fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(category, number)| {
        (2..=6).contains(&category.len())
            && category.chars().all(|c| c.is_ascii_uppercase())
            && !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// The questions that must not be answered "no" for this one to be asked: `If REQU-01 is no, populate …`, several of them
/// with semicolons between. None if the rule says anything else.
fn rule(text: &str) -> Option<Vec<String>> {
    let clauses: Vec<&str> = text.split(';').map(str::trim).filter(|clause| !clause.is_empty()).collect();
    let id = |clause: &&str| {
        let (id, rest) = clause.strip_prefix("If ")?.split_once(" is no, ")?;
        (is_id(id) && rest.starts_with("populate ")).then(|| id.to_owned())
    };
    clauses.iter().map(id).collect()
}

fn question(asked: &Asked, compared: &BTreeSet<String>, language: &str, notes: &mut Notes) -> Option<Value> {
    if QuestionId::new(&asked.id).is_err() {
        notes.add(
            &asked.place,
            format!("\"{}\" is no question's id, so it was left out", start_of(&asked.id)),
        );
        return None;
    }
    let good = match simple(&asked.compliant).as_str() {
        "yes" => Some("yes"),
        "no" => Some("no"),
        _ => None,
    };
    if good.is_none() && !compared.contains(&asked.id) {
        let what = format!(
            "it is not scored, and the file does not say what answer it takes, so it was left out; every answer takes a comment: {}",
            start_of(&asked.text)
        );
        notes.add(&asked.place, what);
        return None;
    }
    let when = condition(asked, notes);
    let option = |id: &str, label: &str, guidance: &str| {
        let mut option = json!({"id": id, "label": {language: label}});
        let Some(fields) = option.as_object_mut() else { return option };
        if let Some(good) = good {
            fields.insert("value".to_owned(), json!(if id == good { 100 } else { 0 }));
        }
        let guidance = lines(guidance);
        if good.is_some_and(|good| id != good) && !guidance.is_empty() {
            fields.insert("tip".to_owned(), json!({language: guidance}));
        }
        option
    };
    let mut value = json!({
        "id": asked.id, "text": {language: lines(&asked.text)}, "scored": good.is_some(), "na_allowed": true,
        "expected_evidence": "E1", "when": when, "maps": [{"framework": "HECVAT", "ref": asked.id}],
        "options": [option("yes", "Yes", &asked.yes_guidance), option("no", "No", &asked.no_guidance)],
    });
    if let Some(fields) = value.as_object_mut() {
        if good.is_some() {
            fields.insert("weight".to_owned(), json!(weight(asked, notes)));
        }
        for (name, text) in [("help", &asked.guidance), ("why", &asked.reason)] {
            let text = lines(text);
            if !text.is_empty() {
                fields.insert(name.to_owned(), json!({language: text}));
            }
        }
    }
    Some(value)
}

fn condition(asked: &Asked, notes: &mut Notes) -> Option<String> {
    let source = asked.rule.trim();
    if source.is_empty() {
        return None;
    }
    let others = rule(source).filter(|others| !others.is_empty() && !others.contains(&asked.id));
    let Some(others) = others else {
        notes.add(
            &asked.place,
            format!("the rule \"{}\" was left out, so this is always asked", start_of(source)),
        );
        return None;
    };
    let each: Vec<String> = others.iter().map(|other| format!("{other} != 'no'")).collect();
    Some(each.join(" && "))
}

/// 5, 2 and 1 keep the proportions of 20, 10 and 5 as nearly as our four weights can; points up to 40 do so as eighths.
fn weight(asked: &Asked, notes: &mut Notes) -> u32 {
    let importance = simple(&asked.importance);
    match (importance.split(' ').next(), asked.weight.trim().parse::<u32>()) {
        (Some("critical"), _) => 5,
        (Some("standard"), _) => 2,
        (Some("minor"), _) => 1,
        (_, Ok(32..)) => 5,
        (_, Ok(21..)) => 3,
        (_, Ok(12..)) => 2,
        (_, Ok(1..)) => 1,
        _ => {
            notes.add(&asked.place, "it has no importance that is known, so it weighs 1");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rule;

    #[test]
    fn only_rules_of_the_known_form_are_read() {
        assert_eq!(rule("If REQU-01 is no, populate solution provider answer with B2").unwrap(), ["REQU-01"]);
        assert_eq!(
            rule("If REQU-04 is no, populate x; If AIQU-01 is no, populate with B9").unwrap(),
            ["REQU-04", "AIQU-01"]
        );
        assert!(rule("If Self-managed, populate the answer").is_none());
        assert!(rule("If REQU-04 is no, populate x; or so").is_none());
    }
}
