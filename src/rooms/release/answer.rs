//! From a noised count to what may be shown: threshold, top-coding, rounding.
//!
//! Everything here is a function of the noised value and of public figures, so it adds nothing to what the noise gave away.
//! A count below k has one form, whatever it was; zero is not told from k-1 (cleanroom.md, attack 14).

use serde::{Deserialize, Serialize};

use super::{Noisy, Ticket};

/// What is shown of a count, on every page, in every API answer and in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "band", rename_all = "snake_case", deny_unknown_fields)]
pub enum Released {
    /// Fewer than k people.
    Below {
        /// k.
        lt: u64,
    },
    /// All but fewer than k of the smaller audience.
    Above {
        /// At least so many.
        ge: u64,
    },
    /// A number of people.
    Value {
        /// The number, rounded.
        n: u64,
        /// The half-width of its error bar (95 %).
        pm95: u64,
    },
}

/// What is shown of `noisy`, when the smaller audience holds `people` (step 8).
pub fn answer(noisy: &Noisy, ticket: &Ticket, people: u64) -> Released {
    let k = u64::from(ticket.k);
    let step = u64::from(ticket.round_to.max(1));
    // Negative when there are fewer than k people; then nothing can be shown as a value.
    let ceiling = people.saturating_sub(k);
    match u64::try_from(noisy.0) {
        // Below zero is below k.
        Err(_) => Released::Below { lt: k },
        Ok(y) if y < k => Released::Below { lt: k },
        Ok(y) if y > ceiling => Released::Above { ge: ceiling / step * step },
        Ok(y) => Released::Value { n: y.saturating_add(step / 2) / step * step, pm95: ticket.scale.pm95() },
    }
}
