//! Numbers of years, months and days as texts have them: in digits, or in Chinese figures.

/// What a figure of a Chinese numeral below a hundred stands for: 〇 to 十.
pub fn figure(c: char) -> Option<u32> {
    const FIGURES: &str = "〇一二三四五六七八九十";
    match c {
        '零' | '○' => Some(0),
        '兩' | '两' => Some(2),
        _ => (0..).zip(FIGURES.chars()).find(|(_, known)| *known == c).map(|(number, _)| number),
    }
}

/// A digit of a year, of either kind: 二〇二六.
pub fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| figure(c).filter(|number| *number < 10))
}

/// The number that the digits of a year at the start of a text make, how many they are, five at most, and their length.
pub fn digits(text: &str) -> (i32, usize, usize) {
    let digits = text.chars().map_while(|c| Some((digit(c)?, c.len_utf8()))).take(5);
    digits
        .fold((0, 0, 0), |(number, count, length), (digit, own)| (number * 10 + digit as i32, count + 1, length + own))
}

/// A number of one or two digits, or below a hundred in Chinese figures, at the start of a text, and its length.
pub fn below_hundred(text: &str) -> Option<(u32, usize)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits > 0 {
        return text[..digits].parse().ok().filter(|_| digits <= 2).map(|number| (number, digits));
    }
    let length = text.find(|c: char| figure(c).is_none()).unwrap_or(text.len());
    // Five figures are a year.
    let figures: Vec<u32> = text[..length].chars().filter_map(figure).take(4).collect();
    let number = match figures[..] {
        [one] => one,
        [10, one] if one < 10 => 10 + one,
        [tens, 10] if tens < 10 => tens * 10,
        [tens, 10, one] if tens < 10 && one < 10 => tens * 10 + one,
        _ => return None,
    };
    // 三百 is more.
    (!text[length..].starts_with(['百', '千', '萬', '万', '億', '亿'])).then_some((number, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_days_and_months() {
        for (text, number) in [("30日", 30), ("三十一日", 31), ("十月", 10), ("兩個月", 2), ("〇", 0), ("二十", 20)]
        {
            assert_eq!(below_hundred(text).map(|(number, _)| number), Some(number), "{text}");
        }
        for text in ["2026年", "二〇二六年", "三百日", "日", ""] {
            assert_eq!(below_hundred(text), None, "{text}");
        }
    }
}
