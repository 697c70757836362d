//! Agreements between entities, as they were signed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "convention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub number: String,
    pub version: i64,
    pub kind: String,
    pub title: String,
    pub signed_on: Date,
    pub approved_on: Option<Date>,
    pub from_date: Date,
    pub until_date: Option<Date>,
    pub renews: i64,
    pub notice_months: i64,
    pub price: Option<String>,
    pub note: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
