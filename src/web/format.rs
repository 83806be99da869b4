//! Numbers and times as a reader expects them. Formats only: it decides nothing.

use chrono::Datelike as _;

use super::words::Lang;
use crate::clock::Timestamp;

/// "1,234,567": digits of a whole number in groups of three; anything after a decimal point stays as it is.
pub fn group_digits(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    let mut out = String::from(sign);
    let digits = whole.chars().count();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (digits - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(fraction);
    out
}

/// "4,210".
pub fn number(value: u64) -> String {
    group_digits(&value.to_string())
}

/// "60.9" for 6090: hundredths shown with one decimal, rounded half up.
pub fn tenths(hundredths: u32) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{}", group_digits(&(tenths / 10).to_string()), tenths % 10)
}

/// "61" for 6090: hundredths shown as a whole number, rounded half up.
pub fn whole(hundredths: u32) -> String {
    group_digits(&(hundredths.saturating_add(50) / 100).to_string())
}

/// "22.90%" for 2290: a place on a rule from 0 to 100, as an SVG length.
pub fn place(hundredths: u32) -> String {
    let held = hundredths.min(10_000);
    format!("{}.{:02}%", held / 100, held % 100)
}

/// "12 March 2027".
pub fn date(at: Timestamp) -> String {
    at.in_words()
}

/// "12 March 2027", or "12 mars 2027".
pub fn date_in(lang: Lang, at: Timestamp) -> String {
    day_in(lang, at.to_utc().date_naive())
}

/// "12 March 2027, 10:32 UTC", or "12 mars 2027, 10:32 UTC".
pub fn moment_in(lang: Lang, at: Timestamp) -> String {
    format!("{}, {} UTC", date_in(lang, at), time(at))
}

/// A day of the calendar in the words of a language.
pub fn day_in(lang: Lang, day: chrono::NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month));
    match (lang, month) {
        (Lang::Fr, Some(month)) if day.day() == 1 => format!("1er {month} {}", day.year()),
        (Lang::Fr, Some(month)) => format!("{} {month} {}", day.day(), day.year()),
        _ => format!("{} {}", day.day(), day.format("%B %Y")),
    }
}

/// "10:32", in UTC.
pub fn time(at: Timestamp) -> String {
    at.to_utc().format("%H:%M").to_string()
}

/// "2027-03-12T10:32:00Z": for the `datetime` attribute.
pub fn machine_time(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// "2027-03-12": for a date field of a form.
pub fn day(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%d").to_string()
}

/// "3.4 MB": a size in bytes, in steps of a thousand.
pub fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    for (step, unit) in STEPS {
        if bytes >= step {
            let tenths = bytes / (step / 10);
            return format!("{}.{} {unit}", group_digits(&(tenths / 10).to_string()), tenths % 10);
        }
    }
    format!("{bytes} B")
}

/// "3.4 MB", or "3,4 Mo".
pub fn size_in(lang: Lang, bytes: u64) -> String {
    match lang {
        Lang::En => size(bytes),
        Lang::Fr => size(bytes).replace(',', "\u{202f}").replace('.', ",").replace('B', "o"),
    }
}

/// "4,210", or "4 210" with narrow spaces that do not break.
pub fn number_in(lang: Lang, value: u64) -> String {
    match lang {
        Lang::En => number(value),
        Lang::Fr => number(value).replace(',', "\u{202f}"),
    }
}

/// A decimal number with the sign of the language: "60.9", or "60,9".
pub fn decimal_in(lang: Lang, number: &str) -> String {
    match lang {
        Lang::En => number.to_owned(),
        Lang::Fr => number.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        for (from, to) in [("7", "7"), ("999", "999"), ("1000", "1,000"), ("-1234567.5", "-1,234,567.5")] {
            assert_eq!(group_digits(from), to);
        }
    }

    #[test]
    fn hundredths_round_half_up() {
        assert_eq!((tenths(6090), whole(6090)), ("60.9".to_owned(), "61".to_owned()));
        assert_eq!((tenths(2285), whole(2250)), ("22.9".to_owned(), "23".to_owned()));
    }

    #[test]
    fn a_place_stays_on_the_rule() {
        assert_eq!(place(2290), "22.90%");
        assert_eq!(place(12_000), "100.00%");
    }

    #[test]
    fn dates_are_in_the_words_of_the_language() {
        let at = Timestamp::from_micros(1_801_440_000_000_000);
        assert_eq!(date_in(Lang::En, at), "1 February 2027");
        assert_eq!(date_in(Lang::Fr, at), "1er février 2027");
        assert_eq!(date_in(Lang::Fr, at.plus_days(30)), "3 mars 2027");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(999), "999 B");
        assert_eq!(size(3_449_999), "3.4 MB");
        assert_eq!(size_in(Lang::Fr, 3_449_999), "3,4 Mo");
        assert_eq!(size_in(Lang::Fr, 999), "999 o");
    }
}
