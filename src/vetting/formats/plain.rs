//! Markup of a stranger to plain text: `ammonia` decides what is markup, and nothing of it is kept but the line breaks.

use std::collections::HashSet;

/// Tags that end a line; everything else vanishes, scripts and styles with what is in them.
const BREAKS: [&str; 6] = ["br", "div", "li", "p", "tr", "ul"];

/// The text of a piece of HTML, without tags, with single spaces, one line a paragraph or list item.
pub(super) fn plain(html: &str) -> String {
    let mut cleaner = ammonia::Builder::empty();
    cleaner.tags(HashSet::from(BREAKS));
    // A line's end in the source is a space like any other.
    let clean = cleaner.clean(html).to_string().replace(['\n', '\r'], " ");
    let mut text = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    // The cleaner closes every tag that it opens and escapes every other "<".
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push('\n');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines = text.lines().map(|line| unescaped(&line.split_whitespace().collect::<Vec<_>>().join(" ")));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The same for a text whose own line ends mean something.
pub(super) fn lines(text: &str) -> String {
    let lines = text.lines().map(plain).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The five entities that the cleaner writes; the ampersand last, or `&amp;lt;` would become a tag's sign.
fn unescaped(text: &str) -> String {
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_becomes_words_and_lines() {
        assert_eq!(plain("Use <code>https://</code> &amp; <b>no</b>\n  other"), "Use https:// & no other");
        assert_eq!(plain("One:<ul><li>a</li><li>b</li></ul>"), "One:\na\nb");
        assert_eq!(plain("x<br>y<p>z"), "x\ny\nz");
    }

    #[test]
    fn nothing_that_runs_survives() {
        assert_eq!(plain("<script>alert(1)</script>Safe<img src=x onerror=alert(1)>"), "Safe");
        assert_eq!(plain("<a href=\"javascript:alert(1)\">link</a>"), "link");
        assert_eq!(plain("1 &lt; 2 &amp;lt; 3"), "1 < 2 &lt; 3");
    }
}
