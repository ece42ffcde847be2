//! What an operator is shown of a running server: its log, its traces and its figures.
//!
//! The log goes to standard error ([`log`]), with the id of the request ([`RequestId`]) in each line
//! that is about one. Traces go to a collector where one is named ([`traces`]); a [`part`] of a
//! request that costs nothing where none is. Figures are counted in [`Metrics`], and asked for by
//! Prometheus; what others count already comes as [`Reading`]s when it is asked.

pub mod client;
pub mod log;
mod metrics;
mod process;
mod reading;
mod request_id;
mod sha256;
pub mod traces;

pub use metrics::{Answered, Counted, Metrics, Operated};
pub use process::readings as of_this_process;
pub use reading::{Kind, Reading, Unit};
pub use request_id::RequestId;
pub use sha256::{SHA256_BYTES, sha256, sha256_bytes};
pub use traces::{part, within};
