//! Lines that begin and end a block of code or of a component's data: ``` and ~~~, and what is typed for them.

use super::text::{CONTAINER, without_markers};

/// Signs of a line that begins a block, at least (CommonMark 0.31.2, fenced code blocks).
const LEAST: usize = 3;

/// The line that began the block at hand.
#[derive(Debug)]
pub(super) struct Fencing {
    mark: u8,
    count: usize,
    /// Whether a slip has been told that leaves it open.
    pub(super) is_told: bool,
}

/// What a line inside a block is to its fence.
pub(super) enum Meets {
    /// It ends the block.
    End,
    /// It was to end it, or begins another one.
    Slip(Slip),
    /// A line of it.
    Text,
}

/// Why a block goes on where its author thought it ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slip {
    /// A line of too few signs.
    Short(usize),
    /// Another block begins.
    Nested,
}

impl Fencing {
    /// Whether a line opens a fenced code block. Quotation and list marks may precede.
    pub(super) fn of(line: &str) -> Option<Self> {
        let rest = without_markers(line);
        let mark = *rest.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
        let count = rest.bytes().take_while(|byte| *byte == mark).count();
        let is_one = count >= LEAST && !(mark == b'`' && rest[count..].contains('`'));
        is_one.then_some(Self { mark, count, is_told: false })
    }

    /// The signs it was written with.
    pub(super) fn signs(&self) -> String {
        char::from(self.mark).to_string().repeat(self.count)
    }

    /// What the next line inside the block is. A block with more signs than it needs holds such lines on purpose.
    pub(super) fn meets(&mut self, line: &str) -> Meets {
        let bare = line.trim_start_matches(CONTAINER);
        let run = bare.bytes().take_while(|byte| *byte == self.mark).count();
        let rest = bare[run..].trim();
        let slip = match run {
            run if run >= self.count && rest.is_empty() => return Meets::End,
            _ if self.count > LEAST || self.is_told => None,
            1.. if run < LEAST && rest.is_empty() => Some(Slip::Short(run)),
            LEAST.. if is_name(rest) => Some(Slip::Nested),
            _ => None,
        };
        self.is_told |= slip.is_some();
        slip.map_or(Meets::Text, Meets::Slip)
    }

    /// What to say of a slip.
    pub(super) fn told(&self, slip: Slip) -> (String, String) {
        let signs = self.signs();
        let hint = format!(
            "write {signs} on a line of its own where the block ends; around a block that holds such lines, one sign more"
        );
        let message = match slip {
            Slip::Short(count) => {
                format!("this does not end the block: {count} of its signs, the block began with {}", self.count)
            }
            Slip::Nested => "a block begins here inside another one, which is not ended before it".to_owned(),
        };
        (message, hint)
    }
}

/// The name of a language or a component.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The length of a line that was to begin a block and does not: too few back-ticks before a name, or signs that only look
/// like them: ``kpi-table, '''kpi-table, ···kpi-table, which an input method gives.
pub(super) fn almost(line: &str) -> Option<usize> {
    const ALIKE: [char; 7] = ['\'', '‘', '’', '·', '｀', '´', '′'];
    // Shorter names are words.
    const NAME: usize = 3;
    let line = line.trim();
    let name = line.trim_start_matches(|c: char| c == '`' || ALIKE.contains(&c));
    let signs = &line[..line.len() - name.len()];
    let count = signs.chars().count();
    let is_short = signs.bytes().all(|byte| byte == b'`') && (1..LEAST).contains(&count);
    let is_other = count == LEAST && !signs.contains('`');
    let is_one = (is_short || is_other) && is_name(name) && name.len() >= NAME;
    is_one.then_some(line.len())
}

#[cfg(test)]
mod tests {
    use crate::load::tests::problems;

    #[test]
    fn blocks_that_do_not_end_where_they_should() {
        for (text, told) in [
            ("```text\n甲\n``\n\n乙\n\n```text\n丙\n```\n", "4:1: error[markup]: this does not end the block"),
            ("```text\n甲\n`\n\n乙\n", "4:1: error[markup]: this does not end the block"),
            ("~~~text\n甲\n~~\n\n乙\n", "4:1: error[markup]: this does not end the block"),
            (
                "```text\n甲\n\n乙\n\n```kpi-table\nyears: [2023]\n```\n",
                "7:1: error[markup]: a block begins here inside",
            ),
            ("``kpi-table\nyears: [2023]\n``\n", "2:1: error[markup]: this begins no block"),
            ("'''kpi-table\nyears: [2023]\n'''\n", "2:1: error[markup]: this begins no block"),
            ("···kpi-table\nyears: [2023]\n···\n", "2:1: error[markup]: this begins no block"),
            ("``kpi-table\nyears: [2023]\n```\n\n甲\n", "2:1: error[markup]: this begins no block"),
        ] {
            let found = problems(text);
            assert!(found.contains(&format!("01-a.md:{told}")), "{text}: {found}");
            assert!(!found.contains("error[yaml]"), "{text}: {found}");
        }
        for text in
            ["````text\n```kpi-table\n```\n``\n````\n", "```text\n甲 `` 乙\n- ```\n```\n", "`碼`\n", "``碼 ` 碼``\n"]
        {
            assert_eq!(problems(text), "", "{text}");
        }
    }
}
