//! A person × a role × an association, dated.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub person_id: i64,
    pub association_id: Option<i64>,
    pub role: String,
    pub from_date: Date,
    pub until_date: Option<Date>,
    pub granted_by: i64,
    pub confirmed_by: Option<i64>,
    pub created_at: DateTimeUtc,
    pub end_asked_by: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
