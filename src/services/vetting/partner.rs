//! Partners: one organisation's records of other companies.

use serde_json::json;

use crate::access::{Allowed, ManagePartners, ViewPartners};
use crate::clock::Timestamp;
use crate::ids::PartnerId;
use crate::services::access::looks_like_address;
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, Partner, ReadTx, WriteTx};
use crate::vetting::website::is_website;

const LONGEST_NAME: usize = 120;
const LONGEST_NOTES: usize = 4_000;

/// A partner as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartnerInput {
    /// The company's name.
    pub name: String,
    /// Its web address; may be empty.
    pub website: String,
    /// The person to talk to; may be empty.
    pub contact_name: String,
    /// That person's address; may be empty.
    pub contact_email: String,
    /// Free text.
    pub notes: String,
}

impl PartnerInput {
    fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self {
            name: trim(&self.name),
            website: trim(&self.website),
            contact_name: trim(&self.contact_name),
            contact_email: trim(&self.contact_email).to_lowercase(),
            notes: trim(&self.notes),
        }
    }

    /// What cannot be taken, all of it at once.
    fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let longer = |text: &str, most: usize| text.chars().count() > most;
        if self.name.is_empty() || longer(&self.name, LONGEST_NAME) {
            faults.push(FieldFault::new("name", "fault-name"));
        }
        if !self.website.is_empty() && !is_website(&self.website) {
            faults.push(FieldFault::new("website", "fault-website"));
        }
        if longer(&self.contact_name, LONGEST_NAME) {
            faults.push(FieldFault::new("contact_name", "fault-name"));
        }
        if !self.contact_email.is_empty() && !looks_like_address(&self.contact_email) {
            faults.push(FieldFault::new("contact_email", "fault-email"));
        }
        if longer(&self.notes, LONGEST_NOTES) {
            faults.push(FieldFault::new("notes", "fault-notes-long"));
        }
        faults
    }
}

/// Adds a partner; one of the same name is a fault of the name.
pub fn partner_add(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    input: &PartnerInput,
    now: Timestamp,
) -> Result<PartnerId, ServiceError> {
    let input = checked(tx, who, input, None)?;
    let row = Partner {
        id: PartnerId::fresh(),
        org_id: who.org().clone(),
        name: input.name,
        website: input.website,
        contact_name: input.contact_name,
        contact_email: input.contact_email,
        notes: input.notes,
        linked_org_id: None,
        created_by: who.user().clone(),
        created_at: now,
        archived_at: None,
    };
    store::partner_insert(tx, &row)?;
    let detail = json!({ "name": row.name });
    let act = Act { action: "partner.add", object_kind: "partner", object_id: row.id.as_str(), detail };
    audit::done(tx, who, &act, now)?;
    Ok(row.id)
}

/// Changes a partner's name, address, contact and notes.
pub fn partner_update(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &PartnerId,
    input: &PartnerInput,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let stored = store::partner_fetch(tx, who.org(), id)?;
    let input = checked(tx, who, input, Some(id))?;
    let row = Partner {
        name: input.name,
        website: input.website,
        contact_name: input.contact_name,
        contact_email: input.contact_email,
        notes: input.notes,
        ..stored
    };
    store::partner_update(tx, &row)?;
    let detail = json!({ "name": row.name });
    let act = Act { action: "partner.change", object_kind: "partner", object_id: id.as_str(), detail };
    Ok(audit::done(tx, who, &act, now)?)
}

fn checked(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    input: &PartnerInput,
    own: Option<&PartnerId>,
) -> Result<PartnerInput, ServiceError> {
    let input = input.trimmed();
    let mut faults = input.faults();
    let named = store::partner_list(tx, who.org())?.into_iter().find(|partner| partner.name == input.name);
    if named.is_some_and(|partner| Some(&partner.id) != own) {
        faults.push(FieldFault::new("name", "fault-partner-name-taken"));
    }
    if faults.is_empty() { Ok(input) } else { Err(ServiceError::Invalid(faults)) }
}

/// Puts a partner aside: no assessment can be started and no room opens; nothing is lost.
pub fn partner_archive(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &PartnerId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::partner_archive(tx, who.org(), id, Some(now))?;
    let act =
        Act { action: "partner.archive", object_kind: "partner", object_id: id.as_str(), detail: json!({}) };
    Ok(audit::done(tx, who, &act, now)?)
}

/// Brings an archived partner back.
pub fn partner_restore(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    id: &PartnerId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    store::partner_archive(tx, who.org(), id, None)?;
    let act =
        Act { action: "partner.restore", object_kind: "partner", object_id: id.as_str(), detail: json!({}) };
    Ok(audit::done(tx, who, &act, now)?)
}

/// The partner, if it is the actor's organisation's.
pub fn partner_fetch(
    tx: &mut ReadTx,
    who: &Allowed<ViewPartners>,
    id: &PartnerId,
) -> Result<Partner, ServiceError> {
    Ok(store::partner_fetch(tx, who.org(), id)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let input = PartnerInput {
            name: " ".to_owned(),
            website: "javascript:alert(1)".to_owned(),
            contact_email: "ines@meridian".to_owned(),
            ..PartnerInput::default()
        };
        let fields: Vec<String> = input.trimmed().faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["name", "website", "contact_email"]);
    }
}
