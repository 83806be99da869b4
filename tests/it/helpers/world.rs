//! Two organisations that have everything a route may name, and real paths for the route table's patterns.

use std::collections::BTreeMap;

use entente::access::{LinkToken, ManagePeople, Role};
use entente::ids::UserId;
use entente::services::access::invite_member;
use entente::store::MembershipStatus;
use entente::web::route::Route;

use super::app::TestApp;
use super::people::{Company, Person};
use super::scenes::Until;

/// Two organisations, people of every kind, and one object of each kind in the first organisation.
pub struct World {
    pub company: Company,
    /// The company on the other side of the room.
    pub partner: Company,
    /// A company that has nothing to do with the first.
    pub other: Company,
    pub suspended: Person,
    /// Ids by the segment of a path that they follow.
    ids: BTreeMap<&'static str, String>,
    tokens: BTreeMap<UserId, String>,
}

impl World {
    /// A world of its own in the app: several can stand side by side.
    pub fn new(app: &TestApp, name: &str) -> Self {
        let company = app.company(name);
        let other = app.company(&format!("Not {name}"));
        let partner = app.company(&format!("{name} Partner"));
        let suspended = app.join(&company, "suspended", Role::Owner, MembershipStatus::Suspended);
        let mut world =
            Self { company, partner, other, suspended, ids: BTreeMap::new(), tokens: BTreeMap::new() };
        world.add_objects(app);
        world
    }

    fn add_objects(&mut self, app: &TestApp) {
        let owner = self.company.member(Role::Owner).clone();
        let now = app.now();
        let leaver = app.join(&self.company, "leaver", Role::Leader, MembershipStatus::Active);
        self.ids.insert("people", leaver.membership.to_string());
        self.ids.insert("members", leaver.membership.to_string());
        let link = LinkToken::fresh("").unwrap();
        let invitee = (format!("new@{}.example", self.company.id), Role::Leader);
        let proof = owner.proof::<ManagePeople>();
        let invitation = app
            .store
            .write("test", |tx| invite_member(tx, &proof, (invitee.0.as_str(), invitee.1), &link, now));
        self.ids.insert("invitations", invitation.unwrap().to_string());
        self.ids.insert("invite", link.expose().to_owned());
        self.ids.insert("setup", "no-such-link".to_owned());
        for person in self.company.people() {
            self.tokens.insert(person.id.clone(), app.api_token(person, false).0.to_string());
        }
        let partner = app.partner(&self.company, "Brightside");
        let sent = app.vetting(&self.company, &partner, Until::Sent);
        self.ids.insert("evidence", app.evidence(&sent).to_string());
        let (entry, notice) = app.chain(&self.company, &partner);
        for after in ["sub-processors", "list"] {
            self.ids.insert(after, entry.to_string());
        }
        self.ids.insert("notices", notice.to_string());
        let (change_link, token) = app.change_link(&self.company, &partner);
        self.ids.insert("change-links", change_link.to_string());
        self.ids.insert("changes", token.expose().to_owned());
        self.ids.insert("partners", partner.to_string());
        self.ids.insert("assessments", sent.assessment.to_string());
        self.ids.insert("reopen-requests", app.submitted_once(&self.company, &sent).to_string());
        self.ids.insert("submissions", "1".to_owned());
        self.ids.insert("carried", "no-such-document".to_owned());
        self.ids.insert("questionnaires", app.questionnaire(&self.company).to_string());
        self.ids.insert("versions", "1".to_owned());
        self.ids.insert("question", "A1".to_owned());
        self.ids.insert("links", sent.link_id.clone().unwrap().to_string());
        self.ids.insert("a", sent.link.expose().to_owned());
        self.ids.insert("q", "A1".to_owned());
        self.ids.insert("answers", "own".to_owned());
        self.ids.insert("file", "own".to_owned());
        self.ids.insert("reviews", "A1".to_owned());
        self.ids.insert("section", "A".to_owned());
        self.ids.insert("respondent-links", sent.link_id.unwrap().to_string());
        let (room, release) = app.counted_room(&self.company, &self.partner);
        self.ids.insert("rooms", room.to_string());
        self.ids.insert("releases", release.to_string());
        let run = format!("SELECT id AS line FROM runs WHERE release_id = '{release}'");
        self.ids.insert("runs", app.database.lines(&run).remove(0));
        let (decision, finding) = app.overridden(&self.company, &self.partner);
        self.ids.insert("decisions", decision.to_string());
        self.ids.insert("findings", finding.to_string());
        self.ids.insert("t", app.published(&self.company));
        self.ids.insert("assets", "app.css".to_owned());
        self.ids.insert("snoozes", app.snoozed(&self.company).to_string());
        let upload = app.upload_begun(self.company.member(Role::Analyst), &room);
        self.ids.insert("uploads", upload.to_string());
    }

    /// The route's path with the first organisation's objects in it; an error names what this registry lacks.
    pub fn path(&self, route: &Route, asking: Option<&Person>) -> Result<String, String> {
        fill(route.path, |after| self.id(after, asking).ok_or_else(|| unmapped(route, after)))
    }

    /// The same with ids of the right form that name nothing.
    pub fn random_path(route: &Route) -> String {
        fill(route.path, |_| Ok(entente::ids::OrgId::fresh().to_string())).unwrap()
    }

    fn id(&self, after: &str, asking: Option<&Person>) -> Option<String> {
        if after == "tokens" {
            // One's own, where one has any: a token is its person's, not the organisation's.
            let own = asking.and_then(|person| self.tokens.get(&person.id));
            return own.or_else(|| self.tokens.get(&self.company.member(Role::Owner).id)).cloned();
        }
        self.ids.get(after).cloned()
    }
}

fn unmapped(route: &Route, after: &str) -> String {
    format!("{}: tests/it/helpers/world.rs knows no id that follows `{after}`", route.path)
}

/// Puts a value for each `{…}` of an actix pattern, by the segment before it.
fn fill(pattern: &str, value: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let mut out = String::new();
    let mut before = "";
    for segment in pattern.split('/').skip(1) {
        out.push('/');
        if segment.starts_with('{') {
            out.push_str(&value(before)?);
        } else {
            out.push_str(segment);
            before = segment;
        }
    }
    Ok(out)
}
