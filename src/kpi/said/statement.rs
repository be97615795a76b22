//! What a line says of figures: so many of what, in which year, how surely.

use std::ops::Range;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::kind::{Kind, TOTALS, behind, goal_behind, joins, kind};
use super::lines::Line;
use super::phrase::{among, earlier, without_manner};
use super::place::{clause, models, sentence};
use super::subject::Subject;
use super::tenths;
use crate::chinese::words;
use crate::kpi::bound::{Claim, bound};
use crate::kpi::scope::{self, PLACES};
use crate::kpi::typed::read::{Typed, UnitWords, figures};
use crate::kpi::ways;
use crate::kpi::when::{self, Named};
use crate::model::units::is_measured;
use crate::model::{Edition, GAP, Measure, Period, Unit};
use crate::source::Span;

/// Where a statement comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A line of text.
    Line(usize),
    /// A table, and its row.
    Grid(usize, usize),
    /// The data.
    Data,
}

/// One figure with what is said of it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub subject: Subject,
    /// What is counted or measured: `persons`, `energy`.
    pub class: String,
    /// In the first unit of what is measured.
    pub value: Decimal,
    /// How far rounding may have moved it, round thousands too.
    pub slack: Decimal,
    /// The same, if every digit counts.
    pub fine: Decimal,
    pub claim: Claim,
    pub kind: Kind,
    pub year: i32,
    /// Whose figure it is, where it is not the whole company's or not the whole year's.
    pub scope: String,
    /// Whether the words say that it is all there is of a kind.
    pub is_all: bool,
    pub origin: Origin,
    pub span: Span,
    /// As printed, with its unit.
    pub shown: String,
    /// What it is of, in the document's words.
    pub name: String,
    /// The metric of the data that it is, if it is one.
    pub metric: Option<String>,
    /// Where it stands in its line.
    pub at: Range<usize>,
    /// The sentence it stands in.
    pub sentence: Range<usize>,
}

/// Figures of a sentence that are read: prose has a dozen. What has more is a table without its lines, and each figure is
/// looked at with all of the sentence.
const MOST_FIGURES: usize = 50;

/// The sentence at hand.
#[derive(Default)]
struct Sentence {
    range: Range<usize>,
    /// The last year that the sentences before it name, and whether that is sure.
    carried: Option<(i32, bool)>,
    /// Index of its first statement.
    first: usize,
    is_read: bool,
}

/// What stands in a row of figures and the words that say what they are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Words,
    Figure,
    Neither,
}

/// How lines are read.
pub(super) struct Reading<'a> {
    pub units: &'a IndexMap<String, Unit>,
    pub words: UnitWords<'a>,
    pub edition: Edition,
    /// The reporting year.
    pub year: i32,
    /// The reporting period.
    pub period: Period,
}

/// What says that a figure counts all of a kind.
const ALL: [&str; 16] = [
    "总",
    "共有",
    "全体",
    "合计",
    "公司有",
    "集团有",
    "我们有",
    "拥有",
    "现有",
    "我们的",
    "公司的",
    "集团的",
    "公司员工",
    "公司在职",
    "集团员工",
    "集团雇员",
];

/// Bodies that meet and decide, each by itself.
const BODIES: &str = "董事会 监事会 委员会 股东大会 股东会 工会 工作组";

impl Reading<'_> {
    /// What a line says.
    pub(super) fn line(&self, line: &Line, at: usize) -> Vec<Said> {
        let text = words::in_place(&line.passage.text);
        let typed = tenths::all(&text, &self.words);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut said: Vec<Said> = Vec::new();
        let mut before_end = 0;
        let mut at_hand = Sentence::default();
        let years = when::named(&text, &self.period);
        for (nth, figure) in typed.iter().enumerate() {
            let next = typed.get(nth + 1).map_or(text.len(), |next| next.number.start);
            if !at_hand.range.contains(&figure.number.start) {
                let range = sentence(&text, figure.number.start);
                let carried = carried(&years, &(at_hand.range.start..range.start)).or(at_hand.carried);
                let figures = typed[nth..].iter().take_while(|typed| typed.number.start < range.end).count();
                at_hand = Sentence { range, carried, first: said.len(), is_read: figures <= MOST_FIGURES };
            }
            if !at_hand.is_read {
                continue;
            }
            let sentence = at_hand.range.clone();
            let start = before_end + clause(&text[before_end..], figure.number.start - before_end);
            before_end = figure.whole.end;
            let Some((class, size)) = self.class_at(figure, &text[figure.whole.end..]) else { continue };
            let Some(value) = figure.value.checked_mul(size) else { continue };
            let (phrase, claim) = bound(&text[start..figure.number.start]);
            let claim = match text[figure.whole.end..].trim_start() {
                _ if figure.and_more => Claim::Above,
                rest if rest.starts_with("以上") || rest.starts_with('+') => Claim::Above,
                rest if rest.starts_with("以下") || rest.starts_with("以内") => Claim::Below,
                rest if rest.starts_with("左右") => Claim::Roughly,
                _ => claim,
            };
            // 減少一半, 一半來自: of shares in words only those that say of themselves that they are some.
            let is_worded = !text[figure.number.clone()].contains(|c: char| c.is_ascii_digit());
            if is_worded && figure.units == ["%"] && !phrase.contains('占') {
                continue;
            }
            let behind = behind(&text[figure.whole.end..next]);
            let phrase_words = when::without(&text, &(start..start + phrase.len()), &years);
            let mut own = Subject::of(&without_manner(&phrase_words));
            if own.is_empty() || joins(behind) {
                own = own.and(&Subject::of(behind));
            }
            let last = said.last().filter(|last| last.sentence == sentence);
            let is_share = class == "share";
            // 中級管理人員共610人，女性佔31%: of those, also where a sentence lies between.
            let is_of_a_gender = own.is_of_a_gender() && !(is_share && own.is_of_staff());
            let people = || said.last().filter(|last| is_share && is_of_a_gender && last.class == "persons");
            let last = last.or_else(people);
            // 男性人均28.4小時，女性30.1小時; 佔僱員總數的12%.
            let is_open = own.is_attribute()
                || is_of_a_gender
                    && last.is_some_and(|last| last.class == class || is_share && last.class == "persons")
                || is_share && phrase_words.trim_start().starts_with('占');
            let is_sum = own.is_empty()
                && TOTALS.iter().any(|word| phrase.contains(word))
                && last.is_some_and(|last| last.class == class);
            let own = if own.is_empty() || is_open {
                match (last, &line.label) {
                    (_, Some(label)) => own.and(&Subject::of(&words::in_place(label))),
                    (Some(last), None) if is_of_a_gender => own.and(&last.subject.of_both()),
                    (Some(last), None) => own.and(&last.subject),
                    (None, None) => own.and(&earlier(&text, &years, &sentence, start)),
                }
            } else if let Some(label) = &line.label {
                own.and(&Subject::of(&words::in_place(label)))
            } else if phrase.contains("其中") || text[sentence.start..start].ends_with("其中，") {
                last.map_or(own.clone(), |last| own.and(&last.subject))
            } else if is_share && is_of_a_gender {
                // 義工以女性居多，女性佔57%.
                own.and(&earlier(&text, &years, &sentence, start))
            } else {
                own
            };
            // 發現隱患40項，整改39項，整改率97.5%: the rate is of the former.
            let is_rate_of = |last: &&Said| {
                class == "share"
                    && own.words.len() < 3
                    && own.is_rate()
                    && last.subject.words.iter().any(|word| own.words.contains(word))
            };
            let own = match said.iter().rev().find(|last| last.sentence == sentence).filter(is_rate_of) {
                Some(last) => {
                    let first = said.get(at_hand.first).unwrap_or(last);
                    own.and(&last.subject).and(&first.subject)
                }
                // 調查覆蓋36,000名客戶，回應率為24%: of what stands before.
                None => {
                    match last.filter(|last| is_share && own.is_rate() && own.words.len() < 3 && last.class != class) {
                        Some(last) => own.and(&last.subject),
                        None => own,
                    }
                }
            };
            let Some((span, _)) = line.passage.place(figure.whole.clone()) else { continue };
            let measured = is_measured(self.units, figure.units[0]);
            let (year, mut scope) = self.when(&text, &years, &at_hand, figure.number.start, line);
            scope.push_str(&Self::whose(&text, &sentence, &class, line));
            if class == "share" {
                scope.push_str(&among(&text[sentence.start..start]));
            }
            // 有害廢棄物571噸，無害廢棄物13,640噸，合共14,211噸 is of both.
            if is_sum {
                scope.push_str(TOTALS[0]);
            }
            // 處理時間由3.2天縮短至2.8天: of what stands before.
            if ways::is_only(&phrase_words) {
                scope.push_str(&format!(
                    "{}:{}",
                    line.passage.start().map_or(0, |span| span.range().start),
                    figure.number.start
                ));
            }
            let kind = match line.speaks_of_goals() || goal_behind(&text[figure.whole.end..]) {
                true => Kind::Other,
                false => kind(&text, &sentence, start, phrase, behind, figure, year > self.year),
            };
            said.push(Said {
                class,
                value,
                slack: slack(figure, measured) * size,
                fine: if figure.places == 0 && !measured { Decimal::ZERO } else { figure.slack * size },
                claim,
                kind,
                year,
                scope,
                is_all: ALL.iter().any(|all| phrase.contains(all))
                    || line.label.as_ref().is_some_and(|label| label.contains(['總', '总'])),
                origin: Origin::Line(at),
                span,
                shown: line.passage.text[figure.whole.clone()].to_owned(),
                metric: line.metric(&figure.number).map(str::to_owned),
                at: figure.whole.clone(),
                sentence,
                name: own.as_written(&[(&text, &line.passage.text)]),
                subject: own,
            });
        }
        said
    }

    /// Gives figures that stand by themselves, as large ones on a page do, the words beside them: those before where the
    /// row of both begins with words, else those behind.
    pub(super) fn pair(&self, lines: &mut [Line]) {
        let kinds: Vec<Beside> = lines.iter().map(|line| self.beside(line)).collect();
        let mut start = 0;
        while start < lines.len() {
            let goes_on = |at: usize| {
                kinds[at] != Beside::Neither
                    && kinds[at - 1] != Beside::Neither
                    && kinds[at] != kinds[at - 1]
                    && lines[at].headings == lines[at - 1].headings
            };
            let end = start + 1 + (start + 1..lines.len()).take_while(|at| goes_on(*at)).count();
            let words_first = kinds[start] == Beside::Words;
            for at in start..end {
                let other = if words_first { at.checked_sub(1) } else { Some(at + 1) };
                if kinds[at] == Beside::Figure
                    && lines[at].label.is_none()
                    && let Some(other) = other.filter(|other| (start..end).contains(other))
                {
                    lines[at].label = Some(lines[other].passage.text.clone());
                }
            }
            start = end;
        }
    }

    /// What a line is in a row of figures and words.
    fn beside(&self, line: &Line) -> Beside {
        /// Characters of the longest words beside a figure.
        const LONGEST: usize = 24;
        let text = line.passage.text.trim();
        if line.is_heading || text.chars().count() > LONGEST {
            return Beside::Neither;
        }
        let simple = words::in_place(text);
        let all = figures(&simple, &self.words);
        if all.is_empty() {
            let is_words = text.chars().count() > 1 && !text.contains(['。', '：', '；', '，', GAP]);
            return if is_words { Beside::Words } else { Beside::Neither };
        }
        let whole = all.into_iter().next().is_some_and(|typed| {
            let (before, _) = bound(&simple[..typed.whole.start]);
            before.trim().is_empty() && ["", "+", "以上", "左右"].contains(&simple[typed.whole.end..].trim())
        });
        if whole { Beside::Figure } else { Beside::Neither }
    }

    /// A number as printed, with the words of its unit where it stands without.
    pub(super) fn with_unit(&self, shown: &str, unit: &str) -> String {
        let unit = self.units.get(unit).map_or("", |unit| unit.names.text(self.edition));
        let bare = shown.trim().ends_with(|c: char| c.is_ascii_digit());
        if bare { format!("{}{unit}", shown.trim()) } else { shown.to_owned() }
    }

    /// What is counted or measured, and the size of the unit.
    pub(super) fn class(&self, figure: &Typed) -> Option<(String, Decimal)> {
        if figure.number.len() == 4
            && figure.places == 0
            && (1900..2101).contains(&i64::try_from(figure.value).unwrap_or(0))
            && figure.units.contains(&"case")
        {
            return None;
        }
        figure.units.iter().find_map(|unit| self.class_of(unit))
    }

    /// The same with what stands behind the figure: 12.4兆瓦時／百萬元.
    fn class_at(&self, figure: &Typed, rest: &str) -> Option<(String, Decimal)> {
        let (class, size) = self.class(figure)?;
        let per = rest.strip_prefix(['/', '／']).and_then(|per| self.words.at(per)).and_then(|(_, ids)| ids.first());
        match per.and_then(|per| self.class_of(per)) {
            Some((below, by)) if !class.contains('/') => Some((format!("{class}/{below}"), size.checked_div(by)?)),
            _ => Some((class, size)),
        }
    }

    /// The same of a unit, or of one per another that no table of units has.
    pub(super) fn class_of(&self, id: &str) -> Option<(String, Decimal)> {
        let simple = |id: &str| match self.units.get(id)?.measure.as_ref()? {
            Measure::Size { quantity, size } => Some((quantity.clone(), *size)),
            Measure::Ratio { .. } => None,
        };
        if !self.units.contains_key(id)
            && let Some((of, per)) = id.split_once('/')
        {
            let ((above, size), (below, by)) = (simple(of)?, simple(per)?);
            return Some((format!("{above}/{below}"), size.checked_div(by)?));
        }
        match self.units.get(id)?.measure.as_ref() {
            Some(Measure::Size { quantity, size }) => Some((
                match quantity.as_str() {
                    "times" => "events",
                    "count" | "vehicles" => "things",
                    quantity => quantity,
                }
                .to_owned(),
                *size,
            )),
            Some(Measure::Ratio { of, per }) => {
                let ((above, size), (below, by)) = (simple(of)?, simple(per)?);
                Some((format!("{above}/{below}"), size.checked_div(by)?))
            }
            None => Some(match id {
                "session" | "round" => ("events".to_owned(), Decimal::ONE),
                "year" | "month" | "point" | "fold" | "step" => return None,
                "pp" => ("points".to_owned(), Decimal::ONE),
                "dB" | "MPa" | "N·m/deg" => (id.to_owned(), Decimal::ONE),
                _ => ("things".to_owned(), Decimal::ONE),
            }),
        }
    }

    /// The year that a place in a text speaks of, where it speaks of the whole company and the whole of the year.
    pub(super) fn year_of_all(&self, text: &str, years: &[Named], at: usize, line: &Line) -> Option<i32> {
        let range = sentence(text, at);
        let carried = carried(years, &(0..range.start));
        let at_hand = Sentence { range, carried, ..Sentence::default() };
        let (year, scope) = self.when(text, years, &at_hand, at, line);
        (scope.is_empty() && Self::whose(text, &at_hand.range, "", line).is_empty()).then_some(year)
    }

    /// The year that a figure is of, and what says that it is only a part of it.
    fn when(&self, text: &str, years: &[Named], at_hand: &Sentence, at: usize, line: &Line) -> (i32, String) {
        let Sentence { range: sentence, carried, .. } = at_hand;
        // What stands right behind a year is of it, also where it is what something is compared with: 由2022年的268天.
        let beside = when::inside(years, &(sentence.start..at)).next_back().filter(|named| {
            let between = bound(&text[named.range.end..at]).0;
            between.trim_matches([' ', '的', '之', '为']).is_empty()
        });
        let own = beside.or_else(|| when::last(years, &(sentence.start..at)));
        let by_heading = || {
            line.label.iter().chain(line.headings.iter().rev()).find_map(|heading| {
                let heading = words::in_place(heading);
                let years = when::named(&heading, &self.period);
                self::carried(&years, &(0..heading.len()))
            })
        };
        let (year, is_sure) = match own {
            Some(own) => (own.year.unwrap_or(self.year), !own.is_open),
            // Whether a sentence goes on with the year of the one before is open, unless it is the year of the report.
            None => match carried {
                Some((year, is_sure)) => (*year, *is_sure && *year == self.year),
                None => by_heading().unwrap_or((self.year, true)),
            },
        };
        let mut scope = String::new();
        if when::is_of_part(text, sentence, years, &self.period) {
            scope = format!("{}:{}", line.passage.start().map_or(0, |span| span.range().start), sentence.start);
        }
        // 2025年報告的總耗水量 is that of then.
        let is_told_then = own.is_some_and(|own| {
            let behind = &text[own.range.end..];
            behind.starts_with("报告") && !["报告期", "报告年"].iter().any(|word| behind.starts_with(word))
        });
        if !is_sure || is_told_then {
            scope.push('?');
        }
        scope.push_str(scope::frame(text, sentence.start, at, years).unwrap_or_default());
        // What stands behind 其中 speaks of a part; which part its first figure says.
        let told = &text[sentence.start..at];
        if let Some(part) = told.rfind("其中")
            && told[part..].chars().any(|c| c.is_ascii_digit())
        {
            scope.push_str("其中");
        } else if told.trim_end().ends_with("其中") {
            // 接獲346宗，已處理其中296宗: some of what stands before, and no more is said of them.
            scope.push_str(&format!("其中{}:{at}", line.passage.start().map_or(0, |span| span.range().start)));
        } else if told.contains("其中") && !told[..told.rfind("其中").unwrap_or(0)].chars().any(|c| c.is_ascii_digit())
        {
            scope.push_str(&format!("其中{}", line.passage.start().map_or(0, |span| span.range().start)));
        }
        let so_far = ["累计", "历年", "以来", "迄今", "至今"];
        if so_far.iter().any(|word| text[sentence.start..at].contains(word)) {
            scope.push_str("累计");
        }
        (year, scope)
    }

    /// Whose figure it is, where a sentence or the headings above name a part of the company.
    pub(super) fn whose(text: &str, sentence: &Range<usize>, class: &str, line: &Line) -> String {
        let mut scope = String::new();
        let whole = &text[sentence.clone()];
        let headings: String = line.headings.iter().skip(1).map(|heading| words::in_place(heading)).collect();
        for place in PLACES.split_ascii_whitespace() {
            for part in [whole, headings.as_str()] {
                for (at, _) in part.match_indices(place) {
                    let before: String = part[..at].chars().rev().take(2).collect();
                    if !["及其", "其及", "及本"].iter().any(|group| before.starts_with(group))
                        && !before.starts_with('及')
                    {
                        scope.extend([&before, place]);
                    }
                }
            }
        }
        if class != "persons" {
            for body in BODIES.split(' ') {
                for (at, _) in whole.match_indices(body) {
                    scope.extend(whole[..at].chars().rev().take(2));
                    scope.push_str(body);
                }
            }
        }
        for model in models(whole) {
            scope.push_str(model);
        }
        scope.push_str(line.part().unwrap_or_default());
        if line.case > 0 {
            scope.push_str(&format!("#{}", line.case));
        }
        scope
    }
}

/// The last year that some of a text names, and whether it is sure which one is meant.
fn carried(years: &[Named], within: &Range<usize>) -> Option<(i32, bool)> {
    let mut all = when::inside(years, within).rev().filter(|named| !named.is_compared);
    all.find_map(|named| Some((named.year?, !named.is_open)))
}

fn slack(figure: &Typed, measured: bool) -> Decimal {
    let whole = figure.places == 0 && !figure.units.contains(&"%");
    let number = figure.value.normalize();
    // A round thousand may be rounded to it.
    let zeros = if whole { number.to_string().chars().rev().take_while(|c| *c == '0').count() } else { 0 };
    if zeros >= 2 {
        return Decimal::new(5, 1) * Decimal::from(10u64.pow(u32::try_from(zeros).unwrap_or(0)));
    }
    if whole && !measured && figure.slack < Decimal::ONE { Decimal::ZERO } else { figure.slack }
}
