//! What comes out of documents that are whole, damaged, huge or made to hurt.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

/// A PDF of one page whose content stream is `content`, in a standard font.
fn pdf(content: &str) -> Vec<u8> {
    pdf_in("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", content)
}

/// The same in another font.
fn pdf_in(font: &str, content: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        font.to_owned(),
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

fn office(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(xml: &str) -> Vec<u8> {
    office(&[("word/document.xml", xml)])
}

/// The words of a document of one part.
fn words(file: FileType, bytes: Vec<u8>) -> String {
    let found = extract(file, bytes).unwrap();
    assert_eq!(found.parts.len(), 1, "{found:?}");
    found.parts[0].text.clone()
}

#[test]
fn the_words_of_a_pdf_come_out_line_by_line() {
    let page = pdf(
        "BT /F1 12 Tf 72 700 Td (Deletion reaches) Tj 120 0 Td (every copy) Tj -120 -20 Td (within 30 days.) Tj ET",
    );
    assert_eq!(words(FileType::Pdf, page), "Deletion reaches every copy\nwithin 30 days.");
    let kerned = pdf("BT /F1 12 Tf 72 700 Td [(De) -20 (le) 15 (tion) -300 (log)] TJ ET");
    assert_eq!(words(FileType::Pdf, kerned), "Deletion log");
}

#[test]
fn letters_that_are_outlined_too_and_those_behind_a_scan_come_once() {
    let both =
        pdf("BT /F1 12 Tf 2 Tr 72 700 Td (Once) Tj 0 -20 Td 3 Tr (Behind) Tj 0 -20 Td 1 Tr (Line) Tj ET");
    assert_eq!(words(FileType::Pdf, both), "Once\nBehind\nLine");
    let upright =
        pdf("BT /F1 12 Tf 0 1 -1 0 300 72 Tm (Along) Tj ( the edge) Tj 0 1 -1 0 320 72 Tm (Next) Tj ET");
    assert_eq!(words(FileType::Pdf, upright), "Along the edge\nNext");
}

#[test]
fn a_scan_has_no_words_and_a_picture_no_text() {
    assert_eq!(extract(FileType::Pdf, pdf("0 0 100 100 re f")), Err(NoText::Empty));
    assert_eq!(extract(FileType::Png, vec![1]), Err(NoText::Picture));
    assert_eq!(extract(FileType::Docx, b"PK\x03\x04 and nothing".to_vec()), Err(NoText::Damaged));
    assert_eq!(extract(FileType::Docx, office(&[("xl/workbook.xml", "<w/>")])), Err(NoText::Damaged));
    assert_eq!(extract(FileType::Pdf, b"%PDF-1.7\n% and nothing".to_vec()), Err(NoText::Damaged));
    assert_eq!(extract(FileType::Xlsx, office(&[("word/document.xml", "<w/>")])), Err(NoText::Damaged));
}

#[test]
fn what_a_password_protects_is_said_to_be_locked() {
    let odt = office(&[
        ("META-INF/manifest.xml", "<m><e><encryption-data checksum='x'/></e></m>"),
        ("content.xml", "\u{1}\u{2}"),
    ]);
    assert_eq!(extract(FileType::Odt, odt), Err(NoText::Locked));
    let plain = String::from_utf8(pdf("BT (words) Tj ET")).unwrap();
    let key = "00".repeat(32);
    let lock = format!(
        "trailer<</ID[<{key}><{key}>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<{key}>/U<{key}>>>"
    );
    let locked = plain.replace("trailer<<", &lock);
    assert_eq!(extract(FileType::Pdf, locked.into_bytes()), Err(NoText::Locked));
}

#[test]
fn office_documents_give_their_paragraphs_and_no_markup() {
    let paper = docx(
        "<w:document xmlns:w='w'><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Policy &amp; log</w:t></w:r></w:p>\
         <w:p><w:r><w:instrText>PAGE</w:instrText><w:t>Two</w:t><w:tab/><w:t>tabs</w:t><w:br/><w:t>lines</w:t>\
         <w:delText>deleted</w:delText></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Asked</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Done</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         </w:document>",
    );
    assert_eq!(words(FileType::Docx, paper), "Policy & log\nTwo\ttabs\nlines\nAsked\tDone");
    let odt = office(&[("content.xml", "<o xmlns:t='t'><t:h>Head</t:h>\n <t:p>Body<t:s/>text</t:p></o>")]);
    assert_eq!(words(FileType::Odt, odt), "Head\nBody text");
}

/// Slides as PowerPoint keeps them: the order is in one part, the names in another.
fn slides(order: &str, names: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let order =
        format!("<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>{order}</p:sldIdLst></p:presentation>");
    let names = format!("<Relationships>{names}</Relationships>");
    let whole =
        [("ppt/presentation.xml", order.as_str()), ("ppt/_rels/presentation.xml.rels", names.as_str())];
    office(&[&whole, parts].concat())
}

#[test]
fn slides_come_in_the_order_in_which_they_are_shown_with_notes_and_drawings() {
    let slide = |text: &str| format!("<p:sld xmlns:a='a'><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>");
    let notes = "<p:notes xmlns:a='a'><a:p><a:r><a:t>Say this.</a:t></a:r></a:p>\
                 <a:p><a:fld type='slidenum'><a:t>9</a:t></a:fld></a:p></p:notes>";
    let file = slides(
        "<p:sldId id='256' r:id='r7'/><p:sldId id='300' r:id='r2'/>",
        "<Relationship Id='r2' Type='t/slide' Target='slides/slide1.xml'/><Relationship Id='r7' Type='t/slide' Target='/ppt/slides/slide3.xml'/>",
        &[
            ("ppt/slides/slide1.xml", &slide("Second")),
            ("ppt/slides/slide3.xml", &slide("First")),
            (
                "ppt/slides/_rels/slide1.xml.rels",
                "<Relationships><Relationship Id='a' Type='t/notesSlide' Target='../notesSlides/notesSlide1.xml'/>\
                 <Relationship Id='b' Type='t/diagramData' Target='../diagrams/data1.xml'/>\
                 <Relationship Id='c' Type='t/hyperlink' Target='file:///etc/passwd' TargetMode='External'/></Relationships>",
            ),
            ("ppt/notesSlides/notesSlide1.xml", notes),
            ("ppt/diagrams/data1.xml", "<d xmlns:a='a'><a:p><a:t>Drawn</a:t></a:p></d>"),
        ],
    );
    let found = extract(FileType::Pptx, file).unwrap();
    let part = |n, text: &str| TextPart { at: PartName::Slide(n), text: text.to_owned() };
    assert_eq!(found.parts, [part(1, "First"), part(2, "Second\n\nDrawn\n\nSay this.")]);
    assert_eq!(extract(FileType::Pptx, slides("", "", &[])), Err(NoText::Empty), "no slides are no damage");
}

#[test]
fn a_document_of_word_is_found_by_its_relationships_with_headers_notes_and_boxes() {
    let body = "<w:document xmlns:w='w'><w:p><w:r><w:t>Text</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:r></w:p>\
                <w:p><w:moveFrom><w:r><w:t>Moved away</w:t></w:r></w:moveFrom><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p></w:document>";
    let line = |text: &str| format!("<w:x xmlns:w='w'><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:x>");
    let file = office(&[
        (
            "_rels/.rels",
            "<Relationships><Relationship Id='a' Type='http://x/officeDocument' Target='/word/main2.xml'/></Relationships>",
        ),
        ("word/main2.xml", body),
        (
            "word/_rels/main2.xml.rels",
            "<Relationships><Relationship Id='1' Type='t/header' Target='header1.xml'/><Relationship Id='2' Type='t/header' Target='header2.xml'/>\
             <Relationship Id='3' Type='t/footer' Target='footer1.xml'/><Relationship Id='4' Type='t/footnotes' Target='notes.xml'/>\
             <Relationship Id='5' Type='t/footer' Target='broken.xml'/></Relationships>",
        ),
        ("word/header1.xml", &line("Confidential")),
        ("word/header2.xml", &line("Confidential")),
        ("word/footer1.xml", &line("Version 3")),
        ("word/notes.xml", &line("A note")),
        ("word/broken.xml", "<w></x>"),
    ]);
    let found = extract(FileType::Docx, file).unwrap();
    assert_eq!(found.parts[0].text, "Confidential\n\nText\nIn a box\n\nco-op\n\nA note\n\nVersion 3");
    assert!(found.cut, "a part that is damaged is told of and stops nothing");
}

#[test]
fn a_text_document_has_its_headers_and_footers_once() {
    let page = "<s:header><t:p>Policy</t:p></s:header><s:footer><t:p>Page end</t:p></s:footer>";
    let styles = format!("<o xmlns:s='s' xmlns:t='t'><t:p>a default</t:p><m>{page}</m><m>{page}</m></o>");
    let odt = office(&[("styles.xml", &styles), ("content.xml", "<o xmlns:t='t'><t:p>Body</t:p></o>")]);
    assert_eq!(words(FileType::Odt, odt), "Policy\nBody\n\nPage end");
    let broken = office(&[("styles.xml", "<s></x>"), ("content.xml", "<o xmlns:t='t'><t:p>Body</t:p></o>")]);
    let found = extract(FileType::Odt, broken).unwrap();
    assert_eq!((found.parts[0].text.as_str(), found.cut), ("Body", true));
}

#[test]
fn letters_of_a_font_that_is_not_in_the_file_keep_their_words_together() {
    // Widths far from those of the font that stands in: without them taken into account, "t h a t" comes out.
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Unknown/Encoding/WinAnsiEncoding/FirstChar 97/LastChar 116\
                /Widths[600 600 600 600 600 600 600 600 600 600 600 600 600 600 600 600 600 600 600 600]\
                /FontDescriptor<</Type/FontDescriptor/FontName/Unknown/Flags 32/ItalicAngle 0/Ascent 700/Descent -200/CapHeight 700/StemV 80>>>>";
    let page = pdf_in(font, "BT /F1 12 Tf 72 700 Td [(that) -400 (list) -400 (did)] TJ ET");
    assert_eq!(words(FileType::Pdf, page), "that list did");
    let spaced = pdf("BT /F1 12 Tf 72 700 Td [(two ) -600 (words)] TJ ET");
    assert_eq!(words(FileType::Pdf, spaced), "two words");
}

/// A font of Japanese that is not in the file and has no table of Unicode: its encoding is one of those that are agreed on.
fn japanese(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/{encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType0\
         /BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000\
         /FontDescriptor<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/ItalicAngle 0/Ascent 700/Descent -200/CapHeight 700/StemV 80>>>>]>>"
    )
}

#[test]
fn asian_text_is_read_by_the_encodings_that_are_agreed_on() {
    let across = pdf_in(&japanese("UniJIS-UCS2-H"), "BT /F1 12 Tf 72 700 Td <65E5672C8A9E> Tj ET");
    assert_eq!(words(FileType::Pdf, across), "日本語");
    let down =
        pdf_in(&japanese("UniJIS-UCS2-V"), "BT /F1 12 Tf 300 700 Td <65E5672C8A9E> Tj -24 0 Td <6587> Tj ET");
    assert_eq!(words(FileType::Pdf, down), "日本語\n\n文", "a column is a line");
}

#[test]
fn letters_that_do_not_say_which_they_are_are_told_of() {
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97/Widths[1000]\
                /CharProcs<</one 6 0 R>>/Encoding<</Type/Encoding/Differences[97/one9]>>/Resources<<>>>>";
    let mute = pdf_in(font, "BT /F1 12 Tf 72 700 Td (aaaa) Tj ET");
    let mute = String::from_utf8(mute).unwrap();
    let mute = mute
        .replace("xref\n0 6", "6 0 obj\n<</Length 12>>\nstream\n1000 0 d0 f \nendstream\nendobj\nxref\n0 6");
    assert_eq!(extract(FileType::Pdf, mute.into_bytes()), Err(NoText::Letters));
}

#[test]
fn a_document_of_office_with_a_password_is_locked() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600], &name].concat();
    for file in [FileType::Docx, FileType::Pptx] {
        assert_eq!(extract(file, locked.clone()), Err(NoText::Locked));
    }
}

#[test]
fn tables_keep_their_rows_and_cells() {
    let ods = office(&[(
        "content.xml",
        "<o xmlns:table='t' xmlns:text='x'><table:table table:name='A &amp; B'><table:table-row>\
         <table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>C</text:p><text:p>c</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>\
         <table:table table:name='Empty'/></o>",
    )]);
    let found = extract(FileType::Ods, ods).unwrap();
    assert_eq!(
        found.parts,
        [TextPart { at: PartName::Sheet("A & B".to_owned()), text: "\t\tC c".to_owned() }]
    );
    assert_eq!(words(FileType::Csv, b"a;b\n\"1, 2\n3\";\n;x".to_vec()), "a\tb\n1, 2 3\n\tx");
    assert_eq!(words(FileType::Csv, b"\xef\xbb\xbfsep=|\r\na|b,c;d\r\n".to_vec()), "a\tb,c;d");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Log").unwrap();
    sheet.write(0, 0, "Asked").unwrap();
    sheet.write(0, 2, "Con\tfirmed").unwrap();
    let day = ExcelDateTime::from_ymd(2027, 1, 3).unwrap();
    sheet.write_with_format(5, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write(5, 1, 12.5).unwrap();
    sheet.write(6, 1_000, "far").unwrap();
    let found = extract(FileType::Xlsx, book.save_to_buffer().unwrap()).unwrap();
    let text = "Asked\t\tCon firmed\n2027-01-03\t12.5";
    assert_eq!(found.parts, [TextPart { at: PartName::Sheet("Log".to_owned()), text: text.to_owned() }]);
    assert!(found.cut, "a column so far to the right is left out, and that is said");
}

#[test]
fn a_large_document_is_cut_and_entities_do_not_grow() {
    let long = "word ".repeat(MOST_CHARACTERS);
    let found = extract(FileType::Docx, docx(&format!("<w><p><t>{long}</t></p></w>"))).unwrap();
    assert!(found.cut && found.parts[0].text.chars().count() <= MOST_CHARACTERS);
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><p><t>&b; fine</t></p>";
    assert_eq!(words(FileType::Docx, docx(laughs)).trim(), "fine");
    let sheets: String = (0..MOST_PARTS + 2).map(|n| format!("<table name='{n}'><p>x</p></table>")).collect();
    let found = extract(FileType::Ods, office(&[("content.xml", &format!("<o>{sheets}</o>"))])).unwrap();
    assert_eq!((found.parts.len(), found.cut), (MOST_PARTS, true));
}

/// A part without words is not full of them, so that only its length can end it.
#[test]
fn a_part_is_unpacked_no_further_than_it_may_be_long() {
    let of = |megabytes: usize| {
        let blank = "<!--                         -->".repeat(megabytes * 1_000_000 / 32);
        extract(FileType::Docx, docx(&format!("<w><p><t>First</t></p>{blank}<p><t>Last</t></p></w>")))
            .unwrap()
    };
    assert_eq!((of(1).parts[0].text.as_str(), of(1).cut), ("First\nLast", false));
    assert_eq!((of(3).parts[0].text.as_str(), of(3).cut), ("First", true));
}

#[test]
fn the_name_of_a_sheet_is_cut_and_turns_nothing_around() {
    let name = format!("\u{202e}{}", "n".repeat(5_000));
    let sheet = format!("<o><table name='{name}'><p>x</p></table></o>");
    let found = extract(FileType::Ods, office(&[("content.xml", &sheet)])).unwrap();
    assert_eq!(found.parts[0].at, PartName::Sheet("n".repeat(60)));
}

#[test]
fn a_document_that_breaks_off_gives_what_it_has() {
    let found = extract(FileType::Docx, docx("<w><p><t>The beginning</t></p><p><t>and</wrong>")).unwrap();
    assert_eq!((found.parts[0].text.as_str(), found.cut), ("The beginning\nand", true));
    assert_eq!(extract(FileType::Docx, docx("<w></wrong>")), Err(NoText::Damaged));
}

#[test]
fn what_turns_text_around_is_left_out() {
    assert_eq!(words(FileType::Text, "\u{feff}a\u{202e}b\u{7}c".as_bytes().to_vec()), "abc");
}

/// One of each type that is read.
fn whole() -> Vec<(FileType, Vec<u8>)> {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "words").unwrap();
    let text = "<o xmlns:t='t'><t:table t:name='s'><t:p>words</t:p></t:table></o>";
    vec![
        (FileType::Pdf, pdf("BT /F1 12 Tf 72 700 Td (words) Tj ET")),
        (FileType::Docx, docx("<w><p><t>words &amp; more</t></p></w>")),
        (FileType::Xlsx, book.save_to_buffer().unwrap()),
        (FileType::Ods, office(&[("content.xml", text)])),
        (FileType::Csv, b"a,b\n1,2\n".to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// An answer, not a panic; what a panic would be, the process that does this work for the server says too.
    #[test]
    fn a_damaged_file_is_an_answer(
        which in 0_usize..5,
        marks in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut: Option<prop::sample::Index>,
    ) {
        let (file, mut bytes) = whole().swap_remove(which);
        for (at, byte) in marks {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _: Result<DocumentText, NoText> = extract(file, bytes);
    }

    #[test]
    fn a_file_whose_type_lies_is_an_answer(content in 0_usize..5, said in 0_usize..5) {
        let (_, bytes) = whole().swap_remove(content);
        let (file, _) = whole().swap_remove(said);
        let _: Result<DocumentText, NoText> = extract(file, bytes);
    }
}
