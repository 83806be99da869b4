//! Markup of a stranger to plain text: `ammonia` decides what is markup, and nothing of it is kept but the line breaks.

use std::collections::HashSet;

/// Tags that end a line; everything else vanishes, scripts and styles with what is in them.
const BREAKS: [&str; 6] = ["br", "div", "li", "p", "tr", "ul"];

/// More signs of markup than any text of a questionnaire has. Beyond them the text ends: tags that are opened and never closed
/// cost the parser the square of their number.
const MOST_SIGNS: usize = 1_000;
/// More lines than any text of a questionnaire has.
const MOST_LINES: usize = 1_000;
/// What stands where a text was cut.
const CUT: &str = "…";

/// The text of a piece of HTML, without tags, with single spaces, one line a paragraph or list item.
pub(super) fn plain(html: &str) -> String {
    match html.match_indices(['<', '&']).nth(MOST_SIGNS) {
        Some((at, _)) => cleaned(html.get(..at).unwrap_or_default()) + CUT,
        None => cleaned(html),
    }
}

fn cleaned(html: &str) -> String {
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
    let mut lines = text.lines().map(plain).filter(|line| !line.is_empty());
    let mut kept: Vec<String> = lines.by_ref().take(MOST_LINES).collect();
    kept.extend(lines.next().map(|_more| CUT.to_owned()));
    kept.join("\n")
}

/// The five entities that the cleaner writes; the ampersand last, or `&amp;lt;` would become a tag's sign.
fn unescaped(text: &str) -> String {
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{lines, plain};

    #[test]
    fn markup_becomes_words_and_lines() {
        assert_eq!(plain("Use <code>https://</code> &amp; <b>no</b>\n  other"), "Use https:// & no other");
        assert_eq!(plain("One:<ul><li>a</li><li>b</li></ul>"), "One:\na\nb");
        assert_eq!(plain("x<br>y<p>z"), "x\ny\nz");
    }

    /// Half a minute without the bound, for a file that is as large as one may be.
    #[test]
    fn tags_that_never_close_cost_no_more_than_their_number() {
        let text = plain(&format!("Text{}more", "<div>".repeat(800_000)));
        assert_eq!(text, "Text…");
        let many = lines(&"a < b\n".repeat(500_000));
        assert_eq!((many.lines().count(), many.lines().last()), (1_001, Some("…")));
    }

    #[test]
    fn nothing_that_runs_survives() {
        assert_eq!(plain("<script>alert(1)</script>Safe<img src=x onerror=alert(1)>"), "Safe");
        assert_eq!(plain("<a href=\"javascript:alert(1)\">link</a>"), "link");
        assert_eq!(plain("1 &lt; 2 &amp;lt; 3"), "1 < 2 &lt; 3");
    }
}
