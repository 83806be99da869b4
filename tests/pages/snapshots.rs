//! The HTML of every page as it was looked at last. After a wished change: `INSTA_UPDATE=always cargo test --test pages`,
//! and look at the difference.

/// Without the hashes and digests of assets and without lines that hold nothing.
fn tidy(html: &str) -> String {
    let html: String = html
        .split(" integrity=\"")
        .enumerate()
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('"').map_or("", |(_, rest)| rest) })
        .collect();
    let mut out = String::new();
    for piece in html.split("?v=") {
        let cut =
            if out.is_empty() { piece } else { piece.trim_start_matches(|c: char| c.is_ascii_hexdigit()) };
        out.push_str(cut);
    }
    out.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_page_is_as_it_was_looked_at_last() {
    for (name, html) in super::all() {
        insta::assert_snapshot!(name, tidy(&html));
    }
}
