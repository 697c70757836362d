//! Files of the people received.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_file")]
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
    pub opened_on: Date,
    pub closed_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
