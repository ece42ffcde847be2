//! Parquet: typed columns, in groups of rows that are held until they are written.

use std::{io, sync::Arc};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
        FixedLenByteArrayType, Int64Type,
    },
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{GroupTypeBuilder, Type, TypePtr},
};

use super::{Column, Holds, Out, Value, Writer};
use crate::catalog::value::Amount;

/// Rows of a group, at most: as many as DuckDB reads by one thread.
const ROWS_MAX: usize = 122_880;
/// Bytes of the texts of a group, roughly, at most.
const BYTES_MAX: usize = 32 << 20;

/// Digits of an amount, and how many of them stand behind the point.
const DECIMAL: (i32, i32) = (19, 4);
/// Bytes that hold so many digits.
const DECIMAL_BYTES: usize = 9;

/// How deep a value is defined: nothing, a list without entries, an entry of a list.
const ABSENT: i16 = 0;
const PRESENT: i16 = 1;
const ENTRY: i16 = 2;

pub(super) struct Groups {
    out: SerializedFileWriter<Out>,
    columns: Vec<Chunk>,
    rows: usize,
    bytes: usize,
}

/// The values of a column in the group that is put together.
struct Chunk {
    name: String,
    values: Values,
    /// How deep each value is defined; of a list, each of its entries.
    defined: Vec<i16>,
    /// Of lists: 0 where one begins, 1 where it goes on.
    repeated: Vec<i16>,
}

enum Values {
    Bools(Vec<bool>),
    Ints(Vec<i64>),
    Floats(Vec<f64>),
    Decimals(Vec<FixedLenByteArray>),
    Texts(Vec<ByteArray>),
    Lists(Vec<ByteArray>),
}

impl Groups {
    pub(super) fn new(columns: &[Column], out: Out) -> io::Result<Self> {
        let fields = columns.iter().map(field).collect::<Result<_, _>>().map_err(failed)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = Arc::new(schema.map_err(failed)?);
        let out = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Groups { out, columns: columns.iter().map(Chunk::of).collect(), rows: 0, bytes: 0 })
    }

    fn write(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.out.next_row_group()?;
        self.columns.iter_mut().try_for_each(|it| it.write(&mut group))?;
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Writer for Groups {
    fn row(&mut self, values: &[Value<'_>]) -> io::Result<()> {
        for (column, value) in self.columns.iter_mut().zip(values) {
            self.bytes += column.push(value)?;
        }
        self.rows += 1;
        if self.rows >= ROWS_MAX || self.bytes >= BYTES_MAX {
            self.write().map_err(failed)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write().map_err(failed)?;
        self.out.finish().map(|_| ()).map_err(failed)
    }
}

impl Chunk {
    fn of(column: &Column) -> Self {
        let values = match column.holds {
            Holds::Bool => Values::Bools(Vec::new()),
            Holds::Int => Values::Ints(Vec::new()),
            Holds::Float => Values::Floats(Vec::new()),
            Holds::Decimal => Values::Decimals(Vec::new()),
            Holds::Text | Holds::Json => Values::Texts(Vec::new()),
            Holds::Texts => Values::Lists(Vec::new()),
        };
        let name = column.name.clone();
        Chunk { name, values, defined: Vec::new(), repeated: Vec::new() }
    }

    /// Takes the value of the next row; tells how many bytes it holds, roughly.
    fn push(&mut self, value: &Value<'_>) -> io::Result<usize> {
        let is_list = matches!(self.values, Values::Lists(_));
        if let (Values::Lists(all), Value::Texts(entries)) = (&mut self.values, value)
            && !entries.is_empty()
        {
            all.extend(entries.iter().map(|it| ByteArray::from(it.as_ref())));
            self.defined.resize(self.defined.len() + entries.len(), ENTRY);
            self.repeated.push(0);
            self.repeated.resize(self.defined.len(), 1);
            return Ok(entries.iter().map(|it| it.len()).sum());
        }
        if is_list {
            self.repeated.push(0);
        }
        self.defined.push(if *value == Value::Null { ABSENT } else { PRESENT });
        match (&mut self.values, value) {
            (_, Value::Null) | (Values::Lists(_), Value::Texts(_)) => (),
            (Values::Bools(all), Value::Bool(value)) => all.push(*value),
            (Values::Ints(all), Value::Int(value)) => all.push(*value),
            (Values::Floats(all), Value::Float(value)) => all.push(*value),
            (Values::Decimals(all), Value::Decimal(value)) => all.push(decimal(*value)),
            (Values::Texts(all), Value::Text(text) | Value::Json(text)) => {
                all.push(ByteArray::from(text.as_ref()));
                return Ok(text.len());
            }
            _ => {
                let why = format!("the column `{}` does not hold {value:?}", self.name);
                return Err(io::Error::new(io::ErrorKind::InvalidData, why));
            }
        }
        Ok(size_of::<i64>())
    }

    /// Writes the column of a group, and forgets its values.
    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Out>) -> Result<(), ParquetError> {
        let levels = (self.defined.as_slice(), self.repeated.as_slice());
        match &mut self.values {
            Values::Bools(all) => write::<BoolType>(group, all, levels),
            Values::Ints(all) => write::<Int64Type>(group, all, levels),
            Values::Floats(all) => write::<DoubleType>(group, all, levels),
            Values::Decimals(all) => write::<FixedLenByteArrayType>(group, all, levels),
            Values::Texts(all) | Values::Lists(all) => write::<ByteArrayType>(group, all, levels),
        }?;
        self.defined.clear();
        self.repeated.clear();
        Ok(())
    }
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Out>,
    values: &mut Vec<T::T>,
    (defined, repeated): (&[i16], &[i16]),
) -> Result<(), ParquetError> {
    let column = group.next_column()?;
    let mut column = column.ok_or_else(|| ParquetError::General("no such column".to_owned()))?;
    let repeated = (!repeated.is_empty()).then_some(repeated);
    column.typed::<T>().write_batch(values, Some(defined), repeated)?;
    column.close()?;
    values.clear();
    Ok(())
}

/// The type of a column. A list is written as the format has it: a group of a repeated group.
fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let texts = || Some(LogicalType::String);
    let (physical, logical) = match column.holds {
        Holds::Bool => (Physical::BOOLEAN, None),
        Holds::Int => (Physical::INT64, None),
        Holds::Float => (Physical::DOUBLE, None),
        Holds::Text | Holds::Json => (Physical::BYTE_ARRAY, texts()),
        Holds::Decimal => {
            let (precision, scale) = DECIMAL;
            let length = i32::try_from(DECIMAL_BYTES).unwrap_or_default();
            let ty = Type::primitive_type_builder(&column.name, Physical::FIXED_LEN_BYTE_ARRAY)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::decimal(scale, precision)))
                .with_length(length)
                .with_precision(precision)
                .with_scale(scale);
            return Ok(Arc::new(ty.build()?));
        }
        Holds::Texts => {
            let entry = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(texts());
            let entries = group("list", Repetition::REPEATED, entry.build()?);
            let list = group(&column.name, Repetition::OPTIONAL, entries.build()?);
            return Ok(Arc::new(list.with_logical_type(Some(LogicalType::List)).build()?));
        }
    };
    let ty = Type::primitive_type_builder(&column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    Ok(Arc::new(ty.build()?))
}

fn group(name: &str, repetition: Repetition, field: Type) -> GroupTypeBuilder<'_> {
    Type::group_type_builder(name).with_repetition(repetition).with_fields(vec![Arc::new(field)])
}

/// An amount in ten-thousandths, the highest byte first.
fn decimal(amount: Amount) -> FixedLenByteArray {
    let bytes = i128::from(amount.code()).to_be_bytes();
    bytes[bytes.len() - DECIMAL_BYTES..].to_vec().into()
}

fn failed(why: ParquetError) -> io::Error {
    match why {
        ParquetError::External(why) => match why.downcast::<io::Error>() {
            Ok(why) => *why,
            Err(why) => io::Error::other(why),
        },
        why => io::Error::other(why),
    }
}
