//! OpenCC itself. Its Rust wrapper lets only one text at a time pass through all of OpenCC; here a converter serves as
//! many threads as ask, as OpenCC promises, through the C functions that the wrapper declares.

use std::ffi::{CStr, CString, c_char, c_void};
use std::path::Path;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use opencc_rust::{opencc_close, opencc_convert_utf8, opencc_convert_utf8_free, opencc_error, opencc_open};

/// One of OpenCC's converters.
pub(crate) struct OpenCc(NonNull<c_void>);

// SAFETY: a converter does not change after it is opened: OpenCC's conversion takes it as `const` and has no state
// besides the message of the last error, which is only read under a lock of ours, after opening.
unsafe impl Send for OpenCc {}
// SAFETY: as above.
unsafe impl Sync for OpenCc {}

impl OpenCc {
    /// Opens a configuration file.
    ///
    /// # Errors
    /// One sentence if OpenCC cannot use it.
    pub(crate) fn open(configuration: &Path) -> Result<Self, String> {
        static LAST_ERROR: Mutex<()> = Mutex::new(());
        let path = configuration.to_str().and_then(|path| CString::new(path).ok());
        let path = path.ok_or_else(|| unusable("the path of its dictionaries is not UTF-8"))?;
        let _lock = LAST_ERROR.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: the path is a C string; the lock keeps others from changing the error.
        let handle = unsafe { opencc_open(path.as_ptr()) };
        match NonNull::new(handle).filter(|handle| handle.as_ptr().addr() != usize::MAX) {
            Some(handle) => Ok(Self(handle)),
            // SAFETY: OpenCC's message is a C string that stays as it is while the lock is held.
            None => Err(unusable(&unsafe { CStr::from_ptr(opencc_error()) }.to_string_lossy())),
        }
    }

    /// Converts a text without NUL characters and shows the result; `None` if OpenCC fails.
    pub(crate) fn convert<T>(&self, text: &str, show: impl FnOnce(&str) -> T) -> Option<T> {
        struct Output(NonNull<c_char>);
        impl Drop for Output {
            fn drop(&mut self) {
                // SAFETY: it came from OpenCC and nobody else has it.
                unsafe { opencc_convert_utf8_free(self.0.as_ptr()) }
            }
        }
        if text.is_empty() {
            return Some(show(text));
        }
        // SAFETY: the converter is open, and the text is UTF-8 of that length.
        let output = unsafe { opencc_convert_utf8(self.0.as_ptr(), text.as_ptr().cast(), text.len()) };
        let output = Output(NonNull::new(output)?);
        // SAFETY: what OpenCC gives ends with a NUL, and lives until `output` is dropped.
        unsafe { CStr::from_ptr(output.0.as_ptr()) }.to_str().ok().map(show)
    }
}

impl Drop for OpenCc {
    fn drop(&mut self) {
        // SAFETY: it was opened and is closed once.
        unsafe { opencc_close(self.0.as_ptr()) };
    }
}

fn unusable(reason: &str) -> String {
    format!("OpenCC cannot be opened: {reason}")
}
