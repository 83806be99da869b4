//! A server, the wire to it, and people at browsers.

use crate::chromium::{Driver, Tab};
use crate::helpers::{PASSWORD, Person, Setup, TestApp};
use crate::recorder::Recorder;

/// Everything a browser test needs.
pub struct Stage {
    pub app: TestApp,
    pub recorder: Recorder,
    pub driver: Driver,
}

impl Stage {
    /// A fresh server on SQLite behind a recorded wire, and a driver.
    pub fn set() -> Self {
        let recorder = Recorder::start();
        let setup = Setup { public_url: Some(recorder.origin.clone()), ..Setup::default() };
        let app = TestApp::sqlite(&setup);
        recorder.pass_on_to(&app.address);
        Self { app, recorder, driver: Driver::start() }
    }

    /// A path of the server as browsers see it.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.recorder.origin)
    }

    /// A browser in which the person has signed in with the form.
    pub fn signed_in(&self, person: &Person) -> Tab<'_> {
        let tab = self.driver.open();
        tab.goto(&self.at("/sign-in"));
        tab.fill("input[name=email]", &person.email);
        tab.fill("input[name=password]", PASSWORD);
        tab.click("main form button[type=submit]");
        tab.wait_for(".topbar");
        tab
    }
}
