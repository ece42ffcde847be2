//! sled panics on damaged files; here a panic becomes an error.

use std::{
    any::Any,
    cell::Cell,
    io,
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::Once,
    thread,
};

use super::StoreError;

thread_local! {
    /// Whether a panic of this thread is caught below, and need not be told of on the way.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does something with sled; `path` is where its files are.
pub(super) fn guarded<T>(
    path: &Path,
    work: impl FnOnce() -> sled::Result<T>,
) -> Result<T, StoreError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_of_sled = || thread::current().name().is_some_and(|it| it.starts_with("sled-"));
            if !IS_GUARDED.get() && !is_of_sled() {
                usual(info);
            }
        }));
    });
    let outer = IS_GUARDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(outer);
    let damaged = |why: String| StoreError::Damaged { path: path.to_owned(), why };
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Corruption { .. })) => {
            Err(damaged("sled found bytes that it did not write".to_owned()))
        }
        // It compares its settings with those in `conf`; ours never change.
        Ok(Err(sled::Error::Unsupported(why))) => {
            Err(damaged(format!("its `conf` is not ours ({why})")))
        }
        Ok(Err(sled::Error::Io(why))) if why.kind() == io::ErrorKind::UnexpectedEof => {
            Err(damaged("a file ends too early".to_owned()))
        }
        Ok(Err(source)) => Err(StoreError::Sled { path: path.to_owned(), source }),
        Err(panic) => Err(damaged(format!("sled can't read it ({})", message(&*panic)))),
    }
}

/// The first line of what a panic said.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}
