//! What holds for every page, checked on its HTML.

/// Fails with the page's name and what is wrong.
pub fn page(name: &str, html: &str) {
    assert!(!html.contains('⟦'), "{name}: a word is missing: {}", around(html, "⟦"));
    assert!(!html.contains("{$"), "{name}: a placeholder is empty: {}", around(html, "{$"));
    assert!(!html.contains(" style="), "{name}: inline style is refused by the content security policy");
    assert!(!html.contains("/assets/missing"), "{name}: an asset is not embedded");
    assert_eq!(html.matches("<h1").count(), 1, "{name}: exactly one main heading");
    let forms = html.matches("method=\"post\"").count();
    assert_eq!(
        html.matches("name=\"csrf\"").count(),
        forms,
        "{name}: every form that posts carries the token"
    );
    every_label_has_its_field(name, html);
    no_id_twice(name, html);
}

fn around<'a>(html: &'a str, what: &str) -> &'a str {
    html.split(what).nth(1).and_then(|rest| rest.split('\n').next()).unwrap_or_default()
}

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn every_label_has_its_field(name: &str, html: &str) {
    let ids = values(html, " id=\"");
    for target in values(html, "<label for=\"") {
        assert!(ids.contains(&target), "{name}: a label for {target}, which is not there");
    }
    for target in values(html, "aria-describedby=\"").into_iter().flat_map(|list| list.split(' ')) {
        assert!(ids.contains(&target), "{name}: described by {target}, which is not there");
    }
}

fn no_id_twice(name: &str, html: &str) {
    let mut ids = values(html, " id=\"");
    ids.sort_unstable();
    for pair in ids.windows(2) {
        assert_ne!(pair[0], pair[1], "{name}: an id stands twice");
    }
}
