//! Flags of `bole serve` about answers that are kept, and which documents are answered.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::{
    graphql::{Answering, Limits, StoredDocuments},
    http::{CacheControl, Caching},
};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Answers that are kept, and stored documents")]
pub(super) struct Keeping {
    /// Bytes of answers that are kept to be given again as long as no commit changes them; 0 keeps
    /// none.
    #[arg(long, env = "BOLE_CACHE_BYTES_MAX", value_name = "N",
          default_value_t = Caching::default().bytes_max)]
    cache_bytes_max: u64,
    /// The header Cache-Control of answers to GET that are made of the graph alone, such as `public,
    /// max-age=60` where everybody may read the same. Those with a credential are told `private,
    /// no-cache` instead of what would let others have their answers.
    #[arg(
        long,
        env = "BOLE_CACHE_CONTROL",
        value_name = "TEXT",
        default_value = "private, no-cache"
    )]
    cache_control: CacheControl,
    /// A file of documents that requests may name by `documentId`: JSON like {"id": "query …"}, or a
    /// manifest of Apollo's persisted queries. All are checked against the schema at the start.
    #[arg(long, env = "BOLE_DOCUMENTS", value_name = "FILE")]
    documents: Option<PathBuf>,
    /// Answer the documents of that file alone, whoever asks.
    #[arg(long, env = "BOLE_ONLY_DOCUMENTS", requires = "documents")]
    only_documents: bool,
}

impl Keeping {
    pub(super) fn caching(&self) -> Caching {
        Caching { bytes_max: self.cache_bytes_max, control: self.cache_control.clone() }
    }

    /// Reads the file of documents.
    pub(super) fn documents(&self, limits: &Limits) -> Result<(StoredDocuments, Answering)> {
        let Some(path) = &self.documents else { return Ok(Default::default()) };
        let named = || format!("the documents in `{}`", path.display());
        let text = fs::read_to_string(path).with_context(named)?;
        let stored = StoredDocuments::read(&text, limits);
        let stored = stored.map_err(|why| anyhow!("{} can't be used:\n{why}", named()))?;
        tracing::info!(documents = stored.len(), file = %path.display(), "read the documents");
        let answering = if self.only_documents { Answering::Stored } else { Answering::All };
        Ok((stored, answering))
    }
}
