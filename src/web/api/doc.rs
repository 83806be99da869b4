//! The API's description, generated from the handlers.

use actix_web::HttpResponse;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// Paths that belong to no noun.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "Entente", description = "Vet a marketing-data partner, then count a shared audience."),
    paths(super::me::me, super::audit::file, super::audit::checkpoint),
    components(schemas(crate::web::error::Problem)),
    modifiers(&Bearer)
)]
struct Root;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("ent_…").build();
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The whole description; each area adds its own.
pub fn description() -> utoipa::openapi::OpenApi {
    let areas = [
        super::people::Doc::openapi(),
        super::portfolio::Doc::openapi(),
        super::inbox::Doc::openapi(),
        super::mail::Doc::openapi(),
        super::rooms::Doc::openapi(),
        super::transparency::Doc::openapi(),
        super::vetting::Doc::openapi(),
        crate::web::uploads::ApiDoc::openapi(),
    ];
    areas.into_iter().fold(Root::openapi(), utoipa::openapi::OpenApi::merge_from)
}

/// GET /api/v1/openapi.json
pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(description())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::web::route::Verb;
    use crate::web::routes;

    /// Every API route is described and nothing else is.
    #[test]
    fn the_description_is_the_route_table() {
        let mut served = BTreeSet::new();
        for route in
            routes::table().filter(|r| r.path.starts_with("/api/") && r.path != "/api/v1/openapi.json")
        {
            let verb = match route.verb {
                Verb::Get => "get",
                Verb::Post => "post",
                Verb::Put => "put",
                Verb::Delete => "delete",
                Verb::Patch => "patch",
                Verb::Head => "head",
                Verb::Options => "options",
            };
            served.insert(format!("{verb} {}", route.path));
        }
        let json = serde_json::to_value(description()).unwrap();
        assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut described = BTreeSet::new();
        for (path, verbs) in json["paths"].as_object().unwrap() {
            for verb in verbs.as_object().unwrap().keys() {
                described.insert(format!("{verb} {path}"));
            }
        }
        assert_eq!(served, described);
    }
}
