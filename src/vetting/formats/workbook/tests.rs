//! Workbooks that would fill the memory, and those that lie.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{Formula, Workbook as Writer};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{At, Workbook, bounds};

fn written(fill: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut book = Writer::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// A workbook whose one sheet is this XML.
fn of_xml(sheet: &[u8], strings: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts: [(&str, Vec<u8>); 6] = [
        (
            "[Content_Types].xml",
            b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            )
            .into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            )
            .into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" \
                 Type=\"{rel}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            )
            .into_bytes(),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>").into_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            [format!("<worksheet xmlns=\"{main}\"><sheetData>").as_bytes(), sheet, b"</sheetData></worksheet>"].concat(),
        ),
    ];
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn cells_are_read_with_their_names_and_formulas_are_known_but_not_evaluated() {
    let file = written(|book| {
        let sheet = book.add_worksheet().set_name("Answers").unwrap();
        sheet.write_string(0, 0, "Yes").unwrap();
        sheet.write_number(1, 1, 3.0).unwrap();
        sheet.write_formula(2, 27, Formula::new("=1+1").set_result("7")).unwrap();
        book.add_worksheet().set_name("Hidden").unwrap().set_hidden(true);
    });
    let book = Workbook::open(&file).unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(sheet.cell(0, 0).unwrap().text, "Yes");
    assert_eq!(sheet.cell(1, 1).unwrap().text, "3");
    let formula = sheet.cell(2, 27).unwrap();
    assert!(formula.formula && formula.text == "7");
    assert_eq!(sheet.at(2, 27), "Answers!AB3");
    assert!(!book.sheets[1].visible && sheet.visible);
    assert_eq!(At("S", 0, 701).to_string(), "S!ZZ1");
    assert_eq!(At("S", 0, 702).to_string(), "S!AAA1");
}

#[test]
fn a_bomb_ends_where_it_is_too_much() {
    // 64 MiB of blanks pack into a few kilobytes.
    let bomb = of_xml(&vec![b' '; 64 << 20], "");
    assert!(bomb.len() < 100_000);
    let fault = Workbook::open(&bomb).unwrap_err();
    assert!(fault.path.contains("sheet1.xml") && fault.problem.contains("unpacks"), "{fault}");
    assert!(bounds::check_within(&of_xml(b"", ""), 10).is_err());
}

#[test]
fn too_many_rows_end_where_it_is_too_much() {
    let rows: String =
        (1..400_000).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>")).collect();
    let fault = Workbook::open(&of_xml(rows.as_bytes(), "")).unwrap_err();
    assert!(fault.path == "S!A300001" && fault.problem.contains("more than 300000 cells"), "{fault}");
}

#[test]
fn one_long_text_in_many_cells_is_counted_each_time() {
    let long = format!("<si><t>{}</t></si>", "x".repeat(32_000));
    let rows: String =
        (1..2_000).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>")).collect();
    let fault = Workbook::open(&of_xml(rows.as_bytes(), &long)).unwrap_err();
    assert!(fault.problem.contains("24 MiB"), "{fault}");
    let longer = format!("<si><t>{}</t></si>", "x".repeat(40_000));
    let fault =
        Workbook::open(&of_xml(b"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &longer)).unwrap_err();
    assert_eq!(fault.path, "S!A1");
}

#[test]
fn what_is_damaged_or_hostile_is_refused() {
    let row = |inner: &str| of_xml(format!("<row r=\"1\">{inner}</row>").as_bytes(), "");
    for (what, file) in [
        ("nothing", Vec::new()),
        ("an old workbook", vec![0xd0, 0xcf, 0x11, 0xe0]),
        ("half a file", row("<c r=\"A1\"><v>1</v></c>")[..200].to_vec()),
        ("a string that is not there", row("<c r=\"A1\" t=\"s\"><v>7</v></c>")),
        ("a column beyond any sheet", row("<c r=\"ZZZZ1\"><v>1</v></c>")),
        ("a column beyond any number", row("<c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c>")),
        ("a row beyond any number", row("<c r=\"A99999999999999\"><v>1</v></c>")),
        ("XML that is none", row("<c r=\"A1\"><v>1</c></v>")),
    ] {
        let opened = Workbook::open(&file);
        let harmless = opened.as_ref().is_ok_and(|book| book.sheets[0].rows().count() <= 1);
        assert!(opened.is_err() || harmless, "{what}");
    }
    for outside in ["XFE1", "A1048577"] {
        let cell = format!("<c r=\"{outside}\"><v>1</v></c>");
        assert!(Workbook::open(&row(&cell)).is_err(), "{outside}");
    }
    let twice = Workbook::open(&row("<c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c>")).unwrap_err();
    assert_eq!((twice.path.as_str(), &*twice.problem), ("S!A1", "this cell stands twice in the file"));
    // A formula that claims to be shared under an enormous number costs nothing.
    let shared = row("<c r=\"A1\"><f t=\"shared\" si=\"4000000000\" ref=\"A1:A2\">1+1</f><v>2</v></c>");
    assert!(Workbook::open(&shared).unwrap().sheets[0].cell(0, 0).unwrap().formula);
}

#[test]
fn an_archive_of_very_many_parts_is_no_workbook() {
    let of = |parts: usize| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..parts {
            zip.start_file(format!("p{part}"), SimpleFileOptions::default()).unwrap();
        }
        bounds::check(&zip.finish().unwrap().into_inner()).map_err(|fault| fault.problem.to_string())
    };
    assert_eq!(of(1_000), Ok(()));
    assert!(of(1_001).unwrap_err().contains("1001 parts"));
}
