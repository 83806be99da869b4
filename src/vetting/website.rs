//! Web addresses that people type about companies: kept only where a page may show them as a link.

/// The most characters that an address may have.
const LONGEST: usize = 300;

/// True of a web address that may be shown as a link: https or http, with a host.
pub fn is_website(text: &str) -> bool {
    let parsed = url::Url::parse(text).ok();
    let web = parsed.filter(|url| matches!(url.scheme(), "https" | "http"));
    web.is_some_and(|url| url.host_str().is_some()) && text.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_web_address_is_a_website() {
        assert!(is_website("https://meridian.example/privacy"));
        let long = format!("https://meridian.example/{}", "x".repeat(300));
        for bad in
            ["meridian", "ftp://meridian.example", "https://", "data:text/html,x", "javascript:x", &long]
        {
            assert!(!is_website(bad), "{bad}");
        }
    }
}
