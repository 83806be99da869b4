//! How the parts of a document of Word and of slides of PowerPoint hang together: by their relationships (ISO/IEC 29500-2, 9.3), not
//! by their names, which any program may choose.

use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::office::{Archive, Words, archive, attribute, read_part};
use super::taken::Taken;
use super::{NoText, PartName};

/// The largest part that only says how others hang together, in bytes.
const LARGEST_LIST: u64 = 4_000_000;
/// So many relationships of a part are followed.
const MOST_RELATIONS: usize = 10_000;
/// Drawings with words in them that are parts of their own: those of SmartArt, and charts.
const DRAWN: [&str; 2] = ["diagramData", "chart"];

/// A part that another one points to.
struct Relation {
    id: String,
    /// The last word of its type, which is the same in both editions of the standard.
    kind: String,
    /// The part's name in the archive.
    part: String,
}

/// Reads a document of Word: its headers, its text, what is drawn beside it, its notes and its footers.
pub(super) fn read_docx(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    let main = main_part(&mut archive, "word/document.xml");
    let all = relations(&mut archive, &main);
    into.begin(PartName::Whole);
    read_once(&mut archive, &all, &["header"], into);
    read_part(&mut archive, &main, Words::new(into, None))?.ok_or(NoText::Damaged)?;
    into.line_end();
    read_once(&mut archive, &all, &DRAWN, into);
    read_once(&mut archive, &all, &["footnotes", "endnotes"], into);
    read_once(&mut archive, &all, &["footer"], into);
    Ok(())
}

/// Reads the slides of PowerPoint in the order in which they are shown, each with what is drawn on it and the speaker's notes.
pub(super) fn read_pptx(bytes: &[u8], into: &mut Taken) -> Result<(), NoText> {
    let mut archive = archive(bytes)?;
    let main = main_part(&mut archive, "ppt/presentation.xml");
    let all = relations(&mut archive, &main);
    let order = order_of_slides(&mut archive, &main).ok_or(NoText::Damaged)?;
    for (at, id) in order.iter().enumerate() {
        let slide = all.iter().find(|relation| relation.id == *id);
        if !into.begin(PartName::Slide(at.saturating_add(1))) {
            break;
        }
        let Some(slide) = slide else { continue };
        if read_part(&mut archive, &slide.part, Words::new(into, None)).is_err() {
            into.lose();
        }
        let beside = relations(&mut archive, &slide.part);
        into.line_end();
        read_once(&mut archive, &beside, &DRAWN, into);
        into.line_end();
        read_once(&mut archive, &beside, &["notesSlide"], into);
    }
    Ok(())
}

/// Reads the parts of some kinds, as far as they can be read; one that says the same as another, such as the header of the first
/// page, is read once.
fn read_once(archive: &mut Archive<'_>, all: &[Relation], kinds: &[&str], into: &mut Taken) {
    let mut said: Vec<String> = Vec::new();
    for relation in all.iter().filter(|relation| kinds.contains(&relation.kind.as_str())) {
        let mark = into.mark();
        if read_part(archive, &relation.part, Words::new(into, None)).is_err() {
            into.lose();
        }
        into.line_end();
        let words = into.since(mark).trim().to_owned();
        if words.is_empty() || said.contains(&words) {
            into.take_back(mark);
        } else {
            said.push(words);
        }
    }
}

/// The part that the package says is the document; the usual one if it does not say.
fn main_part(archive: &mut Archive<'_>, usual: &str) -> String {
    let found = relations(archive, "").into_iter().find(|relation| relation.kind == "officeDocument");
    found.map_or_else(|| usual.to_owned(), |relation| relation.part)
}

/// The parts that one points to, in the order of its list; of the whole package if it has no name.
fn relations(archive: &mut Archive<'_>, part: &str) -> Vec<Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = [folder, "_rels", &format!("{name}.rels")];
    let list = list.into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>().join("/");
    let mut found = Vec::new();
    each_element(archive, &list, |name, value| {
        let inside = name == "Relationship" && value("TargetMode").is_none_or(|mode| mode != "External");
        if let (true, Some(id), Some(kind), Some(target)) =
            (inside, value("Id"), value("Type"), value("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relation { id, kind, part: resolved(folder, &target) });
        }
        found.len() < MOST_RELATIONS
    });
    found
}

/// The ids of the slides in the order in which they are shown; none if the part cannot be read.
fn order_of_slides(archive: &mut Archive<'_>, main: &str) -> Option<Vec<String>> {
    let mut order = Vec::new();
    each_element(archive, main, |name, value| {
        if name == "sldId" {
            order.extend(value(":id"));
        }
        order.len() < MOST_RELATIONS
    })?;
    Some(order)
}

/// Shows each element of a part, with its attributes by name, until it says that it has enough; none if there is no such part.
fn each_element(
    archive: &mut Archive<'_>,
    part: &str,
    mut show: impl FnMut(&str, &dyn Fn(&str) -> Option<String>) -> bool,
) -> Option<()> {
    let part = archive.by_name(part).ok()?;
    let mut text = Vec::new();
    part.take(LARGEST_LIST).read_to_end(&mut text).ok()?;
    let mut reader = Reader::from_reader(text.as_slice());
    let mut piece = Vec::new();
    loop {
        piece.clear();
        match reader.read_event_into(&mut piece) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if !show(tag.local_name().as_ref(), &|name| attribute(&tag, name)) {
                    return Some(());
                }
            }
            // What a broken list says up to there still helps.
            Ok(Event::Eof) | Err(_) => return Some(()),
            Ok(_) => {}
        }
    }
}

/// A part's name, from a folder and a path that starts there or, with a slash, at the top.
fn resolved(folder: &str, target: &str) -> String {
    let (from, path) = match target.strip_prefix('/') {
        Some(path) => ("", path),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_path_starts_beside_its_part_or_at_the_top() {
        assert_eq!(
            resolved("ppt/slides", "../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml"
        );
        assert_eq!(resolved("ppt", "/ppt/slides/slide1.xml"), "ppt/slides/slide1.xml");
        assert_eq!(resolved("", "word/./document.xml"), "word/document.xml");
        assert_eq!(resolved("", "../../up"), "up");
    }
}
