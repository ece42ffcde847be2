//! What a found row is called, and what tells it from others of that name.

use super::{
    fit, plan,
    query::{Query, Word},
    text::{self, Piece},
};
use crate::{
    catalog::{Kind, place},
    engine::{Column, Frame, Snapshot},
};

/// The name by which a row was found: the one with most of the words, in the language of the text
/// where several have as many.
pub(super) fn name(frame: &Frame, row: u32, query: &Query) -> String {
    let plan = plan::of(place(frame.table().name));
    let Some(label) = plan.label else { return frame.key(row).to_owned() };
    let column = frame.column(label);
    let (english, chinese) = column.local(row);
    let called = if query.is_chinese { [chinese, english] } else { [english, chinese] };
    let only = if english.is_none() && chinese.is_none() { column.text(row) } else { None };
    let aliases = plan.aliases.into_iter().flat_map(|it| frame.column(it).forms(row));
    let mut best: Option<(usize, &str)> = None;
    for name in called.into_iter().flatten().chain(only).chain(aliases) {
        let words = words_in(name, query);
        if best.is_none_or(|it| words > it.0) {
            best = Some((words, name));
        }
    }
    best.map_or_else(|| frame.key(row).to_owned(), |it| it.1.to_owned())
}

/// How well a name fits: twice the words that are in it as they are written, and once those that
/// only sound or begin so.
fn words_in(name: &str, query: &Query) -> usize {
    let pieces = text::pieces(name);
    let whole = text::squashed(&pieces);
    if whole.starts_with(&query.whole) {
        return usize::MAX - usize::from(whole.len() > query.whole.len());
    }
    let terms: Vec<String> = pieces.iter().flat_map(text::terms).collect();
    let sounds: Vec<String> = pieces
        .iter()
        .filter_map(|it| match it {
            Piece::Run(run) => Some(text::sounds(run)),
            Piece::Word(_) => None,
        })
        .flatten()
        .collect();
    let score = |word: &Word| {
        if word.terms.iter().all(|it| terms.contains(it)) {
            return 2;
        }
        let typos = fit::typos(word);
        let is_like = |it: &String| {
            word.is_spaced && it.starts_with(&word.text)
                || word.sound.as_ref() == Some(it)
                || typos.as_ref().is_some_and(|typos| {
                    matches!(typos.eval(it), levenshtein_automata::Distance::Exact(0..=1))
                })
        };
        usize::from(terms.iter().chain(&sounds).any(is_like))
    };
    query.words.iter().map(score).sum()
}

/// For a person the latest title and employer; for others the kind, the country, and what they
/// belong to.
pub(super) fn hint(
    snapshot: &Snapshot,
    (table, row): (usize, u32),
    query: &Query,
) -> Option<String> {
    let frame = snapshot.frame(table);
    let words = match frame.table().name {
        "Person" => work(snapshot, frame, row, query).or_else(|| {
            let headline = frame.table().field("headline")?;
            in_language(frame.column(headline), row, query).map(|it| vec![it.to_owned()])
        }),
        _ => Some(facts(snapshot, frame, row, query)),
    };
    words.filter(|it| !it.is_empty()).map(|it| it.join(", "))
}

fn in_language<'c>(column: &'c Column, row: u32, query: &Query) -> Option<&'c str> {
    if query.is_chinese { column.chinese(row) } else { column.text(row) }
}

/// Title and employer of the spell that goes on, or else of the one that ended last.
fn work(snapshot: &Snapshot, frame: &Frame, row: u32, query: &Query) -> Option<Vec<String>> {
    let spells = snapshot.frame(place("Employment"));
    let column = |name: &str| {
        let field = spells.table().field(name).expect("hints name fields of the catalog");
        spells.column(field)
    };
    let link = frame.table().link("employments").expect("hints name links of the catalog");
    let (start, end, ending) = (column("start"), column("end"), column("ending"));
    let is_over = |it: u32| end.int(it).is_some() || ending.int(it).is_some();
    let latest = frame.linked(link, row).iter().max_by_key(|it| {
        (!is_over(*it), end.int(*it), start.int(*it), std::cmp::Reverse(spells.key(*it)))
    })?;
    let title = in_language(column("title"), latest, query);
    let organization = column("organization").target(latest);
    let employer = organization.and_then(|it| called(snapshot, (place("Organization"), it), query));
    Some(title.map(str::to_owned).into_iter().chain(employer).collect())
}

/// What a row is called.
fn called(snapshot: &Snapshot, (table, row): (usize, u32), query: &Query) -> Option<String> {
    let label = plan::of(table).label?;
    in_language(snapshot.frame(table).column(label), row, query).map(str::to_owned)
}

/// The kind in words, the code of the country, and the first row that it refers to.
fn facts(snapshot: &Snapshot, frame: &Frame, row: u32, query: &Query) -> Vec<String> {
    let fields = frame.table().fields;
    let mut facts = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        let column = frame.column(place);
        match field.kind {
            Kind::Enum(set) if field.name == "kind" => {
                let value = column.int(row).and_then(|it| usize::try_from(it).ok());
                let value = value.map(|it| set.values[it].name);
                facts.extend(value.map(|it| it.to_lowercase().replace('_', " ")));
            }
            Kind::Country => facts.extend(column.country(row).map(|it| it.to_string())),
            _ => (),
        }
    }
    let others = plan::of(place(frame.table().name)).paths.iter();
    let mut others = others.filter_map(|path| match path {
        plan::Path::Field(field) => {
            Some((frame.target_of(*field), frame.column(*field).targets(row).next()?))
        }
        plan::Path::Any(field) => frame.column(*field).any(row),
        plan::Path::Parts { .. } => None,
    });
    facts.extend(others.find_map(|it| called(snapshot, it, query)));
    facts
}
