//! Why a file is not read.

use std::fmt;
use std::io;

use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Why a file is not read. Shown behind the file's name: `content/a.md is a link that leads out of the report`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no part of the report, or a link leads there.
    Outside,
    /// It is a link to nothing.
    Dangling,
    /// It is something else than a plain file: `a pipe`.
    NotAFile(&'static str),
    /// It has more bytes than this.
    TooLarge(u64),
    /// It is a folder of more files than this, those of folders and links in it counted.
    TooMany(usize),
    /// Its name is not Unicode.
    Name,
    /// It is not UTF-8 text.
    NotText,
    /// The system does not give it, for this reason.
    Unreadable(String),
}

/// Why something could not be written, in an author's words.
pub fn unwritten(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::NotADirectory => "a part of that path is a file, not a folder".to_owned(),
        io::ErrorKind::IsADirectory => "a folder stands in its place".to_owned(),
        io::ErrorKind::ResourceBusy => {
            "it is in use, or another disk is mounted there; name a folder on that disk".to_owned()
        }
        io::ErrorKind::CrossesDevices => {
            "it came with the image of this container and cannot be moved; name another folder".to_owned()
        }
        io::ErrorKind::NotFound => "there is no such folder, or none that takes files".to_owned(),
        _ => super::disk::words(error),
    }
}

impl Refusal {
    /// What the system says, in an author's words.
    pub(super) fn of(error: &io::Error) -> Self {
        Self::Unreadable(match error.kind() {
            io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
            _ => super::disk::words(error),
        })
    }

    /// The kind of problem.
    pub fn code(&self) -> Code {
        match self {
            Self::Outside => Code::OutsideReport,
            Self::NotText => Code::Encoding,
            _ => Code::Unreadable,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Outside => "put a copy of the file into the report in place of the link",
            Self::Dangling => "put the file there, or take the link away",
            Self::NotAFile(_) => "put a file there, or take it away",
            Self::TooLarge(_) => "make it smaller, or split it",
            Self::TooMany(_) => "take out what is no part of the report: a link in it may lead to links",
            Self::Name => "give it a name of ordinary characters",
            Self::NotText => "save it again as UTF-8",
            Self::Unreadable(_) => "look at its permissions",
        }
    }

    /// The refusal of a file as an author is told it.
    pub fn told(&self, shown: &str, place: Option<Span>) -> Diagnostic {
        Diagnostic::error(self.code(), place, format!("{shown} {self}")).hint(self.hint())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => f.write_str("leads out of the report"),
            Self::Dangling => f.write_str("is a link to a file that does not exist"),
            Self::NotAFile(what) => write!(f, "is {what}, not a file"),
            Self::TooLarge(limit) => write!(f, "is larger than {} MB", limit >> 20),
            Self::TooMany(limit) => write!(f, "holds more than {limit} files, those that links lead to counted"),
            Self::Name => f.write_str("has a name that is not Unicode"),
            Self::NotText => f.write_str("is not UTF-8 text"),
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
        }
    }
}

impl std::error::Error for Refusal {}
