//! A CSV file whose columns are known by their names, read line by line.

mod lines;
mod records;

use csv::StringRecord;

use super::{Text, Wrong};
use records::{Fields, Records};

/// The lines below the header.
pub struct Sheet {
    records: Records,
    header: Vec<String>,
    values: Fields,
}

/// What stands in one line, under the names of the columns.
pub struct Line<'s> {
    /// Where it begins; the header is line 1.
    pub number: u64,
    header: &'s [String],
    values: &'s StringRecord,
}

impl Sheet {
    /// Reads the header. Commas, semicolons or tabs stand between the columns: what the header has
    /// most of.
    pub fn open(text: Text) -> Result<Self, Wrong> {
        let mut records = Records::new(text);
        let mut values = Fields::default();
        if records.read(&mut values).transpose()?.is_none() {
            return Err(Wrong::new(
                1,
                "row",
                "the file is empty: begin it with the columns' names",
            ));
        }
        let header = values.record.iter().map(|it| it.trim().to_owned()).collect();
        Ok(Sheet { records, header, values })
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The first name that stands in the header twice.
    pub fn named_twice(&self) -> Option<&str> {
        let header = self.header.iter().enumerate();
        let mut named = header.filter(|(_, name)| !name.is_empty());
        let twice = named.find(|(at, name)| self.header[..*at].contains(name));
        twice.map(|(_, name)| name.as_str())
    }

    /// The next line that holds something and does not repeat the header; `None` at the end. After
    /// an error, reading goes on with what comes next.
    pub fn next_line(&mut self) -> Option<Result<Line<'_>, Wrong>> {
        loop {
            let number = match self.records.read(&mut self.values)? {
                Ok(number) => number,
                Err(wrong) => return Some(Err(wrong)),
            };
            let values = &self.values.record;
            if values.len() != self.header.len() {
                return Some(Err(Wrong::new(number, "row", self.ragged())));
            }
            if values.iter().map(str::trim).ne(self.header.iter()) {
                break Some(Ok(Line { number, header: &self.header, values: &self.values.record }));
            }
        }
    }

    fn ragged(&self) -> String {
        let columns = |count: usize| format!("{count} column{}", if count == 1 { "" } else { "s" });
        format!(
            "has {} where the header has {}: a text with a {} must be quoted",
            columns(self.values.record.len()),
            self.header.len(),
            self.records.delimiter_name(),
        )
    }
}

impl<'s> Line<'s> {
    /// The value under the first of these names that the file has, without white space around it;
    /// `None` where it has none of them or the value is empty.
    pub fn get(&self, names: &[&str]) -> Option<&'s str> {
        let column = names.iter().find_map(|name| self.header.iter().position(|it| it == name))?;
        self.at(column)
    }

    /// The value in a column, the first of which is 0, as [`Line::get`] gives it.
    pub fn at(&self, column: usize) -> Option<&'s str> {
        self.values.get(column).map(str::trim).filter(|it| !it.is_empty())
    }

    /// The name of a column.
    pub fn name(&self, column: usize) -> &'s str {
        self.header.get(column).map_or("", String::as_str)
    }

    /// All values, as they stand.
    pub fn values(&self) -> impl Iterator<Item = &'s str> {
        self.values.iter()
    }
}
