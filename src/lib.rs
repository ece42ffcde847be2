//! Bole.
