//! Where the partners stand: inherent risk up, control effectiveness to the right, each partner a labelled dot on the
//! bands of residual risk. Geometry only, in whole units of the drawing.

use crate::vetting::policy::Policy;
use crate::web::components::Band;

/// The drawing: its plot begins at `LEFT`, `TOP` and is `WIDE` by `HIGH`.
const LEFT: u32 = 48;
const TOP: u32 = 16;
const WIDE: u32 = 640;
const HIGH: u32 = 360;
/// Half a mark.
const MARK: u32 = 8;
/// A letter is about this wide, a line of label this high.
const LETTER: u32 = 7;
const LINE: u32 = 15;
/// Longer names are cut.
const LONGEST: usize = 22;
/// The whole of a percentage, in hundredths.
const ALL: u32 = 10_000;

/// A partner before it is placed.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    /// Its number in the table.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Inherent risk, in hundredths.
    pub inherent: u32,
    /// Control effectiveness, in hundredths.
    pub control: u32,
    /// The band of its residual risk, gates applied.
    pub band: Band,
    /// The whole in one sentence.
    pub spoken: String,
}

/// A partner in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// Its number in the table: all that is read where the drawing is small.
    pub number: usize,
    /// Where that number stands.
    pub number_at: (u32, u32),
    /// Left edge of the mark.
    pub x: u32,
    /// Top edge of the mark.
    pub y: u32,
    /// The band, which gives shape and colour.
    pub band: Band,
    /// Its label, or nothing where no place was left.
    pub label: Option<Label>,
    /// The whole in one sentence.
    pub spoken: String,
}

/// A label in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is read.
    pub text: String,
    /// Where it begins, is centred or ends.
    pub x: u32,
    /// Its base line.
    pub y: u32,
    /// The `text-anchor`.
    pub anchor: &'static str,
}

/// The whole drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// The areas above each band's lower limit, mildest first: class and polygon points.
    pub zones: Vec<(&'static str, String)>,
    /// The partners.
    pub dots: Vec<Dot>,
}

#[derive(Debug, Clone, Copy)]
struct Rect {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Rect {
    fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_inside(self) -> bool {
        self.left >= LEFT && self.right <= LEFT + WIDE && self.top >= TOP && self.bottom <= TOP + HIGH
    }
}

/// The drawing of these partners, on the bands of the default policy.
pub fn matrix(marks: &[Mark]) -> Matrix {
    let mut taken: Vec<Rect> = marks.iter().map(|mark| around(centre(mark))).collect();
    let dots = marks.iter().map(|mark| dot(mark, &mut taken)).collect();
    Matrix { zones: zones(&Policy::default()), dots }
}

fn centre(mark: &Mark) -> (u32, u32) {
    (across(mark.control), down(mark.inherent))
}

fn across(control: u32) -> u32 {
    LEFT + control.min(ALL) * WIDE / ALL
}

fn down(inherent: u32) -> u32 {
    TOP + HIGH - inherent.min(ALL) * HIGH / ALL
}

fn around((x, y): (u32, u32)) -> Rect {
    Rect { left: x.saturating_sub(MARK), top: y.saturating_sub(MARK), right: x + MARK, bottom: y + MARK }
}

fn dot(mark: &Mark, taken: &mut Vec<Rect>) -> Dot {
    let (x, y) = centre(mark);
    let short: String = mark.name.chars().take(LONGEST).collect();
    let cut = if short.len() < mark.name.len() { "…" } else { "" };
    let texts = [format!("{} {}{cut}", mark.number, short.trim_end()), mark.number.to_string()];
    let label = texts.iter().find_map(|text| place(text, (x, y), taken));
    Dot {
        number: mark.number,
        number_at: (x + MARK + 4, y + MARK),
        x: x.saturating_sub(MARK),
        y: y.saturating_sub(MARK),
        band: mark.band,
        label,
        spoken: mark.spoken.clone(),
    }
}

/// The first place beside a dot where a label covers nothing: right, left, above, below.
fn place(text: &str, (x, y): (u32, u32), taken: &mut Vec<Rect>) -> Option<Label> {
    let wide = u32::try_from(text.chars().count()).ok()?.saturating_mul(LETTER);
    let gap = MARK + 3;
    let beside =
        |left: u32| Rect { left, top: y.saturating_sub(LINE / 2), right: left + wide, bottom: y + LINE / 2 };
    let over =
        |top: u32| Rect { left: x.saturating_sub(wide / 2), top, right: x + wide / 2, bottom: top + LINE };
    let places = [
        (beside(x + gap), x + gap, y + 4, "start"),
        (beside(x.saturating_sub(gap + wide)), x.saturating_sub(gap), y + 4, "end"),
        (over(y.saturating_sub(gap + LINE)), x, y.saturating_sub(gap + 3), "middle"),
        (over(y + gap), x, y + gap + LINE - 4, "middle"),
    ];
    let free = |rect: Rect| rect.is_inside() && !taken.iter().any(|other| other.overlaps(rect));
    let (rect, x, y, anchor) = places.into_iter().find(|(rect, ..)| free(*rect))?;
    taken.push(rect);
    Some(Label { text: text.to_owned(), x, y, anchor })
}

/// Above the curve I = t / (1 − effect · C) the residual risk is at least t.
fn zones(policy: &Policy) -> Vec<(&'static str, String)> {
    let bands = &policy.decision;
    let limits = [
        ("zone-moderate", bands.low_below),
        ("zone-high", bands.moderate_below),
        ("zone-critical", bands.high_below),
    ];
    let effect = policy.residual.control_effect.max(1);
    limits.into_iter().map(|(class, limit)| (class, zone(limit, effect))).collect()
}

fn zone(limit: u32, effect: u32) -> String {
    // Where the curve leaves the plot at the top: 100 (1 − effect · C) = t, C in hundredths.
    let end = (ALL.saturating_sub(limit * 100) * 100 / effect).min(ALL);
    let steps = (0..=100).step_by(5).map(|c| c * 100).filter(|c| *c < end).chain([end]);
    let mut points: Vec<(u32, u32)> = steps
        .map(|c| {
            let left = (ALL - effect * (c / 100)).max(1);
            (across(c), down((limit * 1_000_000 / left).min(ALL)))
        })
        .collect();
    if end < ALL {
        points.pop();
        points.push((across(end), TOP));
    } else {
        points.push((LEFT + WIDE, TOP));
    }
    points.push((LEFT, TOP));
    points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(number: usize, name: &str, inherent: u32, control: u32) -> Mark {
        Mark { number, name: name.to_owned(), inherent, control, ..Mark::default() }
    }

    #[test]
    fn risk_rises_to_the_top_left() {
        let drawn = matrix(&[mark(1, "Safe", 1_000, 9_000), mark(2, "Risky", 9_000, 1_000)]);
        assert!(drawn.dots[0].x > drawn.dots[1].x && drawn.dots[0].y > drawn.dots[1].y);
    }

    #[test]
    fn labels_cover_neither_marks_nor_each_other() {
        let close: Vec<Mark> = (1..=6).map(|n| mark(n, "A rather long name", 5_000, 5_000)).collect();
        let labels: Vec<Label> = matrix(&close).dots.into_iter().filter_map(|dot| dot.label).collect();
        assert_eq!(labels.len(), 4, "one on each side");
        assert!(labels.iter().all(|label| (LEFT..=LEFT + WIDE).contains(&label.x)));
    }

    #[test]
    fn the_bands_begin_where_the_policy_says() {
        let zones = zones(&Policy::default());
        // Without any control, residual risk is inherent risk: 20 begins at a fifth of the height.
        assert!(zones[0].1.starts_with(&format!("{LEFT},{}", TOP + HIGH - HIGH / 5)), "{}", zones[0].1);
        assert!(zones.iter().all(|(_, points)| points.ends_with(&format!("{LEFT},{TOP}"))));
    }
}
