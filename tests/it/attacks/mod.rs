//! The attacks of cleanroom.md, played through the public API by a partner who follows every rule of it, and measured.
//!
//! Each attack guesses a fact about people of the other company that a coin decided. On Entente it may be right as often
//! as its bound says; on a *plain threshold* (the same server without noise) it must succeed, which proves that the suite
//! can see a leak. A run takes a sample; `ENTENTE_ATTACKS=full` takes 1,000 targets an attack, with OpenDP's own noise
//! instead of seeded noise, and `ENTENTE_ATTACKS_TABLE=FILE` appends the README's rows.

mod arena;
mod budget;
mod guesses;
mod seeded;
mod segments;
mod timing;

use std::io::Write as _;

pub use arena::{Answer, Arena};
pub use seeded::{Coin, entente, plain_threshold};

/// How many targets an attack tries.
pub fn targets(sample: u32) -> u32 {
    if is_full() { 1_000 } else { sample }
}

fn is_full() -> bool {
    std::env::var("ENTENTE_ATTACKS").is_ok_and(|value| value == "full")
}

/// How often the attacker was right.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    right: u32,
    of: u32,
}

impl Tally {
    /// Counts one guess.
    pub fn add(&mut self, guess: bool, truth: bool) {
        self.right += u32::from(guess == truth);
        self.of += 1;
    }

    fn rate(self) -> f64 {
        f64::from(self.right) / f64::from(self.of)
    }

    /// Three standard errors of a fair coin's rate.
    fn chance(self) -> f64 {
        1.5 / f64::from(self.of).sqrt()
    }
}

/// Fails unless the attacker stays within `bound` (and what chance allows) and would succeed on a plain threshold.
#[track_caller]
pub fn judge(attack: &str, bound: f64, here: Tally, plain: Tally) {
    let row = format!(
        "| {attack} | {:.1} % of {} | {:.1} % of {} | {:.1} % |",
        100.0 * here.rate(),
        here.of,
        100.0 * plain.rate(),
        plain.of,
        100.0 * bound
    );
    eprintln!("{row}");
    if let Ok(file) = std::env::var("ENTENTE_ATTACKS_TABLE") {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
        writeln!(file, "{row}").unwrap();
    }
    assert!(here.rate() <= bound + here.chance(), "the attacker learns too much: {row}");
    assert!(plain.rate() >= 0.95, "the attack does not even work on a plain threshold: {row}");
}
