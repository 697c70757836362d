//! Lines of entries; amounts in cents.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub year_id: i64,
    pub account: String,
    pub aux: Option<String>,
    pub debit: i64,
    pub credit: i64,
    pub label: Option<String>,
    pub piece_ref: Option<String>,
    pub piece_date: Option<Date>,
    pub own_date: Option<Date>,
    pub currency_amount: Option<String>,
    pub currency: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
