//! From a laid-out document to the bytes of an archival, accessible PDF.

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::model::Document;

/// Exports with PDF/A-3a (which lets data be attached) and PDF/UA-1 together. The same document gives the same bytes.
pub(super) fn pdf(
    document: &PagedDocument,
    doc: &Document,
    date: Datetime,
) -> Result<Vec<u8>, EcoVec<SourceDiagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).map_err(|error| {
        EcoVec::from([SourceDiagnostic::error(typst::syntax::Span::detached(), error.message().clone())])
    })?;
    let options = PdfOptions {
        // Identifies this edition of this report, whichever day it is built.
        ident: Smart::Custom(format!("huibao/{}/{}/{}", doc.issuer.name.as_str(), doc.title.as_str(), doc.edition)),
        creator: Smart::Custom(Some(concat!("huibao ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
}
