//! What people changed, from what to what; only added to.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub contract_id: Option<i64>,
    pub case_file_id: Option<i64>,
    pub month: Option<i64>,
    pub field: String,
    pub was: Option<String>,
    pub became: Option<String>,
    pub reason: Option<String>,
    pub at: DateTimeUtc,
    pub person_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
