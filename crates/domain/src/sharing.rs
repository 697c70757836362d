//! Reciprocity between entities of the pôle.
