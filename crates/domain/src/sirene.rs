//! SIREN and SIRET.
