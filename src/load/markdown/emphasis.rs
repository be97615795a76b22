//! Bold, italic and struck text: CommonMark's delimiter algorithm (0.31.2, "process emphasis") over the runs of `*` and
//! `~~` that [`mask`](crate::load::mask) has found, with East Asian text in mind.
//!
//! What may open and close is decided where the characters around a run are at hand; here runs meet their partners. A
//! run without a partner prints as typed.

use std::ops::Range;

use super::{MOST_LEVELS, push_text};
use crate::load::mask::Run;
use crate::load::slice::Slice;
use crate::load::text::is_han_like;
use crate::model::{Inline, InlineKind};

/// What goes on behind a word, and begins no emphasis: 範圍一*及範圍二*的數字.
const JOINING: &str = "及和與与或並并、，；：。（的";

/// What parts clauses: italics that go over it and begin or end within a word are none.
const PARTING: [char; 5] = ['，', '；', '。', '：', '、'];

/// Whether two single stars around a text, with the characters outside them, are more likely signs of remarks or of
/// sums: both right behind a word and none before one (範圍一*及範圍二*。), what is between them joins two words (A*、B*、C)
/// or parts clauses (*代表估算；**代表實測), or brackets, or is a single character of a word (長*闊*高).
fn is_remark((before, behind): (Option<char>, Option<char>), inside: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut characters = inside.chars();
    let (first, second) = (characters.next(), characters.next());
    let joins = first.is_some_and(|c| JOINING.contains(c));
    let ends_words = before.is_some_and(is_han_like) && !is_word(behind);
    let parts = inside.contains(PARTING) && (is_word(before) || is_word(behind));
    // A bracket that opens or closes on the other side of a star: (*estimate); see class A*.
    let count = |marks: [char; 2]| inside.matches(marks).count();
    let is_cut = count(['(', '（']) != count([')', '）']);
    let is_letter = second.is_none() && first.is_some_and(is_han_like) && is_word(before) && is_word(behind);
    (is_word(before) && joins) || ends_words || parts || is_cut || is_letter
}

/// Inline content whose runs have not met their partners yet.
pub(super) struct Line<'s> {
    slice: &'s Slice<'s>,
    /// What stands before the first open run, then each open run with what follows it.
    base: Vec<Inline>,
    open: Vec<Open>,
    /// How far down a partner has been looked for in vain: for each mark, whether the closing run may open as well and
    /// the remainder of its length by three (CommonMark's `openers_bottom`), so that the work stays linear.
    searched: [[[usize; 3]; 2]; 2],
    /// Where more stands within one another than can be read.
    too_deep: Option<Range<usize>>,
    /// Single stars right behind a word, which took a text into italics: as likely signs of a remark.
    doubtful: Vec<Range<usize>>,
}

/// A run that may open.
struct Open {
    run: Run,
    /// What is left of it, in the original.
    range: Range<usize>,
    content: Vec<Inline>,
    /// How deep runs stand within one another in the content.
    depth: usize,
}

impl<'s> Line<'s> {
    pub(super) fn new(slice: &'s Slice<'s>) -> Self {
        Self {
            slice,
            base: Vec::new(),
            open: Vec::new(),
            searched: Default::default(),
            too_deep: None,
            doubtful: Vec::new(),
        }
    }

    /// What was read last goes here.
    pub(super) fn content(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.base, |open| &mut open.content)
    }

    /// Text as typed.
    pub(super) fn plain(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let span = self.slice.span(range.clone());
            let slice = self.slice;
            push_text(self.content(), &slice.text[range], span);
        }
    }

    /// Takes in a run: it ends what it can, and what is left of it may begin something.
    pub(super) fn run(&mut self, run: Run, range: Range<usize>) {
        let mut range = range;
        if run.closes {
            while !range.is_empty()
                && let Some(at) = self.partner(run)
            {
                self.literal_above(at);
                if self.open[at].depth == MOST_LEVELS {
                    self.too_deep.get_or_insert(range.clone());
                    break;
                }
                self.wrap(at, &mut range);
            }
        }
        if run.opens && !range.is_empty() {
            self.open.push(Open { run, range, content: Vec::new(), depth: 0 });
        } else {
            self.plain(range);
        }
    }

    /// The open run that a closing one ends.
    fn partner(&mut self, run: Run) -> Option<usize> {
        let slot = &mut self.searched[usize::from(run.is_star)][usize::from(run.opens)][run.length % 3];
        let bottom = *slot;
        let found = self.open[bottom..].iter().rposition(|open| open.run.meets(run)).map(|at| bottom + at);
        *slot = if found.is_some() { bottom } else { self.open.len() };
        found
    }

    /// The open runs above `at` have no partner: they are text.
    fn literal_above(&mut self, at: usize) {
        for open in self.open.split_off(at + 1) {
            self.plain(open.range);
            self.take_in(open.content);
            self.deepen(open.depth);
        }
        self.shrunk();
    }

    /// The content at hand holds runs as deep within one another as this.
    fn deepen(&mut self, depth: usize) {
        if let Some(open) = self.open.last_mut() {
            open.depth = open.depth.max(depth);
        }
    }

    /// What is opened from now on has been looked at by nobody.
    fn shrunk(&mut self) {
        let count = self.open.len();
        self.searched.iter_mut().flatten().flatten().for_each(|searched| *searched = (*searched).min(count));
    }

    /// Appends content, its first text in one run with what stands before it.
    fn take_in(&mut self, content: Vec<Inline>) {
        let into = self.content();
        let mut content = content.into_iter();
        if let Some(first) = content.next() {
            match &first.kind {
                InlineKind::Text(text) => push_text(into, text, first.span),
                _ => into.push(first),
            }
        }
        into.extend(content);
    }

    /// Ends the last open run, which is at `at`, with what a closing run has left.
    fn wrap(&mut self, at: usize, closing: &mut Range<usize>) {
        let open = &mut self.open[at];
        let used = if open.run.is_star { open.range.len().min(closing.len()).min(2) } else { 2 };
        open.range.end -= used;
        let span = self.slice.span(open.range.end..closing.start + used);
        closing.start += used;
        if open.run.is_star && (open.run.length, used) == (1, 1) {
            let text = &self.slice.text;
            let inside = open.range.end + used..closing.start - used;
            let neighbours = (text[..open.range.end].chars().next_back(), text[closing.start..].chars().next());
            if is_remark(neighbours, &text[inside]) {
                self.doubtful.push(open.range.end..closing.start);
            }
        }
        let inner = std::mem::take(&mut open.content);
        let depth = std::mem::take(&mut open.depth) + 1;
        let kind = match (open.run.is_star, used) {
            (true, 1) => InlineKind::Emph(inner),
            (true, _) => InlineKind::Strong(inner),
            (false, _) => InlineKind::Strike(inner),
        };
        if open.range.is_empty() {
            self.open.pop();
            self.shrunk();
        }
        self.content().push(Inline { span, kind });
        self.deepen(depth);
    }

    /// Where more stands within one another than can be read.
    pub(super) fn too_deep(&self) -> Option<Range<usize>> {
        self.too_deep.clone()
    }

    /// Texts in italics, from star to star, that may have been meant otherwise.
    pub(super) fn doubtful(&self) -> &[Range<usize>] {
        &self.doubtful
    }

    /// The content; what is still open is text.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        for open in std::mem::take(&mut self.open) {
            self.plain(open.range);
            self.take_in(open.content);
        }
        self.base
    }
}
