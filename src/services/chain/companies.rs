//! Who depends on whom: every sub-processor of every partner, one company once, with the partners that use it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{categories, flags_of};
use crate::access::{Allowed, ManagePartners, ViewPortfolio};
use crate::clock::Timestamp;
use crate::ids::{OrgId, PartnerId};
use crate::services::audit::{self, Act};
use crate::services::{FieldFault, ServiceError};
use crate::store::{self, CompanyName, ReadTx, SubProcessor, WriteTx};
use crate::vetting::chain::{Flag, name_key};
use crate::vetting::intake::DataCategory;

/// A partner that uses a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The partner.
    pub partner: PartnerId,
    /// Its name.
    pub partner_name: String,
    /// What for, in the partner's words.
    pub purposes: Vec<String>,
    /// Where, by ISO 3166-1 alpha-2.
    pub countries: BTreeSet<String>,
    /// With which data.
    pub data: BTreeSet<DataCategory>,
    /// What to look at.
    pub flags: BTreeSet<Flag>,
}

/// A company that partners use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// What its name is matched by.
    pub key: String,
    /// Its name, as most partners write it.
    pub name: String,
    /// Other names that a member said are this company's: what they are matched by, and how they are written.
    pub also: Vec<(String, String)>,
    /// The partners that use it, by name.
    pub uses: Vec<Use>,
}

/// Every company, the ones that most partners depend on first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Companies {
    /// How many partners there are, without archived ones.
    pub partners: usize,
    /// How many of them have a list.
    pub listed: usize,
    /// The companies.
    pub list: Vec<Company>,
}

/// Which names count as which, followed to the end.
struct Names(BTreeMap<String, String>);

impl Names {
    fn read(tx: &mut ReadTx, org: &OrgId) -> Result<Self, ServiceError> {
        let rows = store::company_name_list(tx, org)?;
        Ok(Self(rows.into_iter().map(|row| (row.name_key, row.same_as)).collect()))
    }

    fn root(&self, key: &str) -> String {
        let mut at = key;
        // No longer than there are names, whatever the rows say.
        for _ in 0..=self.0.len() {
            match self.0.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at.to_owned()
    }
}

/// Who depends on whom, over all partners that are not archived, by their kept lists.
pub fn companies(tx: &mut ReadTx, who: &Allowed<ViewPortfolio>) -> Result<Companies, ServiceError> {
    let org = who.org();
    let partners = store::partner_list(tx, org)?.into_iter().filter(|row| row.archived_at.is_none());
    let partners: BTreeMap<PartnerId, String> = partners.map(|row| (row.id, row.name)).collect();
    let rows = store::sub_processor_list_all_kept(tx, org)?;
    let rows: Vec<SubProcessor> =
        rows.into_iter().filter(|row| partners.contains_key(&row.partner_id)).collect();
    let names = Names::read(tx, org)?;
    let listed = rows.iter().map(|row| &row.partner_id).collect::<BTreeSet<_>>().len();
    let mut by_root: BTreeMap<String, Vec<&SubProcessor>> = BTreeMap::new();
    for row in &rows {
        by_root.entry(names.root(&row.name_key)).or_default().push(row);
    }
    let mut list: Vec<Company> =
        by_root.into_iter().map(|(root, own)| company(root, &own, (&names, &partners))).collect();
    list.sort_by(|a, b| b.uses.len().cmp(&a.uses.len()).then_with(|| a.key.cmp(&b.key)));
    Ok(Companies { partners: partners.len(), listed, list })
}

fn company(
    key: String,
    rows: &[&SubProcessor],
    (names, partners): (&Names, &BTreeMap<PartnerId, String>),
) -> Company {
    let written =
        |key: &str| most_written(rows.iter().filter(|row| row.name_key == key).map(|row| row.name.as_str()));
    // Where nobody writes the name that the others count as any more, theirs is shown.
    let name = written(&key).or_else(|| most_written(rows.iter().map(|row| row.name.as_str())));
    let merged = names.0.keys().filter(|other| names.root(other) == key);
    let also = merged.map(|other| (other.clone(), written(other).unwrap_or_else(|| other.clone())));
    let mut uses: Vec<Use> = Vec::new();
    for (partner, partner_name) in partners {
        let own: Vec<&&SubProcessor> = rows.iter().filter(|row| row.partner_id == *partner).collect();
        if own.is_empty() {
            continue;
        }
        let purposes: BTreeSet<&String> = own.iter().map(|row| &row.purpose).collect();
        uses.push(Use {
            partner: partner.clone(),
            partner_name: partner_name.clone(),
            purposes: purposes.into_iter().cloned().collect(),
            countries: own.iter().map(|row| row.country.clone()).collect(),
            data: own.iter().flat_map(|row| categories(&row.data)).collect(),
            flags: own.iter().flat_map(|row| flags_of(&row.country, &row.transfer)).collect(),
        });
    }
    uses.sort_by(|a, b| a.partner_name.cmp(&b.partner_name));
    Company { name: name.unwrap_or_else(|| key.clone()), also: also.collect(), uses, key }
}

/// The spelling that stands most often; of several the one that shouts least, then the first in order.
fn most_written<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        let count = counts.entry(name).or_default();
        *count = count.saturating_add(1);
    }
    let small = |name: &str| name.chars().filter(|c| c.is_lowercase()).count();
    let most = counts.into_iter().max_by_key(|(name, count)| (*count, small(name), std::cmp::Reverse(*name)));
    most.map(|(name, _)| name.to_owned())
}

/// Says that two names are the same company's: `name` counts as `same_as` from now on, for the whole organisation.
pub fn company_merge(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (name, same_as): (&str, &str),
    now: Timestamp,
) -> Result<(), ServiceError> {
    let names = Names::read(tx, who.org())?;
    let known: BTreeSet<String> =
        store::sub_processor_list_all_kept(tx, who.org())?.into_iter().map(|row| row.name_key).collect();
    let root = |field: &'static str, name: &str| {
        let key = name_key(name);
        let found = known.contains(&key) || names.0.contains_key(&key);
        if found { Ok(names.root(&key)) } else { Err(FieldFault::new(field, "fault-company-unknown")) }
    };
    let (from, to) = match (root("name", name), root("same_as", same_as)) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => return Err(ServiceError::Invalid(from.err().into_iter().chain(to.err()).collect())),
    };
    if from == to {
        return Err(ServiceError::field("same_as", "fault-company-same"));
    }
    let row = CompanyName {
        org_id: who.org().clone(),
        name_key: from,
        same_as: to,
        merged_by: who.user().clone(),
        merged_at: now,
    };
    store::company_name_insert(tx, &row)?;
    note(tx, who, ("company.merge", &row.name_key), json!({ "same_as": row.same_as }), now)
}

/// Takes back that `name` counts as another.
pub fn company_split(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    name: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let key = name_key(name);
    let merged = store::company_name_list(tx, who.org())?.into_iter().any(|row| row.name_key == key);
    if !merged {
        return Err(ServiceError::field("name", "fault-company-unknown"));
    }
    store::company_name_delete(tx, who.org(), &key)?;
    note(tx, who, ("company.split", &key), json!({}), now)
}

fn note(
    tx: &mut WriteTx,
    who: &Allowed<ManagePartners>,
    (action, key): (&'static str, &str),
    detail: serde_json::Value,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let act = Act { action, object_kind: "company", object_id: key, detail };
    Ok(audit::done(tx, who, &act, now)?)
}
