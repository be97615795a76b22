//! Panics of libraries as errors: damaged or hostile data may run a decoder into a corner that its makers did not think
//! of, and an author deserves a sentence at the place that names the file.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls that are being guarded now. Libraries also panic in threads of their own, so that this is one for all threads.
static GUARDED: AtomicUsize = AtomicUsize::new(0);

/// Calls `work`, which hands data of others to a library.
///
/// # Errors
/// What the library says if it panics. Nothing is printed then.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if GUARDED.load(Ordering::SeqCst) == 0 {
                usual(info);
            }
        }));
    });
    GUARDED.fetch_add(1, Ordering::SeqCst);
    // What a panic leaves half done is dropped here and never looked at again.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.fetch_sub(1, Ordering::SeqCst);
    done.map_err(|panic| message(&*panic))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guarded(|| 1), Ok(1));
        assert_eq!(guarded(|| -> u8 { panic!("out of {}", "ideas") }), Err("out of ideas".to_owned()));
    }
}
