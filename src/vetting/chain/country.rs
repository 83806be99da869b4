//! Countries by ISO 3166-1 alpha-2, and which of them need no tool for a transfer because the GDPR itself applies there.

/// Every code of ISO 3166-1 alpha-2, in order; the names are in the message catalogue.
#[rustfmt::skip] // Twenty a line.
pub const CODES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD", "BE",
    "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD",
    "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM",
    "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU",
    "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN",
    "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME",
    "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM",
    "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI",
    "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK",
    "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];

/// The European Economic Area: the Member States, the parts of them that have a code of their own and are Union territory
/// (TFEU 355(1), Åland), and Iceland, Liechtenstein and Norway (EEA Joint Committee decision 154/2018).
#[rustfmt::skip]
const EEA: [&str; 37] = [
    "AT", "AX", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GF", "GP", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MF", "MQ", "MT", "NL", "NO", "PL", "PT", "RE", "RO", "SE", "SI", "SK", "YT",
];

/// A country, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

impl Country {
    /// The country of that code, in either case.
    pub fn named(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        CODES.into_iter().find(|known| *known == code).map(Self)
    }

    /// Its code, in capitals.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Whether data that goes there stays where the GDPR applies, so that no transfer tool is needed (GDPR 44).
    pub fn is_eea(self) -> bool {
        EEA.contains(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_the_area_is_made_of_them() {
        assert!(CODES.is_sorted());
        assert!(EEA.iter().all(|code| CODES.contains(code)));
    }

    #[test]
    fn only_countries_are_countries() {
        assert_eq!(Country::named(" de ").map(Country::code), Some("DE"));
        assert_eq!([Country::named("UK"), Country::named("EU"), Country::named("")], [None; 3]);
        let eea = |code| Country::named(code).is_some_and(Country::is_eea);
        assert!(eea("NO") && eea("RE") && !eea("CH") && !eea("GB") && !eea("US"));
    }
}
