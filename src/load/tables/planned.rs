//! Whether a table says that its figures are planned: a budget, a target, a forecast. No year's report publishes them as
//! what came about.
//!
//! What stands nearest decides: the heading of the column, rows of headings below and above it, the heading of a section,
//! the title, the sheet, the file. So a column 2025實際 on a sheet 預算 is of the year.

use super::table::{Item, Table};
use crate::diag::{Code, Diagnostic, Sink};
use crate::load::text::half_width;
use crate::load::yaml::parse_decimal;
use crate::source::Span;

/// What words say of the figures that they head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Planned,
    /// They came about, also against what was planned: 預算執行數.
    Actual,
}

/// Words of what is planned, whatever stands around them.
const PLANNED: [&str; 15] = [
    "預算",
    "预算",
    "預測",
    "预测",
    "預計",
    "预计",
    "預估",
    "预估",
    "目標",
    "目标",
    "budget",
    "forecast",
    "target",
    "projected",
    "projection",
];

/// Words that only say so where nothing else stands: 培訓計劃 and 預期信貸虧損 are no plans.
const ALONE: [&str; 10] = ["計劃", "计划", "規劃", "规划", "預期", "预期", "plan", "planned", "expected", "outlook"];

/// Words of what came about.
const ACTUAL: [&str; 15] = [
    "實際", "实际", "實績", "实绩", "決算", "决算", "完成", "執行", "执行", "達成", "达成", "actual", "achieved",
    "realised", "realized",
];

/// Names with a word of what is planned that plan nothing: 可持續發展目標.
const NAMES: [&str; 2] = ["發展目標", "发展目标"];

/// What some words say of the figures that they head or that stand below their name. A single letter says something
/// beside a year alone, 2025E, and in brackets.
pub(super) fn said(words: &str) -> Option<Said> {
    let mut plain = half_width(words).to_lowercase();
    NAMES.iter().for_each(|name| plain = plain.replace(name, ""));
    let has = |known: &[&str]| known.iter().any(|word| plain.contains(word));
    let core = core(&plain);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let letter = letter(&core).filter(|_| digits == 4 || plain.starts_with("fy") || plain.contains('('));
    if has(&ACTUAL) {
        return Some(Said::Actual);
    }
    letter.or_else(|| (has(&PLANNED) || ALONE.contains(&core.as_str())).then_some(Said::Planned))
}

/// What a letter says of a year, 2025E, 2024A; in a row of headings also below it.
fn letter(core: &str) -> Option<Said> {
    match core {
        "a" => Some(Said::Actual),
        "e" | "f" | "b" => Some(Said::Planned),
        _ => None,
    }
}

/// What a cell in a row, or a line between rows, says by itself: 預算, 二、2025年度預算, Budget. In a longer text, it may be
/// said of anything.
pub(super) fn said_alone(words: &str) -> Option<Said> {
    let plain = core(&half_width(words).to_lowercase());
    let is = |known: &[&str]| known.contains(&plain.as_str());
    if is(&ACTUAL) {
        return Some(Said::Actual);
    }
    (is(&PLANNED) || is(&ALONE)).then_some(Said::Planned)
}

/// Words without the year, the number in a list, signs, and what says no more than that figures follow.
fn core(plain: &str) -> String {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let plain = plain.trim();
    let plain = plain.trim_start_matches(is_numeral).strip_prefix(['、', '.']).unwrap_or(plain);
    let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    let bare = letters.strip_prefix("fy").unwrap_or(&letters);
    let bare = bare.trim_start_matches(['年', '度']);
    bare.strip_suffix(['值', '數', '数', '額', '额', '量', '表']).unwrap_or(bare).to_owned()
}

/// Words that say of figures that they are planned, and where they stand.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) words: String,
    /// None for the name of a sheet or file.
    pub(super) place: Option<Span>,
}

/// What is said of figures: that they came about, or that they are planned; nothing, mostly.
pub(super) type Verdict = Option<Result<(), Planned>>;

/// Tells it, at the words, or at a figure where they name the sheet or the file.
pub(super) fn tell(planned: &Planned, figure: Span, sink: &mut Sink) {
    let whose = if planned.place.is_some() { "" } else { ", the name of the sheet or file," };
    let message =
        format!("`{}`{whose} says that these figures are planned ones, which are none of the year", planned.words);
    let hint = "leave budgets, targets and forecasts out of the figures of a year: a target of a metric stands under its \
                `targets`; what came about is headed by the year alone, or 2025實際";
    sink.push(Diagnostic::error(Code::BadValue, planned.place.unwrap_or(figure), message).hint(hint));
}

/// Tells a cell by which figures are planned ones, if it is one: a year that is called 2025預算.
pub(super) fn tell_item(item: &Item, sink: &mut Sink) -> bool {
    let planned = verdict(item).and_then(Result::err);
    planned.iter().for_each(|planned| tell(planned, item.span, sink));
    planned.is_some()
}

/// The rows of headings around the one that is known, and what they say.
pub(super) struct Headings<'t> {
    table: &'t Table,
    header: u32,
    /// The first column of figures: what stands left of it, above, is a title.
    first: u32,
    /// The rows above, the nearest first.
    above: Vec<&'t [Item]>,
    /// Further rows of headings.
    pub(super) below: Vec<&'t [Item]>,
}

impl<'t> Headings<'t> {
    /// Looks for them: below up to the first row with an id or a figure, or to the row `until`.
    pub(super) fn of(table: &'t Table, header: u32, id: u32, figures: &[u32], until: Option<u32>) -> Self {
        let has_figure = |row: &&[Item]| row.iter().any(|item| figures.contains(&item.column) && is_figure(item));
        let is_below = |row: &&[Item]| match until {
            Some(until) => row[0].row < until,
            None => !row.iter().any(|item| item.column == id) && !has_figure(row),
        };
        let below = table.rows_from(header + 1).take_while(is_below).collect();
        // Another table may stand above.
        let above = table.rows_before(header).take_while(|row| !row.iter().any(is_count)).collect();
        Self { table, header, first: figures.iter().copied().min().unwrap_or(u32::MAX), above, below }
    }

    /// What is said of a column's figures.
    pub(super) fn of_column(&self, column: u32) -> Verdict {
        let own = self.table.shown(self.header, column);
        let below = self.below.iter().filter_map(|row| self.table.shown(row[0].row, column));
        // A heading above counts up to the next one: columns of a group are not always joined.
        let above = self
            .above
            .iter()
            .filter_map(|row| row.iter().rev().find(|item| (self.first..=column).contains(&item.column)));
        own.into_iter().chain(below).chain(above).find_map(heading)
    }

    /// What is said of all figures: titles, and the names of the sheet and the file.
    pub(super) fn of_table(&self) -> Verdict {
        let mut titles = self.above.iter().flat_map(|row| row.iter().filter(|item| item.column < self.first));
        titles.find_map(verdict).or_else(|| of_names(self.table))
    }
}

/// What the names of a table's sheet and file say.
pub(super) fn of_names(table: &Table) -> Verdict {
    table.names.iter().find_map(|name| match said(name)? {
        Said::Actual => Some(Ok(())),
        Said::Planned => Some(Err(Planned { words: name.clone(), place: None })),
    })
}

/// What a title or a line says.
fn verdict(item: &Item) -> Verdict {
    judged(said(&item.text)?, item)
}

/// What the heading of a column says.
fn heading(item: &Item) -> Verdict {
    judged(said(&item.text).or_else(|| letter(&item.text.trim().to_lowercase()))?, item)
}

fn judged(said: Said, item: &Item) -> Verdict {
    Some(match said {
        Said::Actual => Ok(()),
        Said::Planned => Err(Planned { words: item.text.trim().to_owned(), place: Some(item.span) }),
    })
}

/// Whether a further heading of a column tells nothing but whether its figures came about.
pub(super) fn says_so(item: &Item) -> bool {
    heading(item).is_some()
}

/// What a row says in a cell of its own, or a line between rows of those below it.
pub(super) fn of_row<'t>(mut cells: impl Iterator<Item = &'t Item>) -> Verdict {
    cells.find(|item| said_alone(&item.text).is_some()).and_then(verdict)
}

/// What the words above a single cell say of its figure, or the names of its sheet and file.
pub(super) fn of_cell(table: &Table, row: u32, column: u32) -> Verdict {
    let above = table.rows_before(row).filter_map(|row| row.iter().find(|item| item.column == column));
    let mut heading = above.skip_while(|item| is_count(item)).take_while(|item| !is_count(item));
    heading.find_map(verdict).or_else(|| of_names(table))
}

/// Whether a cell has a figure, or a year.
fn is_figure(item: &Item) -> bool {
    parse_decimal(&half_width(&item.text)).is_some()
}

/// Whether it has a figure that is no year.
fn is_count(item: &Item) -> bool {
    let year = crate::model::year_in(&item.text).is_some_and(|year| crate::model::YEARS.contains(&year));
    is_figure(item) && !year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_say_of_figures() {
        for words in [
            "預算",
            "2025预算",
            "（預算）",
            "2025年度能源預算表",
            "Budget",
            "FY2025 budget",
            "budget-2025",
            "Forecast",
            "目標",
            "減排目標",
            "2025E",
            "2025(F)",
            "FY2025B",
            "(E)",
            "計劃數",
            "2025年计划",
            "预期",
            "Targets",
            "2025 plan",
        ] {
            assert_eq!(said(words), Some(Said::Planned), "{words}");
        }
        for words in ["實際", "2025實際", "預算執行數", "目标完成情况", "2025A", "Actual vs budget", "預算及實際"]
        {
            assert_eq!(said(words), Some(Said::Actual), "{words}");
        }
        for words in [
            "2025",
            "能源用量",
            "可持續發展目標",
            "培訓計劃",
            "預期信貸虧損",
            "FY2025",
            "energy",
            "Planning",
            "Explanations",
            "範圍三估算",
            "E101",
            "E",
            "b",
            "",
        ] {
            assert_eq!(said(words), None, "{words}");
        }
        assert_eq!(said_alone("二、2025年度預算"), Some(Said::Planned));
        assert_eq!(said_alone("註：預算已獲批准。"), None);
        assert_eq!(said_alone("實際數"), Some(Said::Actual));
    }
}
