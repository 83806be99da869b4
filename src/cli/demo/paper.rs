//! The PDF of the demo: plain pages of text in a font that every reader has (ISO 32000-2, 9.6.2.2), the same bytes every time.

use std::io::Write as _;

/// A PDF with these pages; the first line of each is its heading. Letters of Latin-1 only, so that they are in the font.
pub fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let first = 4_usize;
    let place = |page: usize| first.saturating_add(page.saturating_mul(2));
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", place(page))).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (page, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            place(page).saturating_add(1)
        ));
        let content = content(lines);
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    whole(&objects)
}

/// What is drawn: a large heading, a gap, then line under line.
fn content(lines: &[&str]) -> String {
    let mut out = String::from("BT\n/F1 18 Tf\n72 760 Td\n");
    for (number, line) in lines.iter().enumerate() {
        let escaped = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let step = match number {
            0 => "",
            1 => "/F1 11 Tf\n0 -40 Td\n",
            _ => "0 -16 Td\n",
        };
        out.push_str(&format!("{step}({escaped}) Tj\n"));
    }
    out.push_str("ET");
    out
}

/// The objects with the table that says where each begins.
fn whole(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at.saturating_add(1)).as_bytes());
    }
    let start = out.len();
    let size = objects.len().saturating_add(1);
    out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        // A line of this table is exactly twenty bytes.
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let end = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vetting::evidence::{FileType, PartName, extract};

    #[test]
    fn a_page_can_be_read_back() {
        let file = pdf(&[&["Audit (2026)", "One line", "and \\ another"], &["Second page"]]);
        assert_eq!(FileType::of("a.pdf", &file), Ok(FileType::Pdf));
        let found = extract(FileType::Pdf, file).unwrap();
        assert_eq!(found.parts.len(), 2);
        assert_eq!(found.parts[0].text, "Audit (2026)\n\nOne line\nand \\ another");
        assert_eq!((&found.parts[1].at, found.parts[1].text.as_str()), (&PartName::Page(2), "Second page"));
    }
}
