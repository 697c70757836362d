//! Matching people across files.
