//! Years as readers know them. A figure belongs to the year in which its period ends; where that is a financial year of
//! two calendar years, readers know it by both: 2025/26.

use super::Period;

/// What stands between the two years of a financial one.
pub(crate) const MARKS: [char; 5] = ['/', '／', '-', '–', '—'];

impl Period {
    /// The year that a KPI without a year means: the one the period ends in.
    pub fn year(&self) -> i32 {
        self.to.year
    }

    /// Whether it is a financial year that begins in one calendar year and ends in the next.
    pub fn is_split(&self) -> bool {
        self.from.year + 1 == self.to.year && self.to.month < 12
    }

    /// What readers call a year: 2025/26 where the period is of two, else 2026.
    pub fn year_name(&self, year: i32) -> String {
        match self.is_split() {
            true => format!("{}/{:02}", year - 1, year.rem_euclid(100)),
            false => year.to_string(),
        }
    }

    /// What an expression adds to print the figure of a year: nothing where it is the report's own.
    pub fn year_option(&self, year: i32) -> String {
        if year == self.year() { String::new() } else { format!(", year={year}") }
    }
}

/// The year that an author writes: 2026, 2026年, FY2026, or 2025/26, which ends in it.
pub fn year_in(text: &str) -> Option<i32> {
    let text = text.trim();
    let bare = text.strip_prefix("FY").unwrap_or(text).trim_start();
    let bare = ["年度", "年"].iter().find_map(|behind| bare.strip_suffix(behind)).unwrap_or(bare).trim_end();
    let single = || bare.parse().ok().filter(|_| bare.bytes().all(|byte| byte.is_ascii_digit()));
    match financial_year(text) {
        Some((year, 0)) => Some(year),
        _ => single(),
    }
}

/// Whether two keys of a map of years are one: 2024/25 is the year it ends in.
pub fn is_one_key(one: &str, other: &str) -> bool {
    one == other || year_in(one).is_some_and(|year| year_in(other) == Some(year))
}

/// The financial year that a text ends in, as the year in which that ends, and where it begins: 2025/26, 2025/26財政.
pub fn financial_year(text: &str) -> Option<(i32, usize)> {
    let text = text.trim_end();
    let kinds = ["財政", "财政", "財務", "财务", "會計", "会计"];
    let text = kinds.iter().find_map(|kind| text.strip_suffix(kind)).unwrap_or(text).trim_end();
    let lead = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let second = &text[lead.len()..];
    let mark = lead.chars().next_back().filter(|mark| MARKS.contains(mark))?;
    let before = &lead[..lead.len() - mark.len_utf8()];
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let first: i32 = before[start..].parse().ok().filter(|_| before.len() - start == 4)?;
    let next = first + 1;
    // 2025-2026 may be both years.
    let goes_on = match second.len() {
        2 => second.parse() == Ok(next.rem_euclid(100)),
        4 => second.parse() == Ok(next) && matches!(mark, '/' | '／'),
        _ => false,
    };
    goes_on.then_some((next, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn years_are_called_as_the_period_is() {
        let day = |year, month, day| Date { year, month, day };
        let march = Period { from: day(2025, 4, 1), to: day(2026, 3, 31) };
        assert_eq!([march.year_name(2026), march.year_name(2000)], ["2025/26", "1999/00"]);
        let calendar = Period { from: day(2025, 1, 1), to: day(2025, 12, 31) };
        assert_eq!(calendar.year_name(2025), "2025");
        let eighteen_months = Period { from: day(2024, 7, 1), to: day(2025, 12, 31) };
        assert_eq!(eighteen_months.year_name(2025), "2025");
    }

    #[test]
    fn years_are_read_in_both_forms() {
        assert_eq!(["2026", "2026年", "2026年度", "FY2026", " FY 2026 "].map(year_in), [Some(2026); 5]);
        assert_eq!(
            [year_in("2025/26"), year_in("2025／26"), year_in("2025-26"), year_in("2025/2026")],
            [Some(2026); 4]
        );
        assert_eq!(year_in("1999/00"), Some(2000));
        for text in ["2025/27", "2025-2026", "25/26", "2025/", "+2025", "", "FY2025/26"] {
            assert_eq!(year_in(text), None, "{text}");
        }
        assert_eq!(financial_year("用電於2025/26財政"), Some((2026, "用電於".len())));
    }
}
