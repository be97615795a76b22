//! Lists that a line announces with a number: 以下三類.

use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, plain_text};

/// What announces a list.
const ANNOUNCED: &str = "以下 下列 如下";

/// Measure words of what a list has.
const MEASURES: &str = "方面 類 类 項 项 個 个 大 種 种 點 点 步 條";

/// Lists that have another number of items than the line before them says: 以下三類.
pub(super) fn check(blocks: &[Block], found: &mut Vec<Diagnostic>) {
    for pair in blocks.windows(2) {
        let (BlockKind::Paragraph(line), BlockKind::List { items, .. }) = (&pair[0].kind, &pair[1].kind) else {
            continue;
        };
        let text = plain_text(line);
        let Some(count) = announced(&text).filter(|count| *count != items.len()) else { continue };
        let message = format!("the line announces {count}, the list below it has {}", items.len());
        let finding = Diagnostic::warning(Code::FigureCount, pair[0].span, message).label(pair[1].span, "the list");
        found.push(finding.hint("mend the number, or the list"));
    }
    for block in blocks {
        match &block.kind {
            BlockKind::Component(component) => check(&component.body, found),
            BlockKind::Quote(inner) => check(inner, found),
            BlockKind::Only(only) => check(&only.blocks, found),
            BlockKind::List { items, .. } => items.iter().for_each(|item| check(item, found)),
            _ => {}
        }
    }
}

/// How many things a line announces that ends in a colon.
pub(super) fn announced(text: &str) -> Option<usize> {
    const NUMERALS: [(char, usize); 11] = [
        ('兩', 2),
        ('两', 2),
        ('二', 2),
        ('三', 3),
        ('四', 4),
        ('五', 5),
        ('六', 6),
        ('七', 7),
        ('八', 8),
        ('九', 9),
        ('十', 10),
    ];
    let text = text.trim_end().strip_suffix(['：', ':'])?;
    let (at, word) = ANNOUNCED.split(' ').filter_map(|word| Some((text.rfind(word)?, word))).max()?;
    let rest = text[at + word.len()..].trim_start();
    let (count, rest) = match rest.find(|c: char| !c.is_ascii_digit()) {
        Some(digits) if digits > 0 => (rest[..digits].parse().ok()?, &rest[digits..]),
        _ => {
            let first = rest.chars().next()?;
            let (_, count) = NUMERALS.iter().find(|(numeral, _)| *numeral == first)?;
            (*count, &rest[first.len_utf8()..])
        }
    };
    // 十二 is more than ten.
    let more = rest.starts_with(|c: char| NUMERALS.iter().any(|(numeral, _)| *numeral == c));
    (!more && MEASURES.split(' ').any(|measure| rest.trim_start().starts_with(measure))).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_announced() {
        assert_eq!(announced("分為以下三類："), Some(3));
        assert_eq!(announced("包括下列 4 項："), Some(4));
        assert_eq!(announced("以下十二項："), None);
        assert_eq!(announced("以下三類"), None);
        assert_eq!(announced("三類："), None);
    }
}
