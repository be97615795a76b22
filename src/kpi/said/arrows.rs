//! Arrows and signs before figures against the words beside them: 減少↑30%, +30% with the label 用水減少.

use super::lines::Line;
use super::place::clause;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::kpi::ways;

const UP: [char; 4] = ['↑', '▲', '⬆', '↗'];
const DOWN: [char; 4] = ['↓', '▼', '⬇', '↘'];

/// Signs that are arrows where a figure stands by itself.
const PLUS: [char; 2] = ['+', '＋'];
const MINUS: [char; 3] = ['-', '−', '－'];

/// Tells arrows that point the other way than the words say.
pub(super) fn check(line: &Line, found: &mut Vec<Diagnostic>) {
    let text = words::in_place(&line.passage.text);
    let mut tell = |at: usize, c: char, is_up: bool, said: &str| {
        let (rises, falls) = ways::said(said);
        let Some((place, _)) = line.passage.place(at..at + c.len_utf8()).filter(|_| rises != falls && is_up == falls)
        else {
            return;
        };
        let (said, way) = if falls { ("fell", "up") } else { ("rose", "down") };
        let message = format!("the words say that it {said}, and {c} that it went {way}");
        found
            .push(Diagnostic::warning(Code::FigureClaim, place, message).hint("take the sign away, or mend the words"));
    };
    for (at, c) in text.char_indices().filter(|(_, c)| UP.contains(c) || DOWN.contains(c)) {
        if text[at + c.len_utf8()..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            tell(at, c, UP.contains(&c), &text[clause(&text, at)..at]);
        }
    }
    if let Some(label) = &line.label
        && let Some(c) = text.chars().next()
    {
        let (up, down) = (UP.contains(&c) || PLUS.contains(&c), DOWN.contains(&c));
        // 減少 and −30% say the same twice; 上升 and −30% do not.
        let minus = MINUS.contains(&c);
        if up || down || minus {
            tell(0, c, up, &words::in_place(label));
        }
    }
}
