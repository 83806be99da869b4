//! What comes out of documents that are whole, damaged, huge or made to hurt.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

/// A PDF of one page whose content stream is `content`, in a standard font.
fn pdf(content: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 6\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(out, "trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").unwrap();
    out
}

fn office(part: &str, xml: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options: zip::write::SimpleFileOptions = zip::write::SimpleFileOptions::default();
    zip.start_file(part, options).unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_words_of_a_pdf_come_out_line_by_line() {
    let page = pdf(
        "BT /F1 12 Tf 72 700 Td (Deletion reaches) Tj 120 0 Td (every copy) Tj -120 -20 Td (within 30 days.) Tj ET",
    );
    let found = extract(FileType::Pdf, page).unwrap();
    assert_eq!(found.text, "Deletion reaches every copy\nwithin 30 days.");
    assert!(!found.cut);
}

#[test]
fn a_scan_has_no_words_and_a_picture_no_text() {
    assert_eq!(extract(FileType::Pdf, pdf("0 0 100 100 re f")), Err(NoText::Empty));
    assert_eq!(extract(FileType::Png, vec![1]), Err(NoText::Type));
    assert_eq!(extract(FileType::Docx, b"PK\x03\x04 and nothing".to_vec()), Err(NoText::Unreadable));
}

#[test]
fn office_documents_give_their_paragraphs_and_no_markup() {
    let docx = office(
        "word/document.xml",
        "<w:document xmlns:w='w'><w:p><w:r><w:t>Policy &amp; log</w:t></w:r></w:p><w:p><w:t>Two</w:t></w:p></w:document>",
    );
    assert_eq!(extract(FileType::Docx, docx).unwrap().text, "Policy & log\nTwo");
    let odt = office("content.xml", "<o xmlns:t='t'><t:h>Head</t:h><t:p>Body<t:s/>text</t:p></o>");
    assert_eq!(extract(FileType::Odt, odt).unwrap().text, "Head\nBody text");
}

#[test]
fn a_large_document_is_cut_and_entities_do_not_grow() {
    let long = "word ".repeat(MOST_CHARACTERS);
    let docx = office("word/document.xml", &format!("<p>{long}</p>"));
    let found = extract(FileType::Docx, docx).unwrap();
    assert!(found.cut && found.text.chars().count() <= MOST_CHARACTERS);
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><p>&b; fine</p>";
    let found = extract(FileType::Docx, office("word/document.xml", laughs)).unwrap();
    assert_eq!(found.text, "fine");
}

#[test]
fn what_turns_text_around_is_left_out() {
    let found = extract(FileType::Text, "a\u{202e}b\u{7}c".as_bytes().to_vec()).unwrap();
    assert_eq!(found.text, "abc");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_damaged_pdf_is_an_answer(at in 0_usize..600, byte: u8, cut in 0_usize..700) {
        let mut file = pdf("BT /F1 12 Tf 72 700 Td (words) Tj ET");
        let places = file.len();
        file[at % places] = byte;
        file.truncate(cut.max(20));
        let _: Result<DocumentText, NoText> = extract(FileType::Pdf, file);
    }
}
