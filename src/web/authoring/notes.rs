//! What an import left to look at, in the reader's language.

use crate::services::authoring::{FileNote, Said};
use crate::web::error::shown;
use crate::web::words::{Arg, Words};

/// One thing to look at.
#[derive(Debug, Clone, Default)]
pub struct NoteView {
    /// Where it stands in the file.
    pub path: String,
    /// What became of it.
    pub what: String,
}

impl NoteView {
    /// A kept note in words; as it was kept, in English, where the catalogue has no name for it.
    pub(super) fn of(words: &Words, note: &FileNote) -> Self {
        let said = note.said.as_ref().and_then(|said| spoken(words, said));
        Self { path: note.path.clone(), what: said.unwrap_or_else(|| note.what.clone()) }
    }
}

fn spoken(words: &Words, said: &Said) -> Option<String> {
    if !words.has(&said.id) {
        return None;
    }
    let plain = said.args.iter().map(|(name, value)| (name.as_str(), shown(words.lang(), name, value)));
    let parts = said.parts.iter().map(|(name, part)| Some((name.as_str(), Arg::from(spoken(words, part)?))));
    let parts = parts.collect::<Option<Vec<_>>>()?;
    Some(words.with(&said.id, &plain.chain(parts).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::Message;
    use crate::vetting::formats::Note;
    use crate::vetting::questionnaire::{Questionnaire, changes};
    use crate::vetting::sentence::Sentence;
    use crate::web::error::say;
    use crate::web::words::Lang;

    #[test]
    fn what_changed_is_told_in_the_readers_language() {
        let built_in = Questionnaire::built_in().unwrap();
        let mut document = serde_json::to_value(&built_in).unwrap();
        let section = &mut document["sections"][0];
        section["weight"] = 9.into();
        let questions = section["questions"].as_array_mut().unwrap();
        questions[0]["weight"] = 5.into();
        questions[0]["text"]["en"] = "Who?".into();
        questions[0]["options"][1]["tip"]["en"] = "Now.".into();
        questions[0]["options"][1]["value"] = 60.into();
        questions[1]["flag"] = "critical".into();
        questions[2]["maps"] = serde_json::json!([]);
        questions[3]["list"] = "sub_processors".into();
        questions.remove(4);
        questions.swap(1, 2);
        let changed = Questionnaire::parse(&document.to_string()).unwrap();
        let found = changes(&built_in, &changed);
        assert!(found.len() > 8, "{found:?}");
        for change in found {
            let message = Message::said(&change.what);
            assert_eq!(say(&Words::new(Lang::En), &message), *change.what);
            let french = say(&Words::new(Lang::Fr), &message);
            let bare = |word: &str| !french.split_whitespace().any(|other| other == word);
            assert!(french != *change.what && !french.contains(['⟦', '$']), "{french}");
            assert!(
                ["instead", "of", "the", "none", "weight", "no", "nothing"].iter().all(|word| bare(word)),
                "{french}"
            );
        }
    }

    #[test]
    fn a_note_is_kept_by_its_name_and_read_in_any_language() {
        let why = Sentence::of("note-no-item", "there is no item {text}").with("text", "1200");
        let what = Sentence::of(
            "note-tip-left-out",
            "this warning was left out: {why}; decide which choices it means",
        );
        let kept = serde_json::to_string(&FileNote::from(Note::at("tip", what.part("why", why)))).unwrap();
        let read = |lang| NoteView::of(&Words::new(lang), &serde_json::from_str(&kept).unwrap()).what;
        let english = "this warning was left out: there is no item 1200; decide which choices it means";
        assert_eq!(read(Lang::En), english);
        let french = read(Lang::Fr);
        assert!(
            french.contains("1200") && !french.contains("item") && !french.contains("warning"),
            "{french}"
        );
        // Notes of before, and of a sentence that is gone.
        for old in
            [r#"{"path":"a","what":"b"}"#, r#"{"path":"a","what":"b","said":{"id":"note-gone","args":[]}}"#]
        {
            let view = NoteView::of(&Words::new(Lang::Fr), &serde_json::from_str(old).unwrap());
            assert_eq!((view.path.as_str(), view.what.as_str()), ("a", "b"));
        }
    }
}
