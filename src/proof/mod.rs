//! Proofreading: characters, words and punctuation that an editor would mark.
//!
//! | module | what it does |
//! |---|---|
//! | [`collect`] | a report → the passages to read |
//! | [`characters`] | the other script's characters, look-alikes, private use |
//! | [`words`] | Taiwan's words, forms no dictionary knows |
//! | [`slips`] | reviewed mistakes of conversions |
//! | [`mistyped`] | slips of typing, by the report's own words |
//! | [`stand_ins`] | words where another one is meant |
//! | [`elsewhere`] | words of Hong Kong and Taiwan in a mainland text |
//! | [`names`] | people's names spoilt by a conversion |
//! | [`variants`] | one word in two forms |
//! | [`punctuation`] | marks and spaces |
//! | [`brackets`] | brackets |
//! | [`addresses`] | what no correction may touch, and addresses that lead nowhere |
//! | [`leftovers`] | markup and pasted signs that would print as typed |
//! | [`pasted`] | what other programs leave in a text: marks of notes, numbers of days, ids of metrics |
//! | [`misread`] | text read in the wrong encoding |
//! | [`placeholders`] | what an author still has to write |
//! | [`outline`] | headings with nothing below them, the same text twice |
//! | [`sentences`] | sentences that are cut off, lists with mixed ends |
//! | [`named`] | one name in two wordings: the issuer's, titles, addresses |
//! | [`numbers`], [`numerals`] | numbers that are none: by their marks, by their digits and words |
//! | [`mixed`], [`style`] | one thing written in two ways |
//! | [`english`] | slips of English prose |
//! | [`series`] | series of which a number is missing |
//! | [`dates`] | days, times and periods that there are not |
//! | [`history`] | years that the report itself rules out |
//! | [`period`] | a reporting period other than report.yaml's |
//! | [`doubled`] | words typed twice, or that an expression prints once more |
//! | [`carried`] | texts that stand as they did in the report before |
//! | [`whole`] | all text stands in the products |
//! | [`fix`] | the certain corrections, in the author's bytes |

mod addresses;
mod brackets;
pub mod carried;
mod characters;
mod collect;
mod dates;
pub mod doubled;
mod elsewhere;
mod english;
mod fix;
mod history;
mod leftovers;
mod misread;
mod mistyped;
mod mixed;
mod named;
mod names;
mod numbers;
mod numerals;
mod outline;
mod pasted;
mod period;
mod placeholders;
pub mod protected;
mod punctuation;
mod sentences;
mod series;
mod slips;
mod stand_ins;
mod style;
mod text;
mod variants;
pub mod whole;
mod words;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use collect::passages;
pub use fix::corrected;

use crate::chinese::names::{may_be_named, people};
use crate::chinese::words::{may_be_a_name, may_stand};
use crate::chinese::{Listed, house, is_of_both, simplified, traditional_characters};
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::model::{Checks, Edition, NameOf, Passage, Report};
use crate::source::{SourceId, Sources, Span};

/// What the author has decided.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// How bad findings are.
    pub checks: Checks,
    /// Names and terms that are right as they stand.
    pub keep: Vec<String>,
    /// Names that are right as they stand in some files.
    pub keep_in: Vec<(String, Vec<SourceId>)>,
    /// Spellings that the report has instead of the house style's.
    pub forms: Vec<String>,
    /// Whether the passages are what a report prints: then signs that are left over are told.
    pub is_printed: bool,
    /// Whether the report is still being written: what waits for its text is a note then.
    pub is_draft: bool,
}

/// The passages in Chinese, which stand first.
pub fn chinese(passages: &[Passage]) -> &[Passage] {
    &passages[..passages.partition_point(|passage| passage.edition.script().is_ideographic())]
}

/// Reads the passages and tells what an editor would mark.
pub fn check(passages: &[Passage], wishes: &Wishes, sources: &Sources, sink: &mut Sink) {
    Reader::of_all(passages, wishes, sources, sink).texts();
}

/// The same for a report with its passages, and how it is built.
pub fn check_report(report: &Report, passages: &[Passage], wishes: &Wishes, sources: &Sources, sink: &mut Sink) {
    let mut reader = Reader::of_all(passages, wishes, sources, sink);
    reader.texts();
    placeholders::struck(report, &mut reader);
    characters::by_hand(report, &mut reader);
    pasted::check(report, &mut reader);
    outline::check(report, &mut reader);
    sentences::check(report, &mut reader);
    named::check(report, &mut reader);
    period::check(report, &mut reader);
    history::check(report, &mut reader);
    addresses::slips_of_others(report, &mut reader);
}

/// The edition a text is most likely written in: the script of which it has more characters of its own.
pub fn guess(text: &str) -> Edition {
    let (simplified, traditional) = characters_of(text);
    if simplified > traditional { Edition::ZhHansCn } else { Edition::ZhHantHk }
}

/// How many characters of a text only Simplified has, and how many only Traditional.
fn characters_of(text: &str) -> (usize, usize) {
    let text = text.replace('\0', "");
    let other = traditional_characters(&text);
    let differs = std::iter::zip(text.chars(), other.chars()).filter(|(own, other)| own != other);
    let simple = differs.filter(|(own, _)| !is_of_both(*own)).count();
    let other = simplified(&text);
    let traditional = std::iter::zip(text.chars(), other.chars()).filter(|(own, other)| own != other).count();
    (simple, traditional)
}

/// Which passage: its place and its length.
type Key = (Option<Span>, usize);

/// The passages at hand and where findings go.
struct Reader<'a> {
    /// Those in Chinese.
    passages: &'a [Passage],
    /// Those in another language: its words are its own, markup is the same in all.
    others: &'a [Passage],
    wishes: &'a Wishes,
    sources: &'a Sources,
    /// The files in which something is allowed.
    allowing: BTreeSet<SourceId>,
    /// What stays as it is in the passage that was asked about last.
    staying: (Key, Vec<Range<usize>>),
    /// The names that the glossary keeps everywhere, and those that it keeps in one file.
    keep: Listed<'a>,
    keep_in: BTreeMap<SourceId, Listed<'a>>,
    /// The full names of the people that the texts tell, in the house's shapes; worked out when first asked for.
    people: OnceCell<(BTreeSet<String>, Listed<'static>)>,
    /// Where they stand in the passage that was asked about last.
    named: RefCell<(Key, Vec<Range<usize>>)>,
    /// Where a word or a character has been told: no check tells it again.
    told: BTreeMap<Span, Code>,
    sink: &'a mut Sink,
}

impl<'a> Reader<'a> {
    fn of_all(passages: &'a [Passage], wishes: &'a Wishes, sources: &'a Sources, sink: &'a mut Sink) -> Self {
        let files: BTreeSet<SourceId> = passages.iter().filter_map(|passage| Some(passage.start()?.source)).collect();
        let allowing = files.into_iter().filter(|file| sources.get(*file).text.contains(ALLOW)).collect();
        let listed = |names: Vec<&'a str>| Listed::new(names.into_iter().filter(|name| !name.is_empty()));
        let mut local: BTreeMap<SourceId, Vec<&str>> = BTreeMap::new();
        for (name, files) in &wishes.keep_in {
            files.iter().for_each(|file| local.entry(*file).or_default().push(name));
        }
        let keep = listed(wishes.keep.iter().map(String::as_str).collect());
        let keep_in = local.into_iter().map(|(file, names)| (file, listed(names))).collect();
        let (staying, told, people, named) = Default::default();
        let others = &passages[chinese(passages).len()..];
        let passages = chinese(passages);
        Self { passages, others, wishes, sources, allowing, staying, keep, keep_in, people, named, told, sink }
    }

    /// All checks of passages.
    fn texts(&mut self) {
        characters::check(self);
        words::check(self);
        stand_ins::check(self);
        mistyped::check(self);
        variants::check(self);
        punctuation::check(self);
        leftovers::check(self);
        placeholders::check(self);
        dates::check(self);
        doubled::typed(self);
        series::check(self);
        numbers::check(self);
        numerals::check(self);
        english::check(self);
        mixed::check(self);
        addresses::check(self);
    }

    /// The passages of one edition.
    fn of(&self, edition: Edition) -> Vec<&'a Passage> {
        self.passages.iter().filter(|passage| passage.edition == edition).collect()
    }

    /// Whether a check is switched on.
    fn wants(&self, code: Code) -> bool {
        self.wishes.checks.severity(code).is_some()
    }

    /// A question about every passage by one call; the answers are as many as the passages.
    fn ask(&self, passages: &[&Passage], question: impl Fn(&str) -> String) -> Vec<String> {
        ask(passages.iter().map(|passage| passage.text.as_str()), question)
    }

    /// The ranges of a passage that the glossary names.
    fn kept(&self, passage: &Passage) -> Vec<Range<usize>> {
        let local = passage.start().and_then(|start| self.keep_in.get(&start.source));
        let ranges = [Some(&self.keep), local].into_iter().flatten().flat_map(|names| names.places(&passage.text));
        ranges.filter(|range| may_be_a_name(&passage.text, range, &[house::keys()])).collect()
    }

    /// The full names of the people that the texts tell, in the house's shapes.
    fn people(&self) -> &(BTreeSet<String>, Listed<'static>) {
        self.people.get_or_init(|| {
            let of = |passage: &'a Passage| {
                let names = people(&passage.text, passage.named == Some(NameOf::Person));
                names.into_iter().map(|name| variants::in_house_style(&passage.text[name]))
            };
            let names: BTreeSet<String> = self.passages.iter().flat_map(of).collect();
            let listed = Listed::new(names.iter().cloned());
            (names, listed)
        })
    }

    /// Whether a person's name stands at a range of a passage.
    fn names_person(&self, passage: &Passage, range: &Range<usize>) -> bool {
        let (names, listed) = self.people();
        if names.is_empty() {
            return false;
        }
        let key = (passage.start(), passage.text.len());
        let mut named = self.named.borrow_mut();
        if named.0 != key {
            let text = variants::in_house_style(&passage.text);
            let is_in_place = text.len() == passage.text.len();
            *named = (key, listed.places(&text).filter(|_| is_in_place).collect());
        }
        named.1.iter().any(|place| place.start < range.end && range.start < place.end)
    }

    /// The ranges that the glossary names, or where one of these words stands.
    fn kept_or(&self, passage: &Passage, words: &Listed<'_>) -> Vec<Range<usize>> {
        self.kept(passage).into_iter().chain(words.places(&passage.text)).collect()
    }

    /// Tells what a check finds in each text by itself.
    fn each<F: IntoIterator<Item = (Range<usize>, Finding)>>(&mut self, code: Code, find: impl Fn(&'a str) -> F) {
        if !self.wants(code) {
            return;
        }
        for passage in self.passages {
            for (range, finding) in find(&passage.text) {
                self.tell(passage, range, code, finding);
            }
        }
    }

    /// Tells a finding about a range of a passage, unless the author allows it there. `fix` is used where the range
    /// stands in the file as it is.
    fn tell(&mut self, passage: &Passage, range: Range<usize>, code: Code, finding: Finding) {
        let is_of_words = matches!(code, Code::DoubtfulForm | Code::TaiwanWord | Code::HongKongWord);
        if is_of_words && !may_stand(&passage.text, &range, &[house::keys()]) {
            return;
        }
        if code == Code::DoubtfulForm && !finding.is_of_name && self.names_person(passage, &range) {
            return;
        }
        // A protected brand is no whole name of a company: what is added to it may be a slip.
        let is_whole = code == Code::OtherName;
        if !matches!(code, Code::Leftover | Code::BadAddress) && self.stays(passage, &range, is_whole) {
            return;
        }
        let Some((span, is_exact)) = passage.place(range.clone()) else { return };
        let mut diagnostic = Diagnostic::warning(code, span, finding.message).hint(finding.hint);
        // Whose name it is knows how it is written.
        let is_of_name =
            || OF_WORDS.contains(&code) && (self.names_person(passage, &range) || may_be_named(&passage.text, &range));
        if is_exact && let Some(fix) = finding.fix.filter(|_| !is_of_name()) {
            diagnostic = diagnostic.fix(fix);
        }
        if let Some((span, text)) = finding.label {
            diagnostic = diagnostic.label(span, text);
        }
        self.push(diagnostic);
    }

    /// Whether a range lies in what stays as it is: an address, half a link, a name of the glossary. What holds such a
    /// part as a whole, as a pair of brackets does, leaves it as it is. With `is_whole`, only what lies in one as a whole.
    fn stays(&mut self, passage: &Passage, range: &Range<usize>, is_whole: bool) -> bool {
        let key = (passage.start(), passage.text.len());
        if self.staying.0 != key {
            let ranges = self.kept(passage).into_iter().chain(addresses::find(&passage.text)).collect();
            self.staying = (key, ranges);
        }
        let holds = |part: &Range<usize>| range.start < part.start && part.end < range.end;
        let touches = |part: &Range<usize>| part.start < range.end && range.start < part.end && !holds(part);
        let covers = |part: &Range<usize>| part.start <= range.start && range.end <= part.end;
        self.staying.1.iter().any(|part| if is_whole { covers(part) } else { touches(part) })
    }

    fn push(&mut self, mut diagnostic: Diagnostic) {
        let Some(severity) = self.wishes.checks.severity(diagnostic.code) else { return };
        if diagnostic.place.is_some_and(|span| self.allows(span, diagnostic.code)) {
            return;
        }
        let waits = matches!(diagnostic.code, Code::Placeholder | Code::EmptySection) && self.wishes.is_draft;
        diagnostic.severity = if waits { severity.min(Severity::Note) } else { severity };
        if let Some(span) = diagnostic.place.filter(|_| OF_WORDS.contains(&diagnostic.code)) {
            // They do not overlap: only the last one that begins before the end of this can.
            let end = Span::new(span.source, span.range().end..span.range().end);
            let last = self.told.range(..end).next_back().map(|(last, _)| last);
            if last.is_some_and(|last| last.source == span.source && last.range().end > span.range().start) {
                return;
            }
            self.told.insert(span, diagnostic.code);
        }
        self.sink.push(diagnostic);
    }

    /// Whether the author allows this kind of finding at this place: `huibao-allow: code` in a comment in the same
    /// paragraph, or in a paragraph of comments alone before it.
    fn allows(&self, span: Span, code: Code) -> bool {
        if !self.allowing.contains(&span.source) {
            return false;
        }
        let text = &self.sources.get(span.source).text;
        let start = span.range().start;
        let (before, after) = text.split_at(start);
        let is_blank = |line: &&str| line.trim().is_empty();
        let mut own: Vec<&str> = before.rsplit('\n').take(1).collect();
        own.extend(before.rsplit('\n').skip(1).take_while(|line| !is_blank(line)));
        let above = before.rsplit('\n').skip(own.len()).skip_while(is_blank).take_while(|line| !is_blank(line));
        let above: Vec<&str> = above.collect();
        let is_comment = |line: &&str| line.trim_start().starts_with("<!--") || line.trim_start().starts_with('#');
        let lines: Vec<&str> = if has_paragraphs(&self.sources.get(span.source).path) {
            own.extend(after.split('\n').take_while(|line| !is_blank(line)));
            if above.iter().all(is_comment) {
                own.extend(above)
            }
            own
        } else {
            own.into_iter().take(2).chain(after.split('\n').take(1)).collect()
        };
        lines.iter().filter_map(|line| line.split_once(ALLOW)).any(|(_, codes)| {
            let codes = codes.split("-->").next().unwrap_or_default();
            codes.split([',', ' ']).any(|name| name == code.name())
        })
    }
}

/// Whether blank lines part the paragraphs of a file. In YAML and HTML they need not: there a comment serves the line it
/// stands on and the next one.
fn has_paragraphs(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    !["yaml", "yml", "html", "htm", "xhtml"].iter().any(|other| other.eq_ignore_ascii_case(ending))
}

/// Findings about words and their characters: of several at a place, one is told.
const OF_WORDS: [Code; 5] =
    [Code::WrongScript, Code::TaiwanWord, Code::HongKongWord, Code::DoubtfulForm, Code::MixedVariants];

/// Opens the list of what is allowed, in a comment.
const ALLOW: &str = "huibao-allow:";

/// What is told about a place.
struct Finding {
    message: String,
    hint: String,
    fix: Option<String>,
    /// Another place, and what it shows.
    label: Option<(Span, String)>,
    /// Whether it is about a person's name itself.
    is_of_name: bool,
}

impl Finding {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), fix: None, label: None, is_of_name: false }
    }

    fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    fn label(mut self, place: Option<Span>, text: &str) -> Self {
        self.label = place.map(|span| (span, text.to_owned()));
        self
    }
}

/// Many texts by one call. A text whose answer cannot be told apart is its own answer.
fn ask<'t>(texts: impl Iterator<Item = &'t str>, question: impl Fn(&str) -> String) -> Vec<String> {
    let texts: Vec<String> = texts.map(|text| text.replace(['\n', '\0'], " ")).collect();
    let answer = question(&texts.join("\n"));
    let answers: Vec<String> = answer.split('\n').map(str::to_owned).collect();
    if answers.len() == texts.len() { answers } else { texts }
}

/// Whether a range touches any of the others.
fn touches(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    ranges.iter().any(|other| other.start < range.end && range.start < other.end)
}

/// Whether a place stands inside 《》 or 〈〉: titles keep their own words.
fn is_titled(text: &str, range: &Range<usize>) -> bool {
    const MARKS: [char; 5] = ['《', '》', '〈', '〉', '。'];
    // Bytes around a place that are looked at: no title is longer.
    const NEAR: usize = 1 << 10;
    let text = &text[..text.floor_char_boundary(range.end + NEAR)];
    let first = text.ceil_char_boundary(range.start.saturating_sub(NEAR));
    let (text, range) = (&text[first..], range.start - first..range.end - first);
    let opens = text[..range.start].rfind(MARKS).is_some_and(|at| text[at..].starts_with(['《', '〈']));
    let closes = text[range.end..].find(MARKS).is_some_and(|at| text[range.end + at..].starts_with(['》', '〉']));
    opens && closes
}
