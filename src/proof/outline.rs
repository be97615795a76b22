//! How a report is built: headings with nothing below them, levels that are left out, the same text twice.

use std::collections::BTreeMap;

use super::series::{self, Kind};
use super::{Finding, Reader, collect};
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Cell, Chapter, Edition, GAP, Inline, InlineKind, Report, plain_text};
use crate::source::{Sources, Span};

/// Characters of a paragraph, and of a sentence, that is no phrase which a report may well repeat.
const PARAGRAPH: usize = 30;
const SENTENCE: usize = 10;

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    let translations = report.translations.iter().map(|own| (own.edition, &own.chapters));
    for (edition, chapters) in std::iter::once((report.config.source, &report.chapters)).chain(translations) {
        let mut book = Book {
            reader,
            edition,
            headings: BTreeMap::new(),
            paragraphs: BTreeMap::new(),
            above: Vec::new(),
            typed: Vec::new(),
        };
        chapters.iter().for_each(|chapter| book.chapter(chapter));
    }
}

/// The chapters of an edition.
struct Book<'r, 'a> {
    reader: &'r mut Reader<'a>,
    edition: Edition,
    /// Headings by what stands above them, and paragraphs, each with its first place.
    headings: BTreeMap<String, Span>,
    paragraphs: BTreeMap<String, Span>,
    /// The headings above the place at hand.
    above: Vec<(u8, String)>,
    /// The numbers that authors typed before them.
    typed: Vec<(u8, Kind, u32)>,
}

/// Where a run of blocks stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the chapter itself.
    Chapter,
    /// In a part of it that some editions have: what follows may belong to it.
    Part,
    /// In a list, a quotation or a component: its headings have an order of their own.
    Aside,
}

impl Book<'_, '_> {
    fn chapter(&mut self, chapter: &Chapter) {
        self.above = vec![(1, String::new())];
        self.typed.clear();
        let opens = !chapter.lead.is_empty() || chapter.image.is_some();
        self.blocks(&chapter.blocks, Place::Chapter, opens);
    }

    /// `opens`: whether the first heading has something below it that is no block.
    fn blocks(&mut self, blocks: &[Block], place: Place, opens: bool) {
        let mut last = None;
        let shown = [true, false].map(|is_table| {
            let is = |block: &Block| is_shown(block, is_table);
            (blocks.iter().position(is), blocks.iter().rposition(is))
        });
        for (at, block) in blocks.iter().enumerate() {
            last = last.filter(|_| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::List { .. }));
            match &block.kind {
                BlockKind::Heading { level, inlines, .. } => {
                    self.heading(*level, inlines, block.span, place);
                    let mut behind = blocks[at + 1..].iter().filter(|block| !matches!(block.kind, BlockKind::Rule));
                    let is_empty = match behind.next().map(|next| &next.kind) {
                        Some(BlockKind::Heading { level: next, .. }) => next <= level,
                        Some(_) => false,
                        None => place != Place::Part,
                    };
                    // A section that claims to report something is told as such.
                    if is_empty && block.disclose.is_empty() && !(opens && at == 0) {
                        let title = plain_text(inlines);
                        self.tell(
                            Code::EmptySection,
                            inlines,
                            format!("`{}` has nothing below it", title.trim()),
                            "write the section, or take its heading out",
                            None,
                        );
                    }
                }
                BlockKind::Paragraph(inlines) => {
                    self.paragraph(inlines);
                    self.item(inlines, &mut last);
                    if place == Place::Chapter {
                        self.pointers(inlines, at, shown);
                    }
                }
                BlockKind::List { items, .. } => {
                    self.rows(items.iter().map(|item| item_line(item)), "item of the list");
                    let mut last = None;
                    for item in items {
                        match item.first().map(|block| &block.kind) {
                            Some(BlockKind::Paragraph(line)) => self.item(line, &mut last),
                            _ => last = None,
                        }
                    }
                    items.iter().for_each(|item| self.blocks(item, Place::Aside, false));
                }
                BlockKind::Table(table) => {
                    self.rows(table.rows.iter().map(|row| row_lines(row)), "row of the table");
                    self.years(&table.header);
                }
                BlockKind::Quote(inner) => self.blocks(inner, Place::Aside, false),
                BlockKind::Component(component) => self.blocks(&component.body, Place::Aside, false),
                BlockKind::Only(only) => {
                    // What one edition says twice, the other may say in its own words.
                    let outside = self.edition;
                    if let [edition] = only.editions[..] {
                        self.edition = edition;
                    }
                    let inner = if place == Place::Aside { place } else { Place::Part };
                    self.blocks(&only.blocks, inner, false);
                    self.edition = outside;
                }
                BlockKind::Code { .. } | BlockKind::Picture(_) | BlockKind::Rule => {}
            }
        }
    }

    fn heading(&mut self, level: u8, inlines: &[Inline], span: Span, place: Place) {
        if place == Place::Aside {
            return;
        }
        if let Some((last, _)) = self.above.last().filter(|(last, _)| level > last + 1) {
            let (own, right) = ("#".repeat(level.into()), "#".repeat(usize::from(*last) + 1));
            let message =
                format!("a heading with {own} below one with {}: a level is left out", "#".repeat((*last).into()));
            let hint = format!("write {right}, or put a heading of that level above it");
            self.tell(Code::SkippedLevel, inlines, message, &hint, None);
        }
        self.label(level, inlines);
        let title = self.fold(inlines);
        self.above.retain(|(above, _)| *above < level);
        self.above.push((level, title.clone()));
        if title.is_empty() {
            return;
        }
        let path: Vec<&str> = self.above.iter().map(|(_, title)| title.as_str()).collect();
        let path = format!("{} {level} {}", self.edition, path.join("\n"));
        match self.headings.get(&path).copied() {
            Some(first) => self.tell(
                Code::RepeatedText,
                inlines,
                format!("`{}` stands twice as a heading here", plain_text(inlines).trim()),
                "give the two different headings, or put their sections together",
                Some(first),
            ),
            None => {
                self.headings.insert(path, inlines.first().map_or(span, |first| first.span));
            }
        }
    }

    /// What a heading begins and ends with.
    fn label(&mut self, level: u8, inlines: &[Inline]) {
        let title = plain_text(inlines);
        if let Some(mark) = title.trim().chars().next_back().filter(|mark| "，、；：。:".contains(*mark)) {
            let message = format!("the heading ends in `{mark}`");
            self.tell(Code::CutSentence, inlines, message, "take the mark away, or write the heading to its end", None);
        }
        self.typed.retain(|(above, ..)| *above <= level);
        let Some((kind, number)) = series::head(&title) else { return };
        let before = self.typed.iter().rposition(|(above, known, _)| *above == level && *known == kind);
        if let Some(before) = before.map(|at| self.typed.remove(at).2)
            && number != before + 1
            && number != 1
        {
            let message = format!("`{}` stands behind a heading with the number {before}", title.trim());
            let hint = "mend the number; or take all of them away, for huibao numbers headings";
            self.tell(Code::SkippedNumber, inlines, message, hint, None);
        }
        self.typed.push((level, kind, number));
    }

    /// A paragraph or an item that begins with a number: `last` has the number of the one before it.
    fn item(&mut self, line: &[Inline], last: &mut Option<(Kind, u32)>) {
        let own = series::head(&plain_text(line));
        if let (Some((kind, number)), Some((known, before))) = (own, *last)
            && kind == known
            && number > before + 1
        {
            let message = format!("this begins with the number {number}, the one before it with {before}");
            let hint = "mend the number, or write what is missing";
            self.tell(Code::SkippedNumber, line, message, hint, None);
        }
        *last = own;
    }

    /// Rows of a table that stand twice, items of a list, and years that two columns have.
    fn rows<'t>(&mut self, rows: impl Iterator<Item = Vec<&'t [Inline]>>, what: &str) {
        /// Characters of a row that is none by chance: 是 | 否.
        const SHORTEST: usize = 4;
        let mut seen: BTreeMap<Vec<String>, Span> = BTreeMap::new();
        for row in rows {
            let key: Vec<String> = row.iter().map(|cell| self.fold(cell)).collect();
            let place = |line: &&[Inline]| collect::passage(self.edition, line, self.reader.sources).start();
            let Some(start) = row.iter().find_map(place) else { continue };
            // A row of names alone may head each part of a table.
            let is_whole = key.iter().all(|cell| !cell.is_empty()) && key.concat().chars().count() >= SHORTEST;
            match seen.get(&key).copied() {
                Some(first) if is_whole => {
                    let message = format!("this {what} stands in it already");
                    let line = row.iter().find(|line| place(line).is_some()).copied().unwrap_or_default();
                    self.tell(Code::RepeatedText, line, message, "take one of the two out, or mend it", Some(first));
                }
                _ => {
                    seen.insert(key, start);
                }
            }
        }
    }

    /// Two columns side by side that have the same year.
    fn years(&mut self, header: &[Cell]) {
        for pair in header.windows(2) {
            let [one, other] = [&pair[0], &pair[1]].map(|cell| self.fold(&cell.inlines));
            let year = other.trim_end_matches('年');
            if one == other && year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = format!("two columns side by side have the year {year}");
                self.tell(Code::RepeatedText, &pair[1].inlines, message, "mend the year of one", None);
            }
        }
    }

    fn paragraph(&mut self, inlines: &[Inline]) {
        let passage = collect::passage(self.edition, inlines, self.reader.sources);
        let folded = self.fold(inlines);
        if folded.chars().count() >= PARAGRAPH {
            let key = format!("{} {folded}", self.edition);
            if let Some(first) = self.paragraphs.get(&key).copied() {
                let message = "this paragraph stands in the report already";
                let hint = "take one of the two out, or lead to the other with [](#name)";
                return self.tell(Code::RepeatedText, inlines, message.to_owned(), hint, Some(first));
            }
            if let Some(start) = passage.start() {
                self.paragraphs.insert(key, start);
            }
        }
        // The same sentence twice in one paragraph.
        let mut sentences = BTreeMap::new();
        let mut start = 0;
        for (end, mark) in passage.text.match_indices(['。', '！', '？', '；']) {
            let range = start..end;
            start = end + mark.len();
            let sentence = passage.text[range.clone()].trim();
            // Of an expression only its place is known.
            if sentence.chars().count() < SENTENCE || sentence.contains(GAP) {
                continue;
            }
            if let Some(first) = sentences.insert(words::in_place(sentence), range.clone()) {
                let first = passage.place(first).map(|(span, _)| span);
                let told = Finding::new("this sentence stands in the paragraph already", "take one of the two out");
                self.reader.tell(&passage, range, Code::RepeatedText, told.label(first, "the first"));
            }
        }
    }

    /// 下表, where the chapter has nothing behind it that could be a table; 上圖 likewise. `shown` has the first and the last
    /// block of the chapter that could be a table, and that could be a picture.
    fn pointers(&mut self, inlines: &[Inline], at: usize, shown: [(Option<usize>, Option<usize>); 2]) {
        const POINTERS: [(&str, bool); 4] = [("下表", true), ("下图", true), ("上表", false), ("上图", false)];
        /// What stands before such a word, and behind it.
        const BEFORE: &str = "见如按据照于";
        const BEHIND: &str = "列载展显概所中为总汇阐呈";
        let passage = collect::passage(self.edition, inlines, self.reader.sources);
        let text = words::in_place(&passage.text);
        let [table, picture] = shown;
        for (word, is_behind) in POINTERS {
            let (first, last) = if word.ends_with('表') { table } else { picture };
            let place = if is_behind { last.filter(|last| *last > at) } else { first.filter(|first| *first < at) };
            if place.is_some() {
                continue;
            }
            for (at, _) in text.match_indices(word) {
                let range = at..at + word.len();
                // 如下 is a word itself.
                let is_led = text[..at].ends_with(|c| BEFORE.contains(c));
                let tells = text[range.end..].starts_with(|c| BEHIND.contains(c));
                if is_led || tells && words::may_stand(&text, &range, &[]) {
                    let own = passage.text[range.clone()].to_owned();
                    let side = if is_behind { "behind" } else { "before" };
                    let message = format!("`{own}`: no table and no picture stands {side} it in this chapter");
                    let finding =
                        Finding::new(message, "put it there, or write `[](#name)` for one that stands elsewhere");
                    self.reader.tell(&passage, range, Code::TypedReference, finding);
                }
            }
        }
    }

    /// A text without what may differ between two that are the same: script, marks, blanks.
    fn fold(&self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        fold(inlines, self.reader.sources, &mut text);
        words::in_place(&text)
    }

    fn tell(&mut self, code: Code, inlines: &[Inline], message: String, hint: &str, first: Option<Span>) {
        let passage = collect::passage(self.edition, inlines, self.reader.sources);
        let Some((span, _)) = passage.place(0..passage.text.len()) else { return };
        let told = Diagnostic::warning(code, span, message).hint(hint);
        self.reader.push(match first {
            Some(first) => told.label(first, "the first"),
            None => told,
        });
    }
}

/// The text of an item that is one paragraph.
fn item_line(item: &[Block]) -> Vec<&[Inline]> {
    match item {
        [Block { kind: BlockKind::Paragraph(line), .. }] => vec![line],
        _ => Vec::new(),
    }
}

fn row_lines(row: &[Cell]) -> Vec<&[Inline]> {
    row.iter().map(|cell| cell.inlines.as_slice()).collect()
}

fn fold(inlines: &[Inline], sources: &Sources, text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(own) => text.extend(own.chars().filter(|c| c.is_alphanumeric())),
            InlineKind::Footnote(_) | InlineKind::Break => {}
            InlineKind::Code(_) | InlineKind::Image(_) | InlineKind::Own(_) => text.push_str(sources.text(inline.span)),
            InlineKind::Link { content, .. } if content.is_empty() => text.push_str(sources.text(inline.span)),
            _ => fold(inline.children(), sources, text),
        }
    }
}

/// Whether a block could be what 下表, or 下圖, points at. A component may show either.
fn is_shown(block: &Block, is_table: bool) -> bool {
    match &block.kind {
        BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::List { .. } | BlockKind::Rule => false,
        BlockKind::Table(_) => is_table,
        // A picture may be one of a table.
        _ => true,
    }
}
