//! Every component in every state on one page, for a person to look at: `cargo test gallery` writes it to the folder
//! that `ENTENTE_GALLERY` names.

use askama::Template;

use super::super::page::{Chrome, Nav};
use super::*;

#[derive(Template)]
#[template(path = "components/gallery.html")]
struct Gallery {
    c: Chrome,
    scores: Vec<ScoreView>,
    rows: Vec<(ScoreView, DecisionView)>,
    heads: Vec<ListHead>,
    bands: [Band; 5],
    banners: Vec<Banner>,
    steps: Vec<StepView>,
    released: Vec<ReleasedView>,
    budgets: Vec<BudgetView>,
    fields: Vec<FieldView>,
    copies: Vec<CopyView>,
    confirms: Vec<ConfirmView>,
    empties: Vec<Empty>,
    progress: Vec<ProgressView>,
    pairs: Vec<KeyValue>,
}

fn gallery() -> Gallery {
    Gallery {
        c: Chrome::sample("nav-partners")
            .at(Nav::Partners)
            .under("Partners", "/partners")
            .titled("Meridian Media"),
        scores: ScoreView::samples(),
        rows: ScoreView::samples().into_iter().zip(DecisionView::samples()).collect(),
        heads: ListHead::samples(),
        bands: Band::ALL,
        banners: Banner::samples(),
        steps: StepView::samples(),
        released: ReleasedView::samples(),
        budgets: BudgetView::samples(),
        fields: FieldView::samples(),
        copies: CopyView::samples(),
        confirms: ConfirmView::samples(),
        empties: Empty::samples(),
        progress: ProgressView::samples(),
        pairs: vec![KeyValue::new("Purpose", "Lookalike audience"), KeyValue::new("Legal basis", "Consent")],
    }
}

#[test]
fn every_component_renders_without_a_missing_word() {
    let html = gallery().render().unwrap();
    assert!(!html.contains('⟦'), "{html}");
    assert!(!html.contains("style="), "inline style would be refused by the content security policy");
    crate::web::page::show("gallery", &html);
}
