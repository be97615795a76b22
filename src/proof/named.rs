//! One name in two wordings: the issuer's own, its stock code, and titles in 《》.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::doubled::PARTICLES;
use super::{Finding, Reader, dates};
use crate::chinese::{is_han, words};
use crate::diag::{Code, Diagnostic, slips};
use crate::model::{Edition, Passage, Report};

pub(super) fn check(report: &Report, reader: &mut Reader<'_>) {
    if !reader.wants(Code::OtherName) {
        return;
    }
    issuer(report, reader);
    short_name(report, reader);
    english(report, reader);
    stock_code(report, reader);
    title(report, reader);
    titles(reader);
}

/// Characters of a name that no other one is like by chance.
const SHORTEST: usize = 4;

/// Words that say that a company is another one than the issuer: its own 附屬公司 may be named alike.
const OTHERS: [&str; 16] = [
    "附属",
    "子公司",
    "旗下",
    "全资",
    "控股股东",
    "母公司",
    "联营",
    "合营",
    "前称",
    "曾用名",
    "分公司",
    "更名",
    "改名",
    "联属",
    "成员企业",
    "持有",
];

/// What a company's name may have more or less than another's, one of its group.
const PARTS: [&str; 4] = ["控股", "集团", "股份", "国际"];

/// What the name of a company ends with.
const KIND: &str = "有限公司";

/// Characters of a company's name that is another one's but for one character more or less.
const LONG: usize = 8;

/// Characters that a slip changes at most.
const SLIP: usize = 2;

/// How often a slip is made.
const OFTEN: usize = 2;

/// Names that differ from the issuer's by a character.
fn issuer(report: &Report, reader: &mut Reader<'_>) {
    for edition in Edition::all().filter(|edition| edition.script().is_ideographic()) {
        let issuer = &report.config.issuer;
        let names: Vec<(String, String)> = [&issuer.name, &issuer.short_name]
            .into_iter()
            .map(|names| names.text(edition).trim().to_owned())
            .map(|name| (words::in_place(&name), name))
            .filter(|(_, name)| name.chars().count() >= SHORTEST && name.chars().all(is_part))
            .collect();
        if names.is_empty() {
            continue;
        }
        let passages = reader.of(edition);
        let all: String = passages.iter().flat_map(|passage| [passage.text.as_str(), "\n"]).collect();
        let all = words::in_place(&all);
        for passage in passages {
            let text = words::in_place(&passage.text);
            let mut told: Vec<Range<usize>> = Vec::new();
            for range in called_own(&text)
                .filter(|range| !names.iter().any(|(name, _)| text[..range.end].ends_with(name.as_str())))
            {
                let message = format!("`{}` calls itself the company of this report", &passage.text[range.clone()]);
                let hint =
                    format!("write `{}`, or mend the issuer's name in report.yaml", issuer.name.text(edition).trim());
                reader.tell(passage, range.clone(), Code::OtherName, Finding::new(message, hint));
                told.push(range);
            }
            let is_sentence = text.contains(['，', '。']);
            for (folded, name) in &names {
                for range in like(&text, folded) {
                    // What the report itself calls it: （「示例實業公司」）.
                    let own = &text[range.clone()];
                    if [["「", "」"], ["“", "”"]]
                        .iter()
                        .any(|[open, close]| all.contains(&[*open, own, *close].concat()))
                    {
                        continue;
                    }
                    // A company of the group, named alone in a table, or again and again, is one.
                    let is_another = range.len() != folded.len()
                        && (!is_sentence || all.matches(&text[range.clone()]).count() > OFTEN);
                    // What is part of a right name is none of the wrong ones; a wrong one may have the short name in it.
                    let is_right = names.iter().filter(|(right, _)| right.len() >= range.len()).any(|(right, _)| {
                        text.match_indices(right.as_str())
                            .any(|(at, _)| at < range.end && range.start < at + right.len())
                    });
                    if is_right
                        || is_another
                        || told.iter().any(|told| told.start < range.end && range.start < told.end)
                    {
                        continue;
                    }
                    told.push(range.clone());
                    let message = format!("`{}` is not the issuer's name in report.yaml", &passage.text[range.clone()]);
                    let hint =
                        format!("write `{name}`; where another company is meant, add it to `protect` in glossary.yaml");
                    reader.tell(passage, range, Code::OtherName, Finding::new(message, hint));
                }
            }
        }
    }
}

/// A short name that is not made of the name's own characters, nor part of the report's title, and that no text introduces (「示例」).
fn short_name(report: &Report, reader: &mut Reader<'_>) {
    /// What a short name may add to the name.
    const ADDED: [&str; 4] = ["集团", "公司", "股份", "控股"];
    let issuer = &report.config.issuer;
    let texts = [&issuer.name, &issuer.short_name].map(|names| names.get(report.config.source));
    let [Some(name), Some(short)] = texts else { return };
    let [full, own] = [name, short].map(|text| words::in_place(text.node.trim()));
    let brand = ADDED.iter().find_map(|added| own.strip_suffix(added)).unwrap_or(&own);
    let mut rest = full.chars();
    let is_made_of_it = brand.chars().all(|c| rest.any(|other| other == c));
    let is_of_title = words::in_place(report.config.title.text(report.config.source)).contains(&own);
    if is_made_of_it || is_of_title || !brand.chars().all(is_han) || !full.chars().any(is_han) {
        return;
    }
    let introduced = [["「", "」"], ["“", "”"], ["『", "』"]].map(|[open, close]| [open, &own, close].concat());
    let texts = reader.passages.iter().map(|passage| words::in_place(&passage.text));
    if texts.into_iter().any(|text| introduced.iter().any(|name| text.contains(name))) {
        return;
    }
    let message = format!("`{}` is no short form of `{}`", short.node.trim(), name.node.trim());
    let hint = format!(
        "write some of its characters in their order; or introduce it in a text: （「{}」）",
        short.node.trim()
    );
    reader.push(Diagnostic::warning(Code::OtherName, short.span, message).label(name.span, "the name").hint(hint));
}

/// What a name of a company is made of.
fn is_part(c: char) -> bool {
    is_han(c) || matches!(plain(c), '(' | ')')
}

/// A bracket of either width: which one is told by itself.
fn plain(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        other => other,
    }
}

/// Companies that a text calls its own: 示例實業有限公司（「本公司」）.
fn called_own(text: &str) -> impl Iterator<Item = Range<usize>> {
    const OPENS: [&str; 4] = ["（「本公司」", "（“本公司”", "（下称「本公司」", "（以下简称「本公司」"];
    OPENS.into_iter().flat_map(|open| text.match_indices(open)).filter_map(|(end, _)| {
        let before = text[..end].strip_suffix(KIND)?;
        let name = before.trim_end_matches(|c| is_part(c) && !PARTICLES.contains(c));
        Some(name.len()..end)
    })
}

/// The issuer's English name with a letter or two out of place.
fn english(report: &Report, reader: &mut Reader<'_>) {
    /// Letters of a name that no other one is like by chance.
    const LONG: usize = 12;
    let name = Edition::from_tag("en").and_then(|english| report.config.issuer.name.get(english));
    let name = name.map_or("", |name| name.node.trim());
    let count = name.split(' ').count();
    if name.len() < LONG || !name.is_ascii() || count < 2 {
        return;
    }
    for passage in reader.passages {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\'' | '&' | '-' | '.');
        let mut words: Vec<Range<usize>> = Vec::new();
        for (at, c) in passage.text.char_indices().filter(|(_, c)| is_part(*c)) {
            match words.last_mut().filter(|word| word.end == at) {
                Some(word) => word.end += c.len_utf8(),
                None => words.push(at..at + c.len_utf8()),
            }
        }
        for window in words.windows(count) {
            let range = window[0].start..window[count - 1].end;
            let own = passage.text[range.clone()].trim_end_matches('.');
            if own.len().abs_diff(name.len()) <= 2
                && !own.eq_ignore_ascii_case(name)
                && (1..=2).contains(&slips(own, name))
            {
                let message = format!("`{own}` is not the issuer's name in report.yaml");
                let place = range.start..range.start + own.len();
                reader.tell(passage, place, Code::OtherName, Finding::new(message, format!("write `{name}`")));
            }
        }
    }
}

/// Where a text has a name that another one is but for a slip: one character, two that changed places, or a part of a
/// company's name.
fn like(text: &str, name: &str) -> Vec<Range<usize>> {
    let own: Vec<char> = name.chars().map(plain).collect();
    let characters: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, plain(c))).collect();
    let place = |at: usize| characters.get(at).map_or(text.len(), |(at, _)| *at);
    let is_other = |range: &Range<usize>| {
        let start = text[..range.start].rfind(['。', '\n', '；']).unwrap_or(0);
        let end = text[range.end..].find(['。', '\n', '；']).map_or(text.len(), |end| range.end + end);
        OTHERS.iter().any(|word| text[start..end].contains(word))
    };
    let mut found = Vec::new();
    for (at, window) in characters.windows(own.len()).enumerate() {
        // A slip leaves all but two characters.
        let others = std::iter::zip(window, &own).filter(|((_, c), own)| c != *own);
        if matches!(others.take(SLIP + 1).count(), 1..=SLIP) && window.iter().all(|(_, c)| is_part(*c)) {
            let window: Vec<char> = window.iter().map(|(_, c)| *c).collect();
            let begins = || text[..place(at)].chars().next_back().is_none_or(|c| !is_han(c) || PARTICLES.contains(c));
            if is_slip(&own, &window) || is_other_brand(&own, &window) && begins() {
                found.push(place(at)..place(at + own.len()));
            }
        }
    }
    // A name of a company that lacks a character.
    let short = own.len() - 1;
    for (at, window) in characters.windows(short).enumerate().filter(|_| own.len() >= LONG && name.ends_with(KIND)) {
        let window: Vec<char> = window.iter().map(|(_, c)| *c).collect();
        let same = std::iter::zip(&window, &own).take_while(|(c, own)| c == own).count();
        let is_word = |pair: &[char]| words::is_word(&pair.iter().collect::<String>());
        let range = place(at)..place(at + short);
        let is_found = found.iter().any(|known: &Range<usize>| known.start < range.end && range.start < known.end);
        if !is_found
            && (1..short).contains(&same)
            && window[same..] == own[same + 1..]
            && !is_word(&window[same - 1..=same])
        {
            found.push(range);
        }
    }
    // 示例實業有限公司 for 示例實業控股有限公司, and the other way round.
    if let Some(brand) = name.strip_suffix(KIND) {
        let with = |brand: &str| {
            PARTS
                .iter()
                .filter(|part| !brand.contains(*part))
                .map(|part| format!("{brand}{part}{KIND}"))
                .collect::<Vec<_>>()
        };
        let others = PARTS
            .iter()
            .filter_map(|part| brand.strip_suffix(part))
            .map(|brand| format!("{brand}{KIND}"))
            .chain(with(brand))
            .chain(["公司", "有限责任公司"].map(|kind| format!("{brand}{kind}")))
            .filter(|other| other.chars().count() >= SHORTEST + KIND.chars().count());
        for other in others {
            found.extend(text.match_indices(&other).map(|(at, _)| at..at + other.len()));
        }
    }
    found.retain(|range| !is_other(range));
    found
}

/// Whether a name of as many characters is the same but for one, which makes a word of no dictionary, or two that changed
/// places.
fn is_slip(own: &[char], other: &[char]) -> bool {
    let differs: Vec<usize> = (0..own.len()).filter(|at| own[*at] != other[*at]).collect();
    match differs[..] {
        [at] => {
            // 示例物業 is another company beside 示例實業: both are words.
            let word = |name: &[char], from: usize| {
                name.get(from..from + 2).is_some_and(|pair| is_word(&pair.iter().collect::<String>()))
            };
            let is_another =
                [at.checked_sub(1), Some(at)].into_iter().flatten().any(|from| word(own, from) && word(other, from));
            !is_another
        }
        [first, second] => second == first + 1 && own[first] == other[second] && own[second] == other[first],
        _ => false,
    }
}

/// Whether names of companies that say at length what they do differ in a character of their brand: 松岡物業管理有限公司 and
/// 松崗物業管理有限公司. 示例物業 beside 示例實業 is another one of its group.
fn is_other_brand(own: &[char], other: &[char]) -> bool {
    /// Characters of a brand.
    const BRAND: usize = 2;
    /// Those of what the company does.
    const TRADE: usize = 3;
    let text: String = own.iter().collect();
    let Some(body) = text.strip_suffix(KIND) else { return false };
    let body = PARTS.iter().find_map(|part| body.strip_suffix(part)).unwrap_or(body);
    own[BRAND..] == other[BRAND..]
        && body.chars().count() >= BRAND + TRADE
        && std::iter::zip(&own[..BRAND], other).filter(|(own, other)| own != other).count() == 1
}

/// Whether two characters are a word of the dictionaries.
fn is_word(pair: &str) -> bool {
    words::cut(pair).len() == 1
}

/// Codes of the issuer's shares other than the one of report.yaml.
fn stock_code(report: &Report, reader: &mut Reader<'_>) {
    const LABELS: [&str; 8] =
        ["股份代号", "股份代码", "股票代号", "股票代码", "证券代号", "证券代码", "股份编号", "港股代号"];
    let bare = |code: &str| code.trim_start_matches('0').to_owned();
    let codes = report.config.issuer.stock_code.as_deref().unwrap_or_default();
    let own: Vec<String> =
        codes.split(|c: char| !c.is_ascii_digit()).filter(|code| !code.is_empty()).map(bare).collect();
    // None, or one that is still to come.
    if own.iter().all(String::is_empty) {
        return;
    }
    let issuer = &report.config.issuer;
    for passage in reader.passages {
        let text = words::in_place(&passage.text);
        let names = [&issuer.name, &issuer.short_name].map(|names| words::in_place(names.text(passage.edition)));
        for name in names.iter().filter(|name| !name.is_empty()) {
            for (at, _) in text.match_indices(name.as_str()) {
                let Some(rest) = text[at + name.len()..].strip_prefix(['（', '(']) else { continue };
                let start = text.len() - rest.len();
                let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                let is_code =
                    (1..=5).contains(&length) && [".HK", ".hk"].iter().any(|market| rest[length..].starts_with(market));
                if is_code && !own.contains(&bare(&rest[..length])) && own.iter().any(|own| own.len() < 6) {
                    wrong_code(passage, start..start + length, codes, reader);
                }
            }
        }
        for (at, label) in LABELS.iter().flat_map(|label| text.match_indices(label)) {
            let before = text[..at].trim_end_matches(['（', '(', ' ', '「', '，']);
            let clause = before.rsplit(['。', '；', '\n']).next().unwrap_or_default();
            let is_own = before.is_empty()
                || before.ends_with("上市")
                    && clause.contains("本公司")
                    && !OTHERS.iter().any(|word| clause.contains(word))
                || before.ends_with("公司")
                    && (before.ends_with("本公司")
                        || names.iter().any(|name| !name.is_empty() && before.ends_with(name.as_str())))
                || names.iter().any(|name| !name.is_empty() && before.ends_with(name.as_str()));
            let gap = text[at + label.len()..].find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let start = at + label.len() + gap;
            let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
            let between = &text[at + label.len()..start];
            let is_code = (1..=6).contains(&(end - start)) && between.chars().all(|c| " ：:为是（(".contains(c));
            let code = bare(&text[start..end]);
            // A code of six digits is one of a mainland exchange, beside Hong Kong's.
            let is_alike = own.iter().any(|own| (own.len() == 6) == (end - start == 6));
            if is_own && is_code && is_alike && !own.contains(&code) {
                wrong_code(passage, start..end, codes, reader);
            }
        }
    }
}

fn wrong_code(passage: &Passage, range: Range<usize>, codes: &str, reader: &mut Reader<'_>) {
    let message = format!("`{}` is not the issuer's stock code", &passage.text[range.clone()]);
    let hint = format!("report.yaml has `{codes}`: mend one of the two");
    reader.tell(passage, range, Code::OtherName, Finding::new(message, hint));
}

/// A title of the report that names another year than that of its period.
fn title(report: &Report, reader: &mut Reader<'_>) {
    /// Years of which a report may be: other numbers are none.
    const YEARS: Range<i32> = 1990..2101;
    let config = &report.config;
    for (_, title) in config.title.iter() {
        let folded = words::in_place(&title.node);
        let digits = folded.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        let years = digits.filter_map(|digits| digits.parse().ok());
        let written = dates::all(&folded).into_iter().filter_map(|date| date.year);
        let years: Vec<i32> = years.chain(written).filter(|year| YEARS.contains(year)).collect();
        let period = config.period.from.year..=config.period.to.year;
        if let Some(year) = years.first().filter(|_| !years.iter().any(|year| period.contains(year))) {
            let message = format!("the title names the year {year}, the period ends in {}", config.period.to.year);
            let told = Diagnostic::warning(Code::OtherName, title.span, message);
            reader.push(told.hint("mend the title, or `period` in report.yaml"));
        }
    }
}

/// Characters of a title: what is longer is a text that somebody quotes.
const LONGEST: usize = 100;

/// Where a title stands.
type Place<'a> = (&'a Passage, Range<usize>);

/// Titles in 《》, and names of programmes in 「」, that are one but for brackets, marks or a slip: the rarer one is told.
fn titles(reader: &mut Reader<'_>) {
    quoted(['《', '》'], &|_| true, reader);
    // What else stands in 「」 may be anything.
    quoted(['「', '」'], &|behind| PROGRAMMES.iter().any(|kind| behind.starts_with(kind)), reader);
}

/// What stands behind a quoted name that is one of a programme.
const PROGRAMMES: [&str; 12] =
    ["計劃", "计划", "項目", "项目", "行動", "行动", "獎", "奖", "基金", "工程", "活動", "活动"];

fn quoted([open, close]: [char; 2], is_name: &dyn Fn(&str) -> bool, reader: &mut Reader<'_>) {
    for edition in Edition::all().filter(|edition| edition.script().is_ideographic()) {
        let mut found: BTreeMap<&str, Vec<Place<'_>>> = BTreeMap::new();
        for passage in reader.of(edition) {
            for (at, mark) in passage.text.match_indices(open) {
                let start = at + mark.len();
                let Some(length) = passage.text[start..].find([open, close]) else { continue };
                let behind = passage.text[start + length..].strip_prefix(close).unwrap_or_default();
                let title = passage.text[start..start + length].trim();
                if (SHORTEST..=LONGEST).contains(&title.chars().count()) && title.contains(is_han) && is_name(behind) {
                    found.entry(title).or_default().push((passage, start..start + length));
                }
            }
        }
        // Of two that stand as often the one that is found first is right.
        let first =
            |places: &[Place<'_>]| places.first().and_then(|(passage, range)| Some(passage.place(range.clone())?.0));
        let all: Vec<(Title, &str, &Vec<Place<'_>>, _)> = found
            .iter()
            .map(|(title, places)| (Title::of(title), *title, places, (places.len(), Reverse(first(places)))))
            .collect();
        let wordings = all.iter().enumerate().flat_map(|(at, (title, ..))| title.wordings().map(move |key| (key, at)));
        let mut alike: Vec<(u64, usize)> = wordings.collect();
        alike.sort_unstable();
        for (title, own, places, rank) in &all {
            let near: BTreeSet<usize> = title
                .wordings()
                .flat_map(|key| {
                    let from = alike.partition_point(|(other, _)| *other < key);
                    alike[from..].iter().take_while(move |(other, _)| *other == key).map(|(_, at)| *at)
                })
                .collect();
            let others = near.into_iter().map(|at| &all[at]);
            let others = others.filter(|(other, .., more)| rank < more && title.is_also(other));
            let Some((_, right, more, _)) = others.max_by_key(|(.., more)| more) else { continue };
            for (passage, range) in *places {
                let message = format!("{open}{own}{close} and {open}{right}{close} are one title in two wordings");
                let finding = Finding::new(message, "keep to its own name, as its publisher writes it");
                reader.tell(passage, range.clone(), Code::OtherName, finding.label(first(more), "the other wording"));
            }
        }
    }
}

/// What titles of laws, rules and papers end with, in Simplified.
const KINDS: [&str; 12] =
    ["条例", "规例", "规则", "守则", "准则", "指引", "公约", "办法", "规定", "标准", "框架", "报告"];

/// A title, to be held against others.
struct Title {
    /// Its letters and digits, in Simplified.
    letters: Vec<char>,
    /// All of it but blanks and the width of marks, which are told by themselves.
    narrow: String,
}

impl Title {
    fn of(title: &str) -> Self {
        let folded = words::in_place(title);
        Self {
            letters: folded.chars().filter(|c| c.is_alphanumeric()).collect(),
            narrow: folded.replace('（', "(").replace('）', ")").replace(' ', ""),
        }
    }

    /// Hashes of its letters, of them with each one left open, and with two neighbours in order that are not: titles that
    /// are one have one of these in common, so that not each is held against each.
    fn wordings(&self) -> impl Iterator<Item = u64> {
        let hash = |letters: &[char], at: usize, instead: &[char]| {
            let mut hasher = DefaultHasher::new();
            let rest = &letters[at + instead.len()..];
            letters[..at].iter().chain(instead).chain(rest).for_each(|c| c.hash(&mut hasher));
            hasher.finish()
        };
        let letters = &self.letters;
        let open = (0..letters.len()).map(move |at| hash(letters, at, &['\0']));
        let pairs = letters.windows(2).enumerate().filter(|(_, pair)| pair[0] > pair[1]);
        let in_order = pairs.map(move |(at, pair)| hash(letters, at, &[pair[1], pair[0]]));
        std::iter::once(hash(letters, 0, &[])).chain(open).chain(in_order)
    }

    /// Whether two titles are one: their letters are the same, or one character makes no word.
    fn is_also(&self, other: &Self) -> bool {
        /// Characters of a title that differs from another by one.
        const LONG: usize = 6;
        let (own, others) = (&self.letters, &other.letters);
        if own == others {
            return self.narrow != other.narrow;
        }
        if own.len() != others.len() || own.len() < LONG || !own.iter().chain(others).all(|c| is_han(*c)) {
            return false;
        }
        // 條列 is a word, and no kind of title.
        let (start, end) = own.split_at(own.len() - 2);
        let (other_start, other_end) = others.split_at(own.len() - 2);
        let has_kind = |end: &[char]| KINDS.contains(&end.iter().collect::<String>().as_str());
        let is_kind = start == other_start
            && has_kind(end) != has_kind(other_end)
            && (end[0] == other_end[0] || end[1] == other_end[1]);
        is_kind || is_slip(own, others) && !has_numeral(own, others)
    }
}

/// Whether two texts differ in a number: 第一部 and 第二部.
fn has_numeral(one: &[char], other: &[char]) -> bool {
    const NUMERALS: &str = "零一二三四五六七八九十甲乙丙丁上中下";
    std::iter::zip(one, other)
        .any(|(one, other)| one != other && (NUMERALS.contains(*one) || NUMERALS.contains(*other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        like(&words::in_place(text), &words::in_place(name)).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn names_that_are_the_issuers_but_for_a_slip() {
        let name = "示例實業有限公司";
        assert_eq!(told("示列實業有限公司的董事會", name), ["示列實業有限公司"]);
        assert_eq!(told("例示實業有限公司", name), ["例示實業有限公司"]);
        assert_eq!(told("示例實業控股有限公司刊發", name), ["示例實業控股有限公司"]);
        assert_eq!(told("示例實業有限公司刊發", "示例實業控股有限公司"), ["示例實業有限公司"]);
        assert_eq!(told("示列實業的員工", "示例實業"), ["示列實業"]);
        assert_eq!(told("示例實業有限公司", name), [""; 0]);
        assert_eq!(told("示例實業有公司的董事會", name), ["示例實業有公司"]);
        let name = "松岡物業管理有限公司";
        assert_eq!(told("由松崗物業管理有限公司刊發", name), ["松崗物業管理有限公司"]);
        assert_eq!(told("松岡物業管理公司及松岡物業管有限公司", name), ["松岡物業管有限公司", "松岡物業管理公司"]);
        assert_eq!(told("深圳松崗物業管理有限公司、松岡物業有限公司、東風物業管理有限公司", name), [""; 0]);
        assert_eq!(told("由松崗（香港）有限公司", "松岡(香港)有限公司"), ["松崗（香港）有限公司"]);
        assert_eq!(told("由松岡（香港）有限公司", "松岡(香港)有限公司"), [""; 0]);
        assert_eq!(told("附屬公司示例實業控股有限公司。", name), [""; 0]);
        assert_eq!(told("示例物業有限公司及示例地產有限公司", name), [""; 0]);
        assert_eq!(told("中央銀行及美國銀行", "中國銀行"), [""; 0]);
    }

    #[test]
    fn titles_in_two_wordings() {
        // Only titles that have a wording in common are held against each other.
        let is_one_title = |one: &str, other: &str| {
            let (one, other) = (Title::of(one), Title::of(other));
            let is_found = one.wordings().any(|own| other.wordings().any(|other| own == other));
            assert!(is_found || !one.is_also(&other));
            one.is_also(&other)
        };
        assert!(is_one_title("個人資料（私隱）條例", "個人資料私隱條例"));
        assert!(is_one_title("個人資料（私隱）條例", "個人資料（私穩）條例"));
        assert!(is_one_title("個人資料（私隱）條例", "個人資料（私隱）條列"));
        assert!(is_one_title("個人資料（私隱）條例", "個人料資（私隱）條例"));
        assert!(is_one_title("個人料資（私隱）條例", "個人資料（私隱）條例"));
        for (one, other) in [
            ("空氣污染管制條例", "空氣污染管制規例"),
            ("環境保護法", "環境保護稅法"),
            ("個人資料（私隱）條例", "個人資料(私隱)條例"),
            ("2024年報告書全文", "2025年報告書全文"),
            ("僱傭條例", "僱員條例"),
        ] {
            assert!(!is_one_title(one, other), "{one}");
        }
    }
}
