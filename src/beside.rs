//! Two pieces of work beside each other.

use std::panic::resume_unwind;
use std::thread;

/// What a thread has for its calls, in bytes: as much as the main thread of Linux and macOS, since Typst and the readers of
/// nested texts call themselves as deeply as content is nested.
pub const STACK: usize = 8 << 20;

/// Does one thing while another is done on a thread of its own, if the system has one to give.
pub fn beside<A: Send, B>(other: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &other);
        let here = here();
        let other = match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => other(),
        };
        (other, here)
    })
}
