//! `huibao review --interactive`: one reading after the other, each kept as soon as it is decided.

use std::io::{self, BufRead, Write};

use crate::script::review::Choice;

/// A choice that is put to a person.
pub(super) struct Question<'c> {
    /// Where it stands, as printed.
    pub(super) place: String,
    /// The sentence with the character in brackets.
    pub(super) sentence: String,
    /// What it is about.
    pub(super) choice: &'c Choice,
}

/// Asks until everything is answered or the person has had enough; `keep` takes what is decided. Gives how many are.
///
/// # Errors
/// If reading or writing fails, or what `keep` says.
pub(super) fn ask<E: From<io::Error>>(
    questions: &[Question<'_>],
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    mut keep: impl FnMut(&Choice, char) -> Result<(), E>,
) -> Result<usize, E> {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    let mut decided = 0;
    for (at, Question { place, sentence, choice }) in questions.iter().enumerate() {
        let readings: Vec<char> = std::iter::once(choice.chosen).chain(choice.others.iter().copied()).collect();
        writeln!(output, "\n{dim}{} of {}{dim:#}  {place} ({})", at + 1, questions.len(), choice.key.edition)?;
        let mark = format!("[{}]", choice.key.character);
        writeln!(output, "    {}", sentence.replacen(&mark, &format!("{bold}{mark}{bold:#}"), 1))?;
        let list: Vec<String> =
            readings.iter().enumerate().map(|(number, reading)| format!("{} {reading}", number + 1)).collect();
        writeln!(output, "    {} → {bold}{}{bold:#}", choice.key.character, list.join("  "))?;
        loop {
            write!(output, "Enter keeps {}, a number chooses, s skips, q quits: ", choice.chosen)?;
            output.flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                writeln!(output)?;
                return Ok(decided);
            }
            let answer = line.trim();
            let reading = match answer {
                "s" | "S" => break,
                "q" | "Q" => return Ok(decided),
                "" => Some(choice.chosen),
                _ => match answer.parse::<usize>() {
                    Ok(number) => number.checked_sub(1).and_then(|at| readings.get(at)).copied(),
                    // The character itself is as good as its number.
                    Err(_) => readings.iter().copied().find(|reading| answer == reading.to_string()),
                },
            };
            match reading {
                Some(reading) => {
                    keep(choice, reading)?;
                    decided += 1;
                    break;
                }
                None => writeln!(output, "`{answer}` is none of the answers")?,
            }
        }
    }
    Ok(decided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edition, ReadingKey};
    use crate::script::review::State;

    fn choice(sentence: &str, character: char, chosen: char, others: &str) -> Choice {
        let key = ReadingKey { edition: Edition::ZhHantHk, sentence: sentence.to_owned(), character, nth: 1 };
        Choice { key, places: Vec::new(), chosen, others: others.chars().collect(), state: State::Open, certainty: 0 }
    }

    /// What is kept for some answers, and what is printed.
    fn asked(answers: &str) -> (String, String) {
        let choices = [
            choice("她的发。", '发', '發', "髮"),
            choice("车间制。", '制', '制', "製"),
            choice("干。", '干', '幹', "乾干"),
        ];
        let question = |choice| Question { place: "a.md:1:1".into(), sentence: "她的[发]。".into(), choice };
        let questions: Vec<_> = choices.iter().map(question).collect();
        let (mut kept, mut output) = (String::new(), Vec::new());
        let count = ask(&questions, &mut answers.as_bytes(), &mut output, |_, reading| -> io::Result<()> {
            kept.push(reading);
            Ok(())
        });
        assert_eq!(count.unwrap(), kept.chars().count());
        (kept, anstream::adapter::strip_str(&String::from_utf8(output).unwrap()).to_string())
    }

    #[test]
    fn every_answer_is_kept_at_once() {
        assert_eq!(asked("\n2\n乾\n").0, "發製乾");
        assert_eq!(asked("s\n\n3\n").0, "制干");
        assert_eq!(asked("2\nq\n1\n").0, "髮");
        // What is no answer is asked again; the end of the input ends it.
        assert_eq!(asked("9\n0\nx\n髮\n").0, "髮");
        assert_eq!(asked("").0, "");
    }

    #[test]
    fn a_question_shows_the_sentence_and_the_readings() {
        insta::assert_snapshot!(asked("2\nq\n").1.lines().take(5).collect::<Vec<_>>().join("\n"), @r"
        1 of 3  a.md:1:1 (zh-Hant-HK)
            她的[发]。
            发 → 1 發  2 髮
        Enter keeps 發, a number chooses, s skips, q quits:
        ");
    }

    #[test]
    fn what_cannot_be_kept_ends_it() {
        let choice = choice("她的发。", '发', '發', "髮");
        let questions = [Question { place: String::new(), sentence: String::new(), choice: &choice }];
        let full = |_: &Choice, _| Err(io::Error::from(io::ErrorKind::StorageFull));
        assert!(ask(&questions, &mut &b"\n"[..], &mut Vec::new(), full).is_err());
    }
}
