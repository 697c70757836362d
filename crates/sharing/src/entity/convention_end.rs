//! How an agreement ended.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "convention_end")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub convention_id: i64,
    pub told_on: Date,
    pub last_day: Date,
    pub agreed: i64,
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
