//! Answers that are kept as they are sent, so that who asks the same again is not waited for.
//!
//! An answer is given again as long as it would be the same if it were made anew ([`Api::holds`]):
//! until a commit touches a table that it was made of. That is looked at each time, so that nobody who
//! was told of a commit finds an answer from before it. What no longer holds is replaced by what is
//! made instead, or makes room for others.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    body::Bytes,
    http::{HeaderValue, Method},
};
use quick_cache::{DefaultHashBuilder, Lifecycle, OptionsBuilder, Weighter, sync::Cache};

use super::{
    caching,
    encoding::{Coding, Effort},
    reply,
};
use crate::{
    auth::Viewer,
    graphql::{Answer, AnswerKey, Api, Basis, Cost, OperationKind, Outcome},
    telemetry::{SHA256_BYTES, sha256_bytes},
};

/// What an answer takes beside its bytes, about.
const OVERHEAD_BYTES: u64 = 512;
/// Bytes of a common answer: by this much it is guessed how many there will be.
const COMMON_BYTES: u64 = 8 << 10;
/// Bytes of a part of what is kept, which has a lock of its own. No larger answer is kept.
const PART_BYTES: u64 = 8 << 20;
/// Requests of which it is known what they ask for without reading them, of some 150 bytes each.
const SPELLINGS_MAX: usize = 10_000;
/// More parts than threads that could wait for each other are of no use.
const PARTS_MAX: u64 = 64;

/// All answers that are kept. Copies share them.
#[derive(Clone)]
pub(super) struct Answers(Option<Arc<Held>>);

struct Held {
    cache: Cache<(AnswerKey, Coding), Kept, Bulk, DefaultHashBuilder, Evictions>,
    spellings: Cache<Spelling, Meant>,
    hits: AtomicU64,
    misses: AtomicU64,
    evictions: Arc<AtomicU64>,
}

/// A request as it was sent, with the role of who sent it: a digest, as [`AnswerKey`] is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spelling([u8; SHA256_BYTES]);

/// What such a request asks for.
#[derive(Clone)]
pub(super) struct Meant {
    pub(super) key: AnswerKey,
    /// The name of the operation that it gave.
    pub(super) operation: Option<String>,
}

/// An answer that is kept: a whole one, without errors, to a query.
#[derive(Clone)]
pub(super) struct Kept {
    /// As its coding has it.
    pub(super) body: Bytes,
    about: Arc<About>,
}

struct About {
    basis: Basis,
    cost: Option<Cost>,
    /// The same as a header.
    cost_told: Option<HeaderValue>,
    /// Of the body as it is.
    tag: OnceLock<HeaderValue>,
}

/// What became of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Given again.
    pub(super) hits: u64,
    /// Made.
    pub(super) misses: u64,
    /// That made room.
    pub(super) evictions: u64,
    /// Of bodies that are held, each form of one for itself.
    pub(super) entries: u64,
    pub(super) bytes: u64,
}

#[derive(Clone)]
struct Bulk;

impl Weighter<(AnswerKey, Coding), Kept> for Bulk {
    fn weight(&self, _: &(AnswerKey, Coding), kept: &Kept) -> u64 {
        kept.body.len() as u64 + OVERHEAD_BYTES
    }
}

#[derive(Clone)]
struct Evictions(Arc<AtomicU64>);

impl Lifecycle<(AnswerKey, Coding), Kept> for Evictions {
    type RequestState = ();

    fn on_evict(&self, (): &mut (), _: (AnswerKey, Coding), _: Kept) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Answers {
    /// Of so many bytes; 0 keeps none.
    pub(super) fn new(bytes_max: u64) -> Self {
        if bytes_max == 0 {
            return Answers(None);
        }
        let parts = (bytes_max / PART_BYTES).clamp(1, PARTS_MAX);
        let guessed = usize::try_from(bytes_max / COMMON_BYTES).unwrap_or(usize::MAX);
        let options = OptionsBuilder::new()
            .weight_capacity(bytes_max)
            .estimated_items_capacity(guessed.max(1))
            .shards(usize::try_from(parts).expect("there are few"))
            .build()
            .expect("all that must be said is said");
        let evictions = Arc::new(AtomicU64::default());
        let listener = Evictions(Arc::clone(&evictions));
        let cache = Cache::with_options(options, Bulk, DefaultHashBuilder::default(), listener);
        let (hits, misses) = (AtomicU64::default(), AtomicU64::default());
        let spellings = Cache::new(SPELLINGS_MAX);
        Answers(Some(Arc::new(Held { cache, spellings, hits, misses, evictions })))
    }

    /// Whether any are kept.
    pub(super) fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    /// What a request asks for that was sent in the same way before.
    pub(super) fn meant(&self, spelling: &Spelling) -> Option<Meant> {
        self.0.as_ref()?.spellings.get(spelling)
    }

    /// Notes what a request asks for, so that it need not be read the next time.
    pub(super) fn note(&self, spelling: Spelling, meant: Meant) {
        if let Some(held) = &self.0 {
            held.spellings.insert(spelling, meant);
        }
    }

    /// The answer as it is, if it is kept and holds.
    pub(super) fn find(&self, api: &Api, key: &AnswerKey) -> Option<Kept> {
        let held = self.0.as_ref()?;
        let kept = held.cache.get(&(*key, Coding::Identity))?;
        if !api.holds(&kept.about.basis) {
            return None;
        }
        held.hits.fetch_add(1, Ordering::Relaxed);
        Some(kept)
    }

    /// Keeps an answer that was just made, where it may be given again.
    pub(super) fn keep(&self, key: AnswerKey, answer: &Answer, body: &Bytes) {
        let Some(held) = &self.0 else { return };
        if answer.tally.kind != Some(OperationKind::Query) {
            return;
        }
        held.misses.fetch_add(1, Ordering::Relaxed);
        if let (Outcome::Done, Some(basis)) = (answer.outcome, &answer.basis) {
            let basis = basis.clone();
            let (cost, cost_told) = (answer.cost, answer.cost.map(reply::told));
            let about = About { basis, cost, cost_told, tag: OnceLock::new() };
            let kept = Kept { body: body.clone(), about: Arc::new(about) };
            held.cache.insert((key, Coding::Identity), kept);
        }
    }

    /// The same answer in another form, if it is kept so.
    pub(super) fn find_packed(
        &self,
        key: &AnswerKey,
        plain: &Kept,
        coding: Coding,
    ) -> Option<Kept> {
        let packed = self.0.as_ref()?.cache.get(&(*key, coding))?;
        // It may be that of an answer from before.
        Arc::ptr_eq(&packed.about, &plain.about).then_some(packed)
    }

    /// Puts an answer into another form, and keeps that. Takes its time.
    pub(super) fn pack(&self, key: AnswerKey, plain: &Kept, coding: Coding) -> Kept {
        let body = coding.packed(&plain.body, Effort::Thorough).into_boxed_slice();
        let packed = Kept { body: body.into(), about: Arc::clone(&plain.about) };
        if let Some(held) = &self.0 {
            held.cache.insert((key, coding), packed.clone());
        }
        packed
    }

    pub(super) fn counts(&self) -> Counts {
        let Some(held) = &self.0 else { return Counts::default() };
        Counts {
            hits: held.hits.load(Ordering::Relaxed),
            misses: held.misses.load(Ordering::Relaxed),
            evictions: held.evictions.load(Ordering::Relaxed),
            entries: held.cache.len() as u64,
            bytes: held.cache.weight(),
        }
    }
}

impl Spelling {
    /// Of the method, the role of who asks, and the body or the parameters of the address.
    pub(super) fn of(method: &Method, viewer: &Viewer, sent: &[u8]) -> Self {
        let mut text = Vec::with_capacity(sent.len() + 2);
        text.extend_from_slice(&[u8::from(method == Method::POST), viewer.role as u8]);
        text.extend_from_slice(sent);
        Spelling(sha256_bytes(&text))
    }
}

impl Kept {
    pub(super) fn cost(&self) -> Option<Cost> {
        self.about.cost
    }

    pub(super) fn cost_told(&self) -> Option<HeaderValue> {
        self.about.cost_told.clone()
    }

    /// What the answer is called by. Of an answer as it is.
    pub(super) fn tag(&self) -> &HeaderValue {
        self.about.tag.get_or_init(|| caching::tag(&self.body))
    }
}
