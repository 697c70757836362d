//! What changed an agreement, since when.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "convention_amendment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub convention_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rank: i64,
    pub subject: String,
    pub signed_on: Date,
    pub from_date: Date,
    pub until_date: Option<Date>,
    pub price: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
