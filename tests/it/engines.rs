//! The same rows and the same questions in Bole, in DuckDB and in SQLite.
//!
//! How DuckDB 2.0.1 makes `quantile_cont(x, p)` of n values of type DOUBLE, found by 3,000 random
//! questions that all came back bit for bit: with `at = (n - 1) as f64 * p`, `low = at.floor()`,
//! `high = at.ceil()` and `f = at - low`, it is the value at `low` where `low == high`, else
//! `value(low).mul_add(1.0 - f, value(high) * f)`. It is written as `lo * (1 - f) + hi * f`, of
//! which compilers make the fused form; the plain form differs in the last bit in one of eleven
//! cases, `lo + (hi - lo) * f` in one of five. On DECIMAL it gives a DECIMAL of the same scale.
