//! The page that a link for changes leads to. Looking at it starts nothing; the button does.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::landing::{BeginForm, COOKIE_SECONDS, LandingPage, closed, others};
use crate::access::LinkToken;
use crate::clock::Timestamp;
use crate::services::ServiceError;
use crate::services::chain::{self, ChangeLanding};
use crate::web::app::App;
use crate::web::cookies::Jar;
use crate::web::csrf::Csrf;
use crate::web::error::WebError;
use crate::web::format;
use crate::web::page::{Chrome, Page};
use crate::web::visitor::Anyone;
use crate::web::words::{Arg, Lang, Words};

/// GET /changes/{token}
pub async fn page(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
    query: web::Query<BeginForm>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    match app.read(move |tx, now| chain::change_landing(tx, &hash, now)).await {
        Ok(landing) => {
            let lang = query.asked().map_or_else(|| Lang::named(&landing.desk.languages.page), Lang::named);
            let mut c = anyone.chrome_in(Words::new(lang), "announcing-title");
            c.sample_data = landing.desk.sample;
            let page = landing_page(c, &landing, format!("/changes/{}{}", token.as_str(), query.kept()));
            Ok(anyone.remember(&app, Page(page).with_status(StatusCode::OK)))
        }
        Err(error) => closed(&app, &request, &anyone, error).await,
    }
}

/// POST /changes/{token}
pub async fn begin(
    request: HttpRequest,
    anyone: Anyone,
    app: web::Data<App>,
    token: web::Path<String>,
    form: Csrf<BeginForm>,
) -> Result<HttpResponse, WebError> {
    let hash = LinkToken::presented(&token).hash();
    app.count_try(hash.as_str(), app.address_of(&request))?;
    let session = LinkToken::fresh("").map_err(ServiceError::from)?;
    let (session_hash, language) = (session.hash(), form.0.language);
    let begun = app.write("change_begin", move |tx, now| {
        chain::change_begin(tx, (&hash, &session_hash), &language, now)
    });
    match begun.await {
        Ok(()) => Ok(HttpResponse::SeeOther()
            .insert_header(("Location", "/answer/notices"))
            .cookie(Jar::Respondent.set(&app, session.expose(), Some(COOKIE_SECONDS)))
            .finish()),
        Err(error) => closed(&app, &request, &anyone, error).await,
    }
}

fn landing_page(c: Chrome, landing: &ChangeLanding, action: String) -> LandingPage {
    let (desk, words) = (&landing.desk, c.words);
    let (org, partner) = (desk.org_name.as_str(), desk.partner_name.as_str());
    let names = [("org", Arg::from(org)), ("partner", Arg::from(partner))];
    let contact = words.with(
        "answering-landing-contact",
        &[
            ("name", Arg::from(&landing.contact_name)),
            ("org", Arg::from(org)),
            ("email", Arg::from(&landing.contact_email)),
        ],
    );
    LandingPage {
        lead: words.with("changes-lead", &names),
        facts: facts(words, org, landing.expires_at),
        action,
        others: others(words),
        go: words.t("announcing-go"),
        contact,
        c: c.titled(words.ts("announcing-title-to", org)),
    }
}

fn facts(words: Words, org: &str, until: Timestamp) -> Vec<(String, String)> {
    let until = words.ts("answering-fact-until", &format::date_in(words.lang(), until));
    vec![
        (words.t("changes-fact-why-title"), words.ts("changes-fact-why", org)),
        (words.t("changes-fact-then-title"), words.ts("changes-fact-then", org)),
        (words.t("answering-fact-until-title"), until),
    ]
}

/// A first visit.
pub(super) fn sample() -> LandingPage {
    let c = Chrome::bare(Words::default(), "announcing-title");
    let landing = ChangeLanding {
        desk: chain::ChangeDesk {
            org_name: "Northwind Retail".to_owned(),
            sample: false,
            partner_name: "Meridian Media".to_owned(),
            languages: crate::services::answering::Languages::default(),
        },
        contact_name: "Maya Okafor".to_owned(),
        contact_email: "maya@northwind.example".to_owned(),
        expires_at: Timestamp::from_micros(1_804_000_000_000_000),
    };
    landing_page(c, &landing, "/changes/sample".to_owned())
}
