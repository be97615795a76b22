//! Looking ahead for closing marks, once for each.

/// Finds marks in a text. A search that a later one would repeat is kept, so that many opening marks that share a closing
/// one, or have none, cost no more than one walk over the text.
#[derive(Debug)]
pub struct Ahead<'t> {
    text: &'t str,
    /// For each mark: from where it was looked for, and where it stands.
    found: Vec<(&'static str, usize, Option<usize>)>,
}

impl<'t> Ahead<'t> {
    /// Nothing has been looked for yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Where a mark stands first at or behind a byte.
    pub fn find(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        let at = match self.found.iter().position(|(known, ..)| *known == mark) {
            Some(at) => at,
            None => {
                self.found.push((mark, usize::MAX, None));
                self.found.len() - 1
            }
        };
        let (_, searched, place) = &mut self.found[at];
        if *searched > from || place.is_some_and(|place| place < from) {
            *searched = from;
            *place = self.text[from..].find(mark).map(|length| from + length);
        }
        *place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_search_answers_as_a_fresh_one() {
        let text = "a}b}}c";
        let mut ahead = Ahead::new(text);
        for from in [0, 2, 1, 4, 5, 6, 0, 3] {
            for mark in ["}", "}}", "x"] {
                assert_eq!(ahead.find(mark, from), text[from..].find(mark).map(|at| from + at), "{mark} from {from}");
            }
        }
    }
}
