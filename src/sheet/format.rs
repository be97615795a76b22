//! How a number format shows a number (ECMA-376, 18.8.30).

/// What a format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// Decimal places; `None` where the format does not say.
    pub(super) places: Option<u32>,
    /// In per cent: 0.125 is shown as 12.5%.
    pub(super) percent: bool,
    /// How many times divided by 1000.
    pub(super) thousands: u32,
}

/// The code of a format that files name by its number only (ECMA-376, 18.8.30); those of days and of texts show no number.
pub(super) fn built_in(id: &str) -> &'static str {
    match id {
        "1" => "0",
        "2" => "0.00",
        "3" | "37" | "38" => "#,##0",
        "4" | "39" | "40" => "#,##0.00",
        "9" => "0%",
        "10" => "0.00%",
        _ => "General",
    }
}

/// Reads the part of a format's code that is for positive numbers.
pub(super) fn shown(code: &str) -> Shown {
    let mut shown = Shown::default();
    let (mut digits, mut places, mut pending) = (false, None, 0);
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            ';' => break,
            // Texts, escapes, fill and width characters, colours and conditions are no digits.
            '"' => while characters.next().is_some_and(|c| c != '"') {},
            '[' => while characters.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => _ = characters.next(),
            '0' | '#' | '?' => {
                digits = true;
                pending = 0;
                places = places.map(|places: u32| places + 1);
            }
            '.' if digits || places.is_none() => places = places.or(Some(0)),
            // Commas behind the last digit divide; those before another one group.
            ',' => pending += 1,
            '%' => shown.percent = true,
            // A power of ten or a fraction says nothing about decimal places.
            'E' | 'e' | '/' => return Shown { percent: shown.percent, ..Shown::default() },
            _ => {}
        }
    }
    if digits {
        shown.places = Some(places.unwrap_or(0));
        shown.thousands = pending;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let parts = |code| {
            let Shown { places, percent, thousands } = shown(code);
            (places, percent, thousands)
        };
        assert_eq!(parts("General"), (None, false, 0));
        assert_eq!(parts("@"), (None, false, 0));
        assert_eq!(parts("0"), (Some(0), false, 0));
        assert_eq!(parts("#,##0.00"), (Some(2), false, 0));
        assert_eq!(parts("#,##0.00;[Red]-#,##0.0"), (Some(2), false, 0));
        assert_eq!(parts("0.0%"), (Some(1), true, 0));
        assert_eq!(parts("_(* #,##0.000_);_(* (#,##0.000)"), (Some(3), false, 0));
        assert_eq!(parts("0.00E+00"), (None, false, 0));
        assert_eq!(parts("# ?/?"), (None, false, 0));
        assert_eq!(parts("#,##0,"), (Some(0), false, 1));
        assert_eq!(parts("0.0,,\"百萬\""), (Some(1), false, 2));
        assert_eq!(parts("0.0\"％ 0.000\""), (Some(1), false, 0));
    }
}
