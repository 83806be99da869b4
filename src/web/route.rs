//! One line of the route table: method, path, who may, handler.

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::visitor;
use crate::access::{Permission, Role};

/// An HTTP method we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
    /// Goes on with an upload.
    Patch,
    /// Reads the header alone.
    Head,
    /// Asks what there is.
    Options,
}

/// Who a route is for. The permission matrix test tries everybody on every route and compares with this.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Anybody.
    Public,
    /// The holder of a respondent's session.
    Respondent,
    /// The holder of a session that may announce changes of the partner's chain.
    Announcer,
    /// A signed-in member with one of these roles; the permission's name is for the reader.
    Member(&'static str, &'static [Role]),
    /// A bearer token whose person has one of these roles; `writes` tells whether its scope must be `write`.
    Api {
        /// The permission's name.
        permission: &'static str,
        /// The roles that hold it.
        roles: &'static [Role],
        /// Whether a read-only token is refused.
        writes: bool,
    },
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The method.
    pub verb: Verb,
    /// The path, in actix's pattern language.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// The handler.
    pub handler: fn() -> actix_web::Route,
}

/// For members who hold `P`.
pub const fn member<P: Permission>() -> Access {
    Access::Member(P::NAME, P::ROLES)
}

/// For tokens whose person holds `P`.
pub const fn api<P: Permission>() -> Access {
    Access::Api { permission: P::NAME, roles: P::ROLES, writes: P::WRITES }
}

impl Route {
    /// A GET route.
    pub const fn get(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Get, path, access, handler }
    }

    /// A POST route.
    pub const fn post(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Post, path, access, handler }
    }

    /// A PUT route.
    pub const fn put(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Put, path, access, handler }
    }

    /// A DELETE route.
    pub const fn delete(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Delete, path, access, handler }
    }

    /// A PATCH route.
    pub const fn patch(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Patch, path, access, handler }
    }

    /// A HEAD route.
    pub const fn head(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Head, path, access, handler }
    }

    /// An OPTIONS route.
    pub const fn options(path: &'static str, access: Access, handler: fn() -> actix_web::Route) -> Self {
        Self { verb: Verb::Options, path, access, handler }
    }
}

/// Registers the table: routes of one path share a resource, so that a wrong method is 405 and not 404.
pub fn register<'a>(table: impl Iterator<Item = &'a Route> + Clone, config: &mut ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for route in table.clone() {
        if !paths.contains(&route.path) {
            paths.push(route.path);
        }
    }
    for path in paths {
        let mut resource = web::resource(path);
        for route in table.clone().filter(|route| route.path == path) {
            let handler = (route.handler)();
            let handler = match route.verb {
                Verb::Get => handler.method(Method::GET),
                Verb::Post => handler.method(Method::POST),
                Verb::Put => handler.method(Method::PUT),
                Verb::Delete => handler.method(Method::DELETE),
                Verb::Patch => handler.method(Method::PATCH),
                Verb::Head => handler.method(Method::HEAD),
                Verb::Options => handler.method(Method::OPTIONS),
            };
            let access = route.access;
            let door = from_fn(move |request, next| visitor::let_in(access, request, next));
            resource = resource.route(handler.wrap(door));
        }
        config.service(resource.default_service(web::to(super::routes::wrong_method)));
    }
}
