//! Time, as a value: nothing below `cli` and `web` asks the machine what time it is.
//!
//! A [`Timestamp`] is whole microseconds since 1970 in UTC, the same integer in both databases, exact and sortable.

use chrono::{DateTime, Datelike, Days, Months, Utc};
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "server",
    derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow),
    diesel(sql_type = diesel::sql_types::BigInt)
)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `micros` microseconds after 1970-01-01T00:00:00Z.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The same moment as a calendar time; moments out of chrono's range become 1970.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// This moment moved by whole seconds; stays at the end of the range rather than wrapping.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// This moment moved by whole days.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// This moment moved by calendar months (31 January plus one month is the last day of February).
    pub fn plus_months(self, months: u32) -> Self {
        let moved = self.to_utc().checked_add_months(Months::new(months));
        moved.map_or(self, |at| Self(at.timestamp_micros()))
    }

    /// The first moment of the day after this one, in UTC.
    pub fn end_of_day(self) -> Self {
        let next = self.to_utc().date_naive().checked_add_days(Days::new(1));
        let midnight = next.and_then(|day| day.and_hms_opt(0, 0, 0));
        midnight.map_or(self, |at| Self(at.and_utc().timestamp_micros()))
    }

    /// "12 March 2027", as look.md asks for dates in words.
    pub fn in_words(self) -> String {
        let at = self.to_utc();
        format!("{} {}", at.day(), at.format("%B %Y"))
    }

    /// "12 March 2027, 10:32 UTC".
    pub fn in_words_with_time(self) -> String {
        format!("{}, {} UTC", self.in_words(), self.to_utc().format("%H:%M"))
    }
}

impl Serialize for Timestamp {
    /// RFC 3339 with a `Z`, as JSON readers expect.
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let at = DateTime::parse_from_rfc3339(&text).map_err(serde::de::Error::custom)?;
        Ok(Self(at.timestamp_micros()))
    }
}

#[cfg(feature = "server")]
impl<DB> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for Timestamp
where
    DB: diesel::backend::Backend,
    i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
        self.0.to_sql(out)
    }
}

#[cfg(feature = "server")]
impl<DB> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for Timestamp
where
    DB: diesel::backend::Backend,
    i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp(Utc::now().timestamp_micros())
    }
}

/// A clock that stands still until it is moved; for tests and for seeded sample data.
#[derive(Debug)]
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    /// A clock that shows `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.micros()))
    }

    /// Moves the clock.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.micros(), std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_a_real_day() {
        let at: Timestamp = serde_json::from_str("\"2027-01-31T10:00:00Z\"").unwrap();
        assert_eq!(at.plus_months(1).in_words(), "28 February 2027");
    }

    #[test]
    fn json_is_rfc_3339_in_utc() {
        let at = Timestamp::from_micros(1_800_000_000_123_456);
        let text = serde_json::to_string(&at).unwrap();
        assert_eq!(text, "\"2027-01-15T08:00:00.123456Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&text).unwrap(), at);
    }
}
