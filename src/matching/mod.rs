//! Keyed-hash matching.
