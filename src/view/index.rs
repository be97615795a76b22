//! A disclosure index as both products list it.

use crate::model::printed::Component;
use crate::model::{Document, Index, IndexEntry, IndexPlace, IndexStatus};

/// An index under its headings.
#[derive(Debug)]
pub struct View<'a> {
    /// The index.
    pub index: &'a Index,
    /// Its rows, all of them, in order.
    pub groups: Vec<Group<'a>>,
}

/// Headings and the rows below them, up to the next heading.
#[derive(Debug, Default)]
pub struct Group<'a> {
    /// Headings, the outermost first; none where the index begins with a row.
    pub heads: Vec<Row<'a>>,
    /// What stands below the last of them.
    pub rows: Vec<Row<'a>>,
}

/// An entry with its position in the index.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Position among [`Index::entries`].
    pub at: usize,
    /// The entry.
    pub entry: &'a IndexEntry,
}

/// The index that a component shows; none if the report has no index of that standard, which has been told.
pub(super) fn view<'a>(component: &Component, doc: &'a Document) -> Option<View<'a>> {
    let standard = component.standard()?;
    let index = doc.indices.iter().find(|index| index.standard == standard.node)?;
    Some(View { index, groups: groups(index) })
}

/// Places by the sections they stand in, in the order of their first.
pub fn sections(places: &[IndexPlace]) -> Vec<(&str, Vec<&IndexPlace>)> {
    let mut sections: Vec<(&str, Vec<&IndexPlace>)> = Vec::new();
    for place in places {
        match sections.iter_mut().find(|(name, _)| *name == place.section) {
            Some((_, places)) => places.push(place),
            None => sections.push((&place.section, vec![place])),
        }
    }
    sections
}

/// An index's rows under the headings above them.
pub fn groups(index: &Index) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, entry) in index.entries.iter().enumerate() {
        let is_head = entry.status == IndexStatus::Group;
        if groups.last().is_none_or(|group| is_head && !group.rows.is_empty()) {
            groups.push(Group::default());
        }
        let group = groups.last_mut().expect("pushed above");
        if is_head { &mut group.heads } else { &mut group.rows }.push(Row { at, entry });
    }
    groups
}
