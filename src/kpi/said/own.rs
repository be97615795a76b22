//! Figures that expressions print, held against the words around them: 用水量為{{ kpi("env.power") }},
//! {{ kpi("env.water", unit=false) }}噸, 2024年用水量為{{ kpi("env.water") }}, 由{{ kpi("a") }}增至{{ kpi("a") }}.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lines::{Line, Own};
use super::meant::{Meant, Names};
use super::place::{clause, sentence};
use super::statement::Reading;
use super::subject::Subject;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::kpi::bound::bound;
use crate::kpi::when::{self, Named};
use crate::model::units::{convert_as_said, is_measured};
use crate::model::{Document, Measure, Values};

/// What stands between the name of a metric and its figure.
const LEADS: &str = "为 是 达到 达 共 共计 合共 合计 约 了 ： : 录得 有 仅 的 由 从 自 较 比 \
                     较上年度 较上年 较上一年度 较上一年 较去年 比上年 比去年 同比 按年";

/// Words in front of which it is open what a figure is of, or of which year.
const ELSE: [&str; 8] = ["分别", "依次", "其中", "目标", "基准", "累计", "以来", "重列"];

/// What stands behind 升 where it is no litre: 升至, 升了, 升逾, 升10個百分點.
const RISEN: &[char] =
    &['至', '到', '了', '逾', '约', '近', '超', '幅', '高', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Characters from one figure to the other where a text goes from one to the other.
const BETWEEN: usize = 16;

/// Tells figures that are not those which the words around them name.
pub(super) fn check(
    reading: &Reading,
    lines: &[Line],
    document: &Document,
    values: &Values,
    found: &mut Vec<Diagnostic>,
) {
    let names = Names::new(document);
    for line in lines.iter().filter(|line| !line.own.is_empty()) {
        let text = words::in_place(&line.passage.text);
        let years = when::named(&text, &reading.period);
        let one = One { reading, line, text: &text, years, document, values };
        for own in &line.own {
            let told = one.unit(own).or_else(|| one.name(own, &names)).or_else(|| one.year(own));
            found.extend(told);
        }
        found.extend(line.own.windows(2).filter_map(|pair| one.way(&pair[0], &pair[1])));
    }
}

/// The same of a text in another language, where only what it goes from and to is read: from {{ … }} to {{ … }}.
pub(super) fn check_english(line: &Line, found: &mut Vec<Diagnostic>) {
    for pair in line.own.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        let between = line.passage.text[from.at.end..to.at.start].trim();
        let leads = line.passage.text[..from.at.start].trim_end().ends_with("from");
        if leads && between == "to" {
            found.extend(same(line, from, to));
        }
    }
}

/// Tells two figures that a text goes from and to, where they are one, or the later one comes first.
fn same(line: &Line, from: &Own, to: &Own) -> Option<Diagnostic> {
    if from.metric != to.metric || from.is_change || to.is_change || from.year < to.year {
        return None;
    }
    let (first, _) = line.passage.place(from.at.clone())?;
    let (place, _) = line.passage.place(to.at.clone())?;
    let id = &from.metric;
    let (message, hint) = if from.year == to.year {
        let before = from.year - 1;
        (
            format!("it goes from and to one figure, that of `{id}` for {}", from.year),
            format!("the first may be that of the year before: {{{{ kpi(\"{id}\", year={before}) }}}}"),
        )
    } else {
        let message = format!("it goes from the figure of `{id}` for {} to that for {}", from.year, to.year);
        (message, "change the two: time goes on from the earlier year to the later".to_owned())
    };
    Some(Diagnostic::warning(Code::FigureChange, place, message).label(first, "it comes from this").hint(hint))
}

struct One<'a> {
    reading: &'a Reading<'a>,
    line: &'a Line,
    /// Its text in Simplified.
    text: &'a str,
    years: Vec<Named>,
    document: &'a Document,
    values: &'a Values,
}

impl One<'_> {
    fn shown(&self, range: Range<usize>) -> &str {
        &self.line.passage.text[range]
    }

    fn name_of<'n>(&'n self, id: &'n str) -> &'n str {
        self.document.kpis.iter().find(|row| row.id == id).map_or(id, |row| row.name.as_str())
    }

    /// A unit typed behind a figure that is in another one.
    fn unit(&self, own: &Own) -> Option<Diagnostic> {
        let units = self.reading.units;
        let start = own.at.end + self.text[own.at.end..].len() - self.text[own.at.end..].trim_start().len();
        let (length, typed) = self.reading.words.at(&self.text[start..])?;
        let end = start + length;
        let is_simple =
            |id: &str| matches!(units.get(id).and_then(|unit| unit.measure.as_ref()), Some(Measure::Size { .. }));
        // 由30%升至40%: 升 is a verb.
        if &self.text[start..end] == "升" && self.text[end..].starts_with(RISEN) {
            return None;
        }
        // 噸／百萬元, and a figure by how much something changed.
        let goes_on = self.text[end..].starts_with(['/', '／', '每']);
        let is_known = is_simple(&own.unit) && typed.iter().all(|id| is_simple(id));
        let measured = typed.iter().chain([&own.unit.as_str()]).any(|id| is_measured(units, id));
        // 成立於{{ … }}年 tells a year, or an age.
        let is_time = self.text[start..].starts_with(['年', '月', '日', '天']) && !is_measured(units, &own.unit);
        if goes_on || own.is_change || !is_known || !measured || is_time {
            return None;
        }
        let times: Vec<Decimal> =
            typed.iter().filter_map(|id| convert_as_said(units, Decimal::ONE, &own.unit, id)).collect();
        // Printed with its own, a second one of the quantity is a word typed twice.
        if times.iter().any(|times| own.has_unit || *times == Decimal::ONE) {
            return None;
        }
        let (place, _) = self.line.passage.place(start..end)?;
        let unit = units.get(&own.unit).map_or("", |unit| unit.names.text(self.reading.edition));
        let what = if times.is_empty() { "which measures something else" } else { "which is of another size" };
        let message = format!("`{}` is in {unit}, behind it stands {}, {what}", own.metric, self.shown(start..end));
        let hint = match times.is_empty() {
            true => format!(
                "write {{{{ kpi(\"{}\") }}}}, which prints its unit; or name the metric that is meant",
                own.metric
            ),
            false => {
                format!("write {{{{ kpi(\"{}\", unit=\"{}\") }}}}, which turns it into that unit", own.metric, typed[0])
            }
        };
        Some(Diagnostic::warning(Code::FigureDiffers, place, message).hint(hint))
    }

    /// Where the words that lead to a figure begin.
    fn lead(&self, own: &Own) -> usize {
        let mut at = own.at.start;
        loop {
            let words = bound(self.text[..at].trim_end()).0.trim_end();
            let year = self.years.iter().find(|named| named.range.end == words.len());
            let next = LEADS.split_ascii_whitespace().filter_map(|word| words.strip_suffix(word)).map(str::len).min();
            match year.map(|named| named.range.start).or(next) {
                Some(next) => at = next,
                None => return words.len(),
            }
        }
    }

    /// The name of another metric right before a figure.
    fn name(&self, own: &Own, names: &Names) -> Option<Diagnostic> {
        let end = self.lead(own);
        let start = clause(self.text, end);
        let all = names.all_before(self.text, start, end, &self.years);
        let meant = all.first()?;
        let sentence = sentence(self.text, end).start;
        let earlier = when::without(self.text, &(sentence..start), &self.years);
        let is_plain = Subject::of(&earlier).is_empty() && self.line.case == 0 && self.line.label.is_none();
        if !meant.is_whole || !is_plain || self.says_else(sentence..end) {
            return None;
        }
        // 流失率 of women, below a title of women, is no other thing; 總數 is one of all.
        let core = |name: &str| {
            let name = words::in_place(name.split(['（', '(']).next().unwrap_or_default());
            Subject::of(&name).words
        };
        let (named, shown) = (core(self.name_of(meant.id)), core(self.name_of(&own.metric)));
        let says_all = words::in_place(self.name_of(meant.id)).contains('总');
        if named.iter().all(|word| shown.contains(word)) && !says_all {
            return None;
        }
        let number = |id: &str| self.values.metrics.get(id)?.years.get(&own.year)?.node.number();
        let wanted = self.values.metrics.get(meant.id)?.years.get(&own.year)?;
        // Whichever of them is meant, it is not this one.
        let is_of_it = |meant: &Meant| meant.id == own.metric || number(meant.id) == number(&own.metric);
        if all.iter().any(is_of_it) {
            return None;
        }
        let (place, _) = self.line.passage.place(own.at.clone())?;
        let message = format!(
            "the words name {} (`{}`), the figure is that of `{}`",
            self.name_of(meant.id),
            meant.id,
            own.metric
        );
        let option = self.reading.period.year_option(own.year);
        let filter = if own.is_change { " | change" } else { "" };
        let hint = format!("write {{{{ kpi(\"{}\"{option}){filter} }}}}, or name what the figure is of", meant.id);
        Some(
            Diagnostic::warning(Code::FigureDiffers, place, message)
                .label(wanted.span, "what the words name")
                .hint(hint),
        )
    }

    fn says_else(&self, range: Range<usize>) -> bool {
        ELSE.iter().any(|word| self.text[range.clone()].contains(word))
    }

    /// Another year than that of a figure, in the words that lead to it.
    fn year(&self, own: &Own) -> Option<Diagnostic> {
        // By how much it changed has two years.
        if own.is_change {
            return None;
        }
        let at = own.at.start;
        let range = sentence(self.text, at);
        // What stands before another figure is that one's.
        let from = self.line.own.iter().map(|other| other.at.end).filter(|end| *end <= at).max();
        let start = range.start.max(from.unwrap_or(0));
        let said = when::inside(&self.years, &(start..at)).next_back()?;
        let beside = bound(&self.text[said.range.end..at]).0;
        let is_beside = beside.trim_matches([' ', '的', '之', '为']).is_empty();
        let clause = clause(self.text, at);
        // 2024年，用水量為: nothing but the name and what leads to it stands between.
        let lead = self.lead(own);
        let name = self.name_of(&own.metric);
        let own_words = Subject::of(&words::in_place(name)).words;
        let between = if said.range.end < lead { &self.text[said.range.end..lead] } else { "" };
        let is_name = Subject::of(between).words.iter().all(|word| own_words.contains(word));
        let before = &self.text[clause.min(said.range.start)..said.range.start];
        let is_open = !is_beside
            && (said.is_compared
                || self.text[said.range.end..at].contains(['由', '从', '自', '较', '比'])
                || !is_name
                || !Subject::of(before).is_empty()
                || self.says_else(range.start..at)
                || when::inside(&self.years, &(start..at)).count() > 1);
        let year = said.sure().filter(|_| !said.is_part && !is_open)?;
        let is_behind = self.text[own.at.end..].starts_with(['（', '(']);
        let right = self.values.metrics.get(&own.metric)?.years.get(&year)?;
        if year == own.year || is_behind || when::is_of_part(self.text, &(start..at), &self.years, &self.reading.period)
        {
            return None;
        }
        let (place, _) = self.line.passage.place(own.at.clone())?;
        let name = |year| self.reading.period.year_name(year);
        let message =
            format!("the words say {}, the figure of `{}` is that of {}", name(year), own.metric, name(own.year));
        let option = self.reading.period.year_option(year);
        let hint = format!("write {{{{ kpi(\"{}\"{option}) }}}}, or mend the words", own.metric);
        Some(
            Diagnostic::warning(Code::FigureDiffers, place, message)
                .label(right.span, "the one of the year")
                .hint(hint),
        )
    }

    /// 由A增至B.
    fn way(&self, from: &Own, to: &Own) -> Option<Diagnostic> {
        let before = bound(&self.text[..from.at.start]).0;
        let named = self.years.iter().find(|named| named.range.end == before.trim_end_matches(['的', ' ']).len());
        let before = named.map_or(before, |named| &self.text[..named.range.start]).trim_end();
        let between = &self.text[from.at.end..to.at.start];
        let leads = ["由", "从", "自", "较", "比"].iter().any(|word| before.ends_with(word));
        let goes =
            between.contains(['至', '到']) && between.contains(['增', '升', '降', '减', '提', '跌', '缩', '涨', '扩']);
        let is_one = !between.contains(['；', '。', '、', '，']) && between.chars().count() <= BETWEEN;
        (leads && goes && is_one).then(|| same(self.line, from, to)).flatten()
    }
}
