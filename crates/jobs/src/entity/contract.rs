//! Contracts of work; hours a week in thousandths.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub activity_id: i64,
    pub number: String,
    pub last_name: String,
    pub first_name: String,
    pub birth: Date,
    pub sex: String,
    pub identity: Vec<u8>,
    pub category: String,
    pub kind: String,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    pub weekly_hours: i64,
    pub reference_hours: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
