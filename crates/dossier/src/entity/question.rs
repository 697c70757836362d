//! What was asked, of whom, and how far it has come.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub kind: String,
    pub year_end: Option<Date>,
    pub code: Option<String>,
    pub missing_piece: i64,
    pub awaits: String,
    pub asked_by: i64,
    pub asked_at: DateTimeUtc,
    pub state: String,
    pub state_by: i64,
    pub state_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
