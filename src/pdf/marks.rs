//! The labels by which the fit pass finds again what was laid out: the emitter sets them, the measurer asks for them.

/// Where a chapter's block begins; that of the block behind the last one is its end.
pub(super) fn block(chapter: usize, block: usize) -> String {
    format!("fit-{chapter}-{block}")
}

/// The empty room at the foot of a chapter's last page.
pub(super) fn foot(chapter: usize) -> String {
    format!("fit-{chapter}-foot")
}

/// Where a block across the columns begins and ends.
pub(super) fn across(chapter: usize, at: usize) -> [String; 2] {
    ["top", "end"].map(|of| format!("{}-{of}", block(chapter, at)))
}
