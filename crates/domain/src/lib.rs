//! What is true in a pôle: money, entries, statements, contracts, full-time equivalents, sharing,
//! combination. No async, no database, no HTTP here, and the crate's dependencies keep them out.
//!
//! Glossary, French ⇄ code: association (any legal entity with its books) `association`; activité
//! `activity`; écriture `Entry`, brouillard `Draft`, validée `validated`; exercice `FiscalYear`;
//! plan comptable `Chart`; tiers `third party`; lettrage `lettering`; équivalent temps plein `Fte`;
//! contrat `Contract`; dossier d'accueil `CaseFile`; personne accueillie `beneficiary`; périmètre
//! `perimeter`; vis-à-vis `counterparty`; chiffre d'affaires `turnover`; avenant `amendment`; préavis
//! `notice`.

pub mod accounting;
pub mod address;
pub mod calendar;
pub mod chart;
pub mod conventions;
pub mod dossier;
pub mod figure;
pub mod fraction;
pub mod identity;
pub mod issue;
pub mod jobs;
pub mod money;
pub mod rights;
pub mod sharing;
pub mod sirene;
pub mod system;
pub mod words;

pub use calendar::{Month, Period};
pub use fraction::Fraction;
pub use issue::{Issue, Issues, Severity};
pub use money::Cents;
