//! The words of a PDF, page by page, in the order in which the page draws them.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

use super::{Collected, MOST_PAGES, NoText};

/// A gap of so much of a letter's height is a space.
const SPACE: f64 = 0.18;
/// A step of so much of a letter's height is another line.
const LINE: f64 = 0.6;

/// Reads the words of a PDF.
pub(super) fn read(bytes: Vec<u8>, into: &mut Collected) -> Result<(), NoText> {
    let pdf = Pdf::new(bytes).map_err(|_locked_or_damaged| NoText::Unreadable)?;
    for (at, page) in pdf.pages().iter().enumerate() {
        if at >= MOST_PAGES {
            into.cut = true;
        }
        if into.is_full() {
            break;
        }
        let cache = InterpreterCache::new();
        let nowhere = Rect::new(0.0, 0.0, 1.0, 1.0);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, nowhere, &cache, pdf.xref(), settings);
        let mut pen = Pen { into, last: None };
        interpret_page(page, &mut context, &mut pen);
        into.line_end();
        into.line_end();
    }
    Ok(())
}

/// Where the last letter ended.
#[derive(Debug, Clone, Copy)]
struct Place {
    end: Point,
    /// The height of the letter.
    height: f64,
}

/// Takes down what is drawn as letters, and nothing else.
struct Pen<'c> {
    into: &'c mut Collected,
    last: Option<Place>,
}

impl Pen<'_> {
    fn letter(&mut self, words: &str, transform: Affine, advance: f64) {
        let (start, end) = (transform * Point::ZERO, transform * Point::new(advance, 0.0));
        let up = transform * Point::new(0.0, 1000.0);
        let height = (up - start).hypot().max(0.001);
        if let Some(last) = self.last {
            let tall = height.max(last.height);
            if (start.y - last.end.y).abs() > LINE * tall {
                self.into.line_end();
            } else if (start.x - last.end.x).abs() > SPACE * tall && !self.into.text.ends_with([' ', '\n']) {
                self.into.push(" ");
            }
        }
        self.into.push(words);
        self.last = Some(Place { end, height });
    }
}

impl Device<'_> for Pen<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
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
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.letter(c.encode_utf8(&mut [0; 4]), transform, advance),
                Some(BfString::String(words)) => self.letter(&words, transform, advance),
                None => {}
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
