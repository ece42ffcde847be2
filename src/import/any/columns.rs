//! The columns of a table, and which columns of a file hold them.

use crate::{
    catalog::{
        Field, Kind, Table,
        value::{ExternalKey, Scheme},
    },
    import::Wrong,
};

/// The columns of a table, as [`Table::header`] names them, and beside them one for each scheme of
/// external keys.
pub(super) struct Columns {
    pub(super) table: &'static Table,
    all: Vec<Column>,
    /// By column: whether texts in Chinese letters go to the next one, which the file does not have.
    is_for_both: Vec<bool>,
}

struct Column {
    name: String,
    /// The field whose column it is; `None` for the key.
    field: Option<&'static Field>,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A column of the table, by its place in the header.
    Column(usize),
    /// Among the external keys.
    Scheme(Scheme),
}

/// The columns of a file.
pub(super) struct Placed {
    pub(super) targets: Vec<Option<Target>>,
    /// Those that have no target.
    pub(super) left_out: Vec<Wrong>,
}

impl Columns {
    pub(super) fn of(table: &'static Table) -> Self {
        let key = Column { name: "key".to_owned(), field: None };
        let fields = table.fields.iter().flat_map(|field| {
            let columns = (field.columns)(field.name).into_iter();
            columns.map(move |name| Column { name, field: Some(field) })
        });
        let all: Vec<Column> = [key].into_iter().chain(fields).collect();
        Columns { table, is_for_both: vec![false; all.len()], all }
    }

    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.all.iter().map(|it| it.name.as_str()).collect();
        names.join(", ")
    }

    /// Where values under `name` go: the name of a column, or of a scheme where the table has
    /// external keys, whatever the case and however its words are put together.
    pub(super) fn target(&self, name: &str) -> Option<Target> {
        let exact = self.all.iter().position(|it| it.name == name);
        let plain_name = plain(name);
        let alike = || self.all.iter().position(|it| plain(&it.name) == plain_name);
        let column = exact.or_else(alike).map(Target::Column);
        let has_keys = self.table.field("external_keys").is_some();
        let scheme = || Scheme::ALL.iter().copied().find(|it| has_keys && it.name() == plain_name);
        column.or_else(|| scheme().map(Target::Scheme))
    }

    /// The name of a target, as a column.
    pub(super) fn name(&self, target: Target) -> &str {
        match target {
            Target::Column(column) => &self.all[column].name,
            Target::Scheme(scheme) => scheme.name(),
        }
    }

    /// What a target holds; `None` for the key.
    pub(super) fn kind(&self, target: Target) -> Option<Kind> {
        match target {
            Target::Column(column) => self.all[column].field.map(|it| it.kind),
            Target::Scheme(_) => Some(Kind::ExternalKeys),
        }
    }

    /// The target of the Chinese form of a text whose English form has this target.
    pub(super) fn chinese(&self, target: Target) -> Option<Target> {
        let Target::Column(column) = target else { return None };
        let next = self.all.get(column + 1)?;
        let is_form = next.name.strip_suffix("_zh") == Some(&self.all[column].name);
        is_form.then_some(Target::Column(column + 1))
    }

    /// Whether a row can do without the column called `name`.
    pub(super) fn is_optional(&self, name: &str) -> bool {
        let column = self.all.iter().find(|it| it.name == name);
        let field = column.and_then(|it| it.field);
        field.is_some_and(|it| it.nullable || is_list(it.kind))
    }

    /// The target of a text: its Chinese form where it is written in Chinese letters and the file
    /// has one column for both forms.
    pub(super) fn by_letters(&self, target: Target, text: &str) -> Target {
        match target {
            Target::Column(column) if self.is_for_both[column] && is_chinese(text) => {
                Target::Column(column + 1)
            }
            _ => target,
        }
    }

    /// Which columns of a file with this header hold what, by `map` and by their names.
    pub(super) fn placed(
        &self,
        header: &[String],
        map: &[(Target, String)],
    ) -> Result<Placed, Wrong> {
        let mut targets: Vec<Option<Target>> = vec![None; header.len()];
        for (target, column) in map {
            targets[position(header, column)?] = Some(*target);
        }
        let mut left_out = Vec::new();
        for (at, name) in header.iter().enumerate() {
            if targets[at].is_some() {
                continue;
            }
            let Some(target) = self.target(name) else {
                left_out.push(self.unknown(at, name));
                continue;
            };
            match targets.iter().position(|it| *it == Some(target)) {
                None => targets[at] = Some(target),
                Some(other) if map.iter().any(|it| it.0 == target) => {
                    let reason = format!("is left out: `{}` holds it", header[other]);
                    left_out.push(Wrong::new(1, name, reason));
                }
                Some(other) => return Err(self.twice(name, &header[other], target)),
            }
        }
        Ok(Placed { targets, left_out })
    }

    fn unknown(&self, at: usize, name: &str) -> Wrong {
        if name.is_empty() {
            return Wrong::new(1, &format!("column {}", at + 1), "has no name: it is left out");
        }
        self.not_known(1, name)
    }

    /// That a column of a file is none of the table.
    pub(super) fn not_known(&self, line: u64, name: &str) -> Wrong {
        Wrong::new(line, name, format!("is no column of {}: it is left out", self.table.name))
    }

    fn twice(&self, name: &str, other: &str, target: Target) -> Wrong {
        let field = self.name(target);
        let reason = if name == other {
            "is there twice: give the two columns names of their own".to_owned()
        } else {
            format!("may hold `{field}` as `{other}` may: say which, like `{field}={other}`")
        };
        Wrong::new(1, name, reason)
    }

    /// That a file, with what all its rows hold, has all that no row can do without; notes which
    /// texts have one column for both forms.
    pub(super) fn check(
        &mut self,
        targets: &[Option<Target>],
        constants: &[Target],
    ) -> Result<(), Wrong> {
        let has = |column: usize| {
            let target = Target::Column(column);
            targets.contains(&Some(target)) || constants.contains(&target)
        };
        for column in 0..self.all.len() {
            let chinese = self.chinese(Target::Column(column));
            let has_chinese = chinese.is_some_and(|it| targets.contains(&Some(it)));
            self.is_for_both[column] = chinese.is_some() && !has_chinese;
            let Column { name, field: Some(field) } = &self.all[column] else { continue };
            // Names that end in `_zh` are second forms; a source is known without its column.
            let is_asked = *name == field.name && *name != "source" && !self.is_optional(name);
            if is_asked && !has(column) && !has_chinese {
                let reason = format!(
                    "has no column `{name}`, which {} needs: add it, map the one that holds \
                     it, like `{name}=…`, or set it for all rows",
                    self.table.name
                );
                return Err(Wrong::new(1, "row", reason));
            }
        }
        Ok(())
    }
}

/// Where a column that is mapped stands in the header.
fn position(header: &[String], column: &str) -> Result<usize, Wrong> {
    let exact = header.iter().position(|it| it == column);
    let alike = || header.iter().position(|it| plain(it) == plain(column));
    exact.or_else(alike).ok_or_else(|| {
        let reason = format!("is mapped, but no column of the file: it has {}", header.join(", "));
        Wrong::new(1, column, reason)
    })
}

/// A name without what tells `birth_date`, `birthDate` and `Birth date` apart.
pub(super) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|it| !matches!(it, '_' | '-' | ' ' | '.'));
    letters.flat_map(char::to_lowercase).collect()
}

pub(super) fn is_list(kind: Kind) -> bool {
    matches!(kind, Kind::Texts | Kind::ExternalKeys | Kind::Refs(_))
}

/// Whether a text is written in Chinese letters, without any of another script.
fn is_chinese(text: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}');
    text.contains(is_han) && !text.chars().any(|it| it.is_alphabetic() && !is_han(it))
}

/// An external key of a scheme, or of the one that it names itself.
pub(super) fn external_key(target: Target, text: &str) -> Result<ExternalKey, String> {
    let key = match target {
        Target::Scheme(scheme) if !text.starts_with(&format!("{}:", scheme.name())) => {
            ExternalKey::new(scheme, text)
        }
        _ => text.parse(),
    };
    key.map_err(|it| it.to_string())
}
