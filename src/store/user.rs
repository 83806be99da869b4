//! People who can sign in.

use diesel::prelude::*;

use super::database::{ReadTx, WriteTx};
use super::error::StoreError;
use super::organisation::one;
use super::schema::users;
use crate::clock::Timestamp;
use crate::ids::UserId;

/// A person's account.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The address, lower-case; unique.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it was switched off, if it was.
    pub disabled_at: Option<Timestamp>,
}

/// Adds an account; a known address is a conflict.
pub fn user_insert(tx: &mut WriteTx, row: &User) -> Result<(), StoreError> {
    diesel::insert_into(users::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The account.
pub fn user_fetch(tx: &mut ReadTx, id: &UserId) -> Result<User, StoreError> {
    Ok(users::table.find(id).select(User::as_select()).first(tx.conn())?)
}

/// The account with this address, which is compared as stored: lower-case.
pub fn user_find_by_email(tx: &mut ReadTx, email: &str) -> Result<Option<User>, StoreError> {
    let row = users::table.filter(users::email.eq(email)).select(User::as_select());
    Ok(row.first(tx.conn()).optional()?)
}

/// Replaces the password's hash.
pub fn user_set_password(tx: &mut WriteTx, id: &UserId, hash: &str) -> Result<(), StoreError> {
    one(diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(tx.conn())?)
}

/// Replaces the person's name.
pub fn user_rename(tx: &mut WriteTx, id: &UserId, name: &str) -> Result<(), StoreError> {
    one(diesel::update(users::table.find(id)).set(users::name.eq(name)).execute(tx.conn())?)
}

/// Every account, by address.
pub fn user_list(tx: &mut ReadTx) -> Result<Vec<User>, StoreError> {
    Ok(users::table.order(users::email).select(User::as_select()).load(tx.conn())?)
}

/// Switches an account off.
pub fn user_disable(tx: &mut WriteTx, id: &UserId, at: Timestamp) -> Result<(), StoreError> {
    one(diesel::update(users::table.find(id)).set(users::disabled_at.eq(at)).execute(tx.conn())?)
}
