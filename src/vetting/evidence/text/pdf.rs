//! The words of a PDF (ISO 32000-2), page by page, in the order in which the page draws them.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

use super::taken::Taken;
use super::{NoText, PartName};

/// A gap of so much of a letter's height is a space.
const SPACE: f64 = 0.18;
/// A step of so much of a letter's height is another line.
const LINE: f64 = 0.6;
/// A step of so much of a letter's height is another paragraph.
const PARAGRAPH: f64 = 1.9;

/// Proportions that differ by no more than this are the same.
const EVEN: f64 = 0.001;

/// Reads the words of a PDF.
pub(super) fn read(bytes: Vec<u8>, into: &mut Taken) -> Result<(), NoText> {
    let pdf = Pdf::new(bytes).map_err(|why| match why {
        LoadPdfError::Decryption(_) => NoText::Locked,
        LoadPdfError::Invalid => NoText::Damaged,
    })?;
    let mut pages = 0_usize;
    for page in pdf.pages().iter() {
        pages = pages.saturating_add(1);
        if !into.begin(PartName::Page(pages)) {
            break;
        }
        let cache = InterpreterCache::new();
        let nowhere = Rect::new(0.0, 0.0, 1.0, 1.0);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, nowhere, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut Pen { into, last: None, run: None });
    }
    if pages == 0 { Err(NoText::Damaged) } else { Ok(()) }
}

/// Where the last letter ended.
#[derive(Debug, Clone, Copy)]
struct Place {
    end: Point,
    /// The height of the letter.
    height: f64,
}

/// Takes down what is drawn as letters, and nothing else. Words that are there to be searched and not seen, as behind a scan, are
/// drawn too.
struct Pen<'t> {
    into: &'t mut Taken,
    last: Option<Place>,
    /// Where the last run of letters began, and how many there were.
    run: Option<(Point, usize)>,
}

/// A letter on the page: where it begins, where the next one is to begin, and how high it is.
#[derive(Debug, Clone, Copy)]
struct Letter {
    start: Point,
    end: Point,
    height: f64,
}

impl Letter {
    /// A letter of a line from left to right. Where a font is not in the file, another stands in for it, whose letters are stretched
    /// to their width; the width itself is then taken in the measure of the height.
    fn of_line(transform: Affine, advance: f64, is_stretched: bool) -> Self {
        let start = transform * Point::ZERO;
        let height = (transform * Point::new(0.0, 1000.0) - start).hypot().max(0.001);
        let along = transform * Point::new(1000.0, 0.0) - start;
        let measure = if is_stretched { height / along.hypot().max(0.001) } else { 1.0 };
        Self { start, end: start + along * (measure * advance / 1000.0), height }
    }

    /// A letter of a line from top to bottom, as Chinese and Japanese may run (ISO 32000-2, 9.7.4.3).
    fn of_column(transform: Affine) -> Self {
        let start = transform * Point::ZERO;
        let down = transform * Point::new(0.0, -1000.0) - start;
        Self { start, end: start + down, height: down.hypot().max(0.001) }
    }
}

impl Pen<'_> {
    fn letter(&mut self, words: &str, letter: Letter) {
        let Letter { start, end, height } = letter;
        if let Some(last) = self.last {
            let tall = height.max(last.height);
            // Along the line and across it, whichever way the line runs.
            let (step, way) = (start - last.end, (end - start) / (end - start).hypot().max(0.001));
            let (along, across) = (step.dot(way).abs(), step.cross(way).abs());
            if across > LINE * tall {
                self.into.line_end();
                if across > PARAGRAPH * tall {
                    self.into.line_end();
                }
            } else if along > SPACE * tall {
                self.into.space();
            }
        }
        if words == " " {
            self.into.space()
        } else {
            self.into.push(words)
        }
        self.last = Some(Place { end, height });
    }

    /// Whether these letters were drawn a moment ago: letters that are filled and outlined come twice.
    fn is_again(&mut self, run: &GlyphRun<'_, '_>, transform: Affine, mode: &DrawMode) -> bool {
        let first = run.glyphs().first().map(|glyph| transform * glyph.transform() * Point::ZERO);
        let this = first.map(|place| (place, run.glyphs().len()));
        let last = std::mem::replace(&mut self.run, this);
        matches!(mode, DrawMode::Stroke(_)) && this.is_some() && this == last
    }
}

/// Whether the letters of a run are stretched each by itself: then their widths and heights are not all in one proportion.
fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let proportion = |transform: Affine| {
        let [a, b, c, d, ..] = transform.as_coeffs();
        a.hypot(b) / c.hypot(d).max(f64::MIN_POSITIVE)
    };
    let mut all = run.glyphs().iter().map(|glyph| proportion(glyph.transform()));
    let first = all.next().unwrap_or(1.0);
    let even = |one: f64| (one - first).abs() <= EVEN * first;
    // Of one letter alone nobody can tell, and text is seldom stretched.
    if run.glyphs().len() < 2 { (first - 1.0).abs() > EVEN } else { !all.all(even) }
}

impl Device<'_> for Pen<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        if self.is_again(run, props.transform, mode) {
            return;
        }
        let is_stretched = is_stretched(run);
        for glyph in run.glyphs() {
            if self.into.is_full() {
                return;
            }
            let advance = match &**glyph {
                Glyph::Outline(letter) => letter.advance_width(),
                Glyph::Type3(letter) => letter.advance_width(),
            };
            let transform = props.transform * glyph.transform();
            let advance = f64::from(advance.unwrap_or(500.0));
            let letter = match run.writing_mode() {
                WritingMode::Horizontal => Letter::of_line(transform, advance, is_stretched),
                WritingMode::Vertical => Letter::of_column(transform),
            };
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.letter(c.encode_utf8(&mut [0; 4]), letter),
                Some(BfString::String(words)) => self.letter(&words, letter),
                None => self.into.miss(),
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
