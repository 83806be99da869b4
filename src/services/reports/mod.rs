//! Reports: what leadership reads, and what waits for one person. They read what the other services know, and decide
//! nothing.

mod inbox;
mod portfolio;
mod snooze;

pub use inbox::{Inbox, PartnerTask, RoomTask, Task, inbox};
pub use portfolio::{
    Change, ChangeKind, Condition, Portfolio, RoomStanding, Standing, Trust, needs_us, portfolio,
};
pub use snooze::{LONGEST_SNOOZE_DAYS, PutOff, SnoozeInput, snooze, snooze_subject, unsnooze};
