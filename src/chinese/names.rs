//! Surnames that a converter would take for a word: 余先生 is no 餘先生, 于女士 no 於女士, 钟博士 a 鍾博士.
//!
//! A form of address tells a surname, right before it or with a given name between. Some surnames are common words
//! as well (於 and 後); these count only behind something that introduces a person.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::characters::Wanted;
use super::{data, is_han, persons, readings, words};
use crate::model::Edition;

/// When a character before a form of address is a surname.
#[derive(Clone, Copy)]
enum Rule {
    /// Unless one of these stands before it: 其余, 分钟, 规范.
    Unless(&'static str),
    /// Only at the start of a sentence or behind what introduces a person: 适用于女士 has none.
    Introduced,
}

use Rule::{Introduced, Unless};

/// What tells a name: `standards/script/reviewed/names.txt`, where each kind is explained.
struct Lists {
    surnames: Vec<(char, char, Rule)>,
    addresses: Vec<(&'static str, &'static str)>,
    offices: Vec<&'static str>,
    persons: Vec<&'static str>,
    acts: Vec<&'static str>,
    schools: Vec<&'static str>,
    done: Vec<&'static str>,
    short: Vec<&'static str>,
    foreign: Vec<(char, char)>,
    given: Vec<(char, char)>,
    /// Those that are told without a form of address alone.
    untitled: Vec<(char, char, Rule)>,
    spoilt: Vec<(char, char)>,
    spoilt_addresses: Vec<&'static str>,
    spoilt_behind: Vec<&'static str>,
    trades: &'static str,
    follows: &'static str,
    opens: &'static str,
    links: &'static str,
    joins: &'static str,
    deeds: &'static str,
    others: &'static str,
    times: &'static str,
    frequent: &'static str,
    counts: &'static str,
    family: HashSet<char>,
    compound: Vec<&'static str>,
    heads: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let rows = |kind: &'static str| data::rows("names.txt").filter(move |row| row[0] == kind);
    let first = |text: &str| text.chars().next().expect("an entry is not empty");
    let words = |kind| rows(kind).map(|row| row[1]).collect::<Vec<_>>();
    let surname = |row: Vec<&'static str>| {
        let rule = if row[3] == "introduced" { Introduced } else { Unless(row[3]) };
        (first(row[1]), first(row[2]), rule)
    };
    let characters = |kind| rows(kind).map(|row| row[1]).next().unwrap_or_default();
    Lists {
        surnames: rows("surname").map(surname).collect(),
        addresses: rows("address").map(|row| (row[1], row[2])).collect(),
        offices: words("office"),
        persons: words("person"),
        acts: words("act"),
        schools: words("school"),
        done: words("done"),
        short: words("short"),
        foreign: rows("foreign").map(|row| (first(row[1]), first(row[2]))).collect(),
        given: rows("given").map(|row| (first(row[1]), first(row[2]))).collect(),
        untitled: rows("untitled").map(surname).collect(),
        spoilt: rows("spoilt").map(|row| (first(row[1]), first(row[2]))).collect(),
        spoilt_addresses: words("spoilt-address"),
        spoilt_behind: words("spoilt-behind"),
        trades: characters("trade"),
        follows: characters("follows"),
        opens: characters("opens"),
        links: characters("links"),
        joins: characters("joins"),
        deeds: characters("deed"),
        others: characters("other"),
        times: characters("time"),
        frequent: characters("frequent"),
        counts: characters("count"),
        family: characters("family").chars().collect(),
        compound: words("compound"),
        heads: words("heads"),
    }
});

/// A given name has at most two characters.
const GIVEN: usize = 2;

/// A character of a name that has its own form: a surname, or a character of a given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'t> {
    /// Where it stands, in bytes.
    pub at: usize,
    /// As Hong Kong writes it.
    pub form: char,
    /// The full name, if that can be nothing else: it is one everywhere.
    pub name: Option<&'t str>,
}

/// Where in `text` characters of names stand that have their own form; in order. `text` is Simplified on its way to Hong
/// Kong.
pub fn find(text: &str) -> Vec<Found<'_>> {
    let all = persons_in(text).into_iter().filter(|person| person.certainty > Certainty::Doubtful);
    let found = |person: Person| {
        let at = person.name.start;
        let full = if person.is_titled { full_name(text, at) } else { Some(&text[person.name.clone()]) };
        let name = full.filter(|name| person.certainty == Certainty::Sure && name.chars().count() > 1);
        let given = forms_of_given(text, at..person.end).map(|(at, form)| Found { at, form, name: None });
        std::iter::once(Found { at, form: person.form, name }).chain(given)
    };
    let mut all: Vec<Found<'_>> = all.flat_map(found).collect();
    all.extend(foreign(text));
    all.extend(others(text));
    all.sort_by_key(|found| found.at);
    all.dedup_by_key(|found| found.at);
    all
}

/// The characters of the given name behind a surname, each by itself, that Hong Kong tells apart: 发 in 岳发根 is no hair.
fn forms_of_given(text: &str, name: Range<usize>) -> impl Iterator<Item = (usize, char)> {
    let form = |own: char| LISTS.given.iter().find(|(given, _)| *given == own).map(|(_, form)| *form);
    let given = text[name.clone()].char_indices().skip(1);
    given.filter_map(move |(at, own)| Some((name.start + at, form(own)?)))
}

/// Characters of given names that would be something else by themselves, behind surnames that are written alike: 采 in
/// 董事王采.
fn others(text: &str) -> impl Iterator<Item = Found<'_>> {
    // 任于本公司: 于 is none of a given name that only its characters tell.
    static GIVEN_CHARACTERS: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(LISTS.given.iter().map(|(own, _)| *own).filter(|own| *own != '于')));
    let is_own = |surname: char| LISTS.surnames.iter().any(|(own, ..)| *own == surname);
    let name = |at: usize| {
        let back = text[..at].char_indices().rev().take(GIVEN);
        let mut surnames = back.filter(|(_, own)| persons::is_surname(*own) && !is_own(*own)).map(|(start, _)| start);
        surnames.find_map(|start| {
            let (name, certainty) = likeliest_name(text, start, Unless(""), None)?;
            // 经理任后两年, 郑押后选举: a given name of one character, or one that is a word, is seldom one here.
            let given = &text[start + text[start..].chars().next().map_or(0, char::len_utf8)..name.end];
            let is_own = given.chars().count() == GIVEN && !words::is_word(given);
            (is_own && certainty > Certainty::Doubtful && name.contains(&at)).then_some(name)
        })
    };
    let found = |at: usize| {
        let (_, form) = forms_of_given(text, name(at)?).find(|(place, _)| *place == at)?;
        Some(Found { at, form, name: None })
    };
    GIVEN_CHARACTERS.places(text).filter_map(found).collect::<Vec<_>>().into_iter()
}

/// Characters of foreign names that would be read as words by themselves: 里 in 蒙特里.
fn foreign(text: &str) -> impl Iterator<Item = Found<'_>> {
    static SOUNDS: LazyLock<Wanted> = LazyLock::new(|| Wanted::new(LISTS.foreign.iter().map(|(own, _)| *own)));
    let found = |at: usize| {
        let own = text[at..].chars().next()?;
        let (_, form) = LISTS.foreign.iter().find(|(sound, _)| *sound == own)?;
        persons::is_foreign(text, at).then_some(Found { at, form: *form, name: None })
    };
    SOUNDS.places(text).filter_map(found).collect::<Vec<_>>().into_iter()
}

/// Whether a person may be named over a range of a text in either script: 吕良偉 in a Traditional one.
pub fn may_be_named(text: &str, range: &Range<usize>) -> bool {
    let text = words::in_place(text);
    let first = text[..range.start].char_indices().rev().take(GIVEN).last().map_or(range.start, |(at, _)| at);
    let surnames = text[first..range.end].char_indices().filter(|(_, character)| persons::is_surname(*character));
    let is_name = |(start, end): (usize, usize)| {
        let beside = evidence_before(&text[..start], None) + evidence_behind(&text[end..]);
        end > range.start
            && text[start..end].chars().all(is_han)
            && persons::odds(&text, &(start..end), false) + beside > 0
    };
    surnames.map(|(at, _)| first + at).any(|start| {
        let ends = text[start..].char_indices().map(|(at, own)| start + at + own.len_utf8());
        ends.skip(1).take(GIVEN).any(|end| is_name((start, end)))
    })
}

/// Where in `text` a surname may stand, and a word as well, with the form that [`find`] gives it, if it does: a person had
/// better look.
pub fn doubtful(text: &str) -> Vec<(usize, Option<char>)> {
    let all = persons_in(text).into_iter().filter(|person| person.certainty < Certainty::Sure);
    let form = |person: &Person| Some(person.form).filter(|_| person.certainty > Certainty::Doubtful);
    all.map(|person| (person.name.start, form(&person))).collect()
}

/// Whether the full name of a known person can be read at a range of a text: 于敏感时期 has no 于敏.
pub fn may_be_known(text: &str, range: &Range<usize>) -> bool {
    /// Whoever is named once in a report is ten thousand times as likely to be named again.
    const KNOWN: i32 = 40;
    /// But the report says as well what else it may be: 谷雨, 國王|著手.
    const WORD: i32 = 12;
    let (first, last) = persons::around(text, range);
    let (text, range) = (words::in_place(&text[first..last]), range.start - first..range.end - first);
    let given: Vec<usize> = text[range.clone()].char_indices().skip(1).map(|(at, _)| range.start + at).collect();
    let is_apart = |from: &usize| words::are_apart(&text[*from..], given.len());
    let back = |count: usize| text[..range.start].char_indices().rev().nth(count - 1).map(|(at, _)| at);
    let is_word = |from: Option<usize>, to: usize| from.is_some_and(|from| words::is_word(&text[from..to]));
    // 董事|后向东 has no 事后.
    let is_cut = given.first().is_some_and(|given| is_word(back(1), *given)) && !is_word(back(2), range.start);
    let is_word = is_cut || words::is_word(&text[range.clone()]);
    let known = if is_word { WORD } else { KNOWN };
    given.first().is_some_and(is_apart) && persons::odds(&text, &range, false) + known >= 0
}

/// A person who may be named in a text.
struct Person {
    /// Where; of a name with a title, the surname.
    name: Range<usize>,
    /// Where the given name ends.
    end: usize,
    form: char,
    is_titled: bool,
    certainty: Certainty,
}

/// How certain it is that a name is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// Rather a word.
    Doubtful,
    /// Rather a name.
    Likely,
    Sure,
}

/// The people whose surnames have their own form and who are, or may be, named in a text; in order.
fn persons_in(text: &str) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for at in titles(text) {
        let here = &text[at..];
        let is_personal = LISTS.addresses.iter().any(|(title, not)| {
            here.strip_prefix(title).is_some_and(|rest| !rest.starts_with(|next| not.contains(next)))
        });
        if !is_personal && !LISTS.offices.iter().any(|title| here.starts_with(title)) {
            continue;
        }
        let ends_there = is_personal && title_ends_a_name(here);
        if let Some((place, form)) = before(&text[..at], is_personal, ends_there)
            && found.last().is_none_or(|last| last.name.start < place)
        {
            let name = place..place + text[place..].chars().next().map_or(0, char::len_utf8);
            found.push(Person { name, end: at, form, is_titled: true, certainty: Certainty::Sure });
        }
    }
    let titled = found.len();
    for person in untitled(text) {
        if !found[..titled].iter().any(|other| other.name.start == person.name.start) {
            found.push(person);
        }
    }
    found.sort_unstable_by_key(|person| person.name.start);
    found
}

/// People who are named without a form of address (工程师后建平发明, 护士郁敏用), in a list of names or with a short title (于总).
fn untitled(text: &str) -> impl Iterator<Item = Person> {
    let all = || LISTS.surnames.iter().chain(&LISTS.untitled);
    static SURNAMES: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(LISTS.surnames.iter().chain(&LISTS.untitled).map(|(surname, ..)| *surname)));
    let mut end = None;
    SURNAMES.places(text).filter_map(move |at| {
        let surname = text[at..].chars().next()?;
        let (_, form, rule) = all().find(|(own, ..)| *own == surname)?;
        // What is a name's second character begins none: 于洪 in 于于洪.
        if end.is_some_and(|end| at < end) {
            return None;
        }
        let (name, certainty) = likeliest_name(text, at, *rule, end)?;
        if certainty > Certainty::Doubtful {
            end = Some(name.end);
        }
        Some(Person { end: name.end, name, form: *form, is_titled: false, certainty })
    })
}

/// The likeliest name that begins at a place of a text, if one may: by what stands before it and behind it, and by what it is
/// made of. `previous`: where the name before it ends. Everything is in tenths of a decimal logarithm.
fn likeliest_name(text: &str, at: usize, rule: Rule, previous: Option<usize>) -> Option<(Range<usize>, Certainty)> {
    /// So much has to stand beside a name for it to be certain, and for it to be looked at closely.
    const STRONG: i32 = 18;
    const SOME: i32 = 8;
    /// Few given names have the character of a time or a side.
    const TIME: i32 = 15;
    /// Names of other things stand behind a common word as well.
    const UNTOLD: i32 = 10;
    let (context, here) = (&text[..at], &text[at..]);
    let surname = here.char_indices().nth(1).map_or(here.len(), |(end, _)| end);
    let led = evidence_before(context, previous);
    if let Unless(words) = rule
        && led < STRONG
        && context.ends_with(|last| words.contains(last))
    {
        return None;
    }
    let ends = here.char_indices().map(|(end, _)| end).chain([here.len()]).skip(2).take(GIVEN);
    let behind = &here[surname..];
    let is_short = |title: &&&str| behind.starts_with(**title) && words::are_apart(behind, title.chars().count());
    let titled = LISTS.short.iter().find(is_short);
    // 她姓于，
    if context.ends_with('姓') && !behind.starts_with(is_han) {
        return Some((at..at + surname, Certainty::Sure));
    }
    let full = ends.map(|end| (at..at + end, false));
    let short = titled.map(|title| (at..at + surname + title.len(), true));
    let score = |(name, is_titled): (Range<usize>, bool)| {
        if !text[name.clone()].chars().all(is_han) || name.len() == surname {
            return None;
        }
        let behind = evidence_behind(&text[name.end..]);
        let beside = led
            + match is_titled {
                false => behind,
                // 余生 is a word as well.
                true if words::is_word(&text[name.clone()]) => SHORT_TITLE / 2,
                true => SHORT_TITLE,
            };
        let given = &text[at + surname..name.end];
        let is_usual = is_titled || persons::are_usual(&text[name.clone()]);
        // Nothing speaks for a name here: only what can hardly be anything else is one.
        if beside < SOME && !is_usual && !persons::is_of_names_alone(given) {
            return None;
        }
        // 警员于囚车外, 独居于宏泰阁: behind a common word may stand anything, but where somebody is told, or acts.
        let is_common = !is_titled && matches!(rule, Introduced);
        let is_told = behind >= DEED || beside >= ROLE + MARK;
        if is_common && !is_told && !is_usual {
            return None;
        }
        // 于年内, 于本月
        let against = match is_common {
            true if given.contains(|part| LISTS.times.contains(part)) => TIME,
            true if !is_told => UNTOLD,
            _ => 0,
        };
        let score = beside + persons::odds(text, &name, is_titled) - against;
        let [asked, likely, sure] = match beside {
            STRONG.. => [-3, 5, 16],
            SOME.. => [5, 15, 22],
            _ => [22, 32, i32::MAX],
        };
        let certainty = match score {
            _ if score >= sure => Certainty::Sure,
            _ if score >= likely => Certainty::Likely,
            _ if score >= asked => Certainty::Doubtful,
            _ => return None,
        };
        Some((score, name, certainty))
    };
    let best = full.chain(short).filter_map(score).max_by_key(|(score, name, _)| (*score, name.end));
    best.map(|(_, name, certainty)| (name, certainty))
}

/// What a short title (于总) says for a name.
const SHORT_TITLE: i32 = 10;

/// What a post before a name, a mark beside it and what somebody does say for it.
const ROLE: i32 = 26;
const MARK: i32 = 4;
const DEED: i32 = 8;

/// What stands before a name says for it.
fn evidence_before(context: &str, previous: Option<usize>) -> i32 {
    const LED: i32 = 36;
    const SERIES: i32 = 22;
    const BESIDE: i32 = 14;
    const ACT: i32 = 14;
    const TRADE: i32 = 8;
    const BY: i32 = 10;
    const LINK: i32 = 6;
    let Some(last) = context.chars().next_back() else { return MARK };
    if is_person(context) || last == '姓' {
        return ROLE;
    }
    if LISTS.opens.contains(last) || LISTS.joins.contains(last) {
        let line = context.rsplit('\n').next().unwrap_or_default();
        let is_item = |c: char| is_han(c) || matches!(c, '、' | '，' | ',' | '（' | '）' | ' ');
        if let Some((head, items)) = line.rsplit_once(['：', ':'])
            && items.chars().all(is_item)
            && (is_person(head) || LISTS.heads.iter().any(|own| head.ends_with(own)))
        {
            return LED;
        }
        let other = context.trim_end_matches(|c| LISTS.joins.contains(c));
        if previous == Some(other.len()) {
            return SERIES;
        }
        if LISTS.joins.contains(last) && name_at_the_end(other, is_full_name).is_some() {
            return BESIDE;
        }
    }
    match last {
        _ if LISTS.acts.iter().any(|act| context.ends_with(act)) => ACT,
        _ if last == '由' => BY,
        _ if LISTS.trades.contains(last) => TRADE,
        _ if [LISTS.links, LISTS.joins].iter().any(|list| list.contains(last)) => LINK,
        _ if !last.is_alphanumeric() => MARK,
        _ => 0,
    }
}

/// What stands behind a name says for it.
fn evidence_behind(rest: &str) -> i32 {
    const ADDRESS: i32 = 30;
    const DONE: i32 = 20;
    const OFFICE: i32 = 18;
    const BESIDE: i32 = 16;
    const LINK: i32 = 5;
    const FOLLOWS: i32 = 3;
    let Some(next) = rest.chars().next() else { return MARK };
    let is_office = |rest: &str| LISTS.offices.iter().any(|word| rest.starts_with(word));
    // 于洪的任命, 于娜的带领下, 由余嘉欣担任
    let is_done = |rest: &str| LISTS.acts.iter().chain(&LISTS.done).any(|word| rest.starts_with(word));
    let beside = || {
        let Some(rest) = rest.strip_prefix(|c| LISTS.joins.contains(c)) else { return false };
        let item = rest.split(|c| !is_han(c) || LISTS.joins.contains(c)).next().unwrap_or_default();
        person(rest).is_some() || item.chars().count() > GIVEN && is_full_name(item)
    };
    match next {
        _ if LISTS.addresses.iter().any(|(title, _)| rest.starts_with(title)) => ADDRESS,
        _ if rest.strip_prefix('的').is_some_and(is_done) => DONE,
        _ if is_office(rest.strip_prefix('副').unwrap_or(rest)) => OFFICE,
        _ if LISTS.joins.contains(next) && beside() => BESIDE,
        _ if LISTS.deeds.contains(next) || is_done(rest) => DEED,
        _ if LISTS.joins.contains(next) || next == '等' => LINK,
        _ if !is_han(next) => MARK,
        _ if LISTS.follows.contains(next) => FOLLOWS,
        _ => 0,
    }
}

/// The full name, of three characters, at a surname with a form of address: a name that is certain once is one everywhere
/// in the text.
fn full_name(text: &str, at: usize) -> Option<&str> {
    let end = text[at..].char_indices().nth(1 + GIVEN).map_or(text.len(), |(end, _)| at + end);
    let (name, rest) = (&text[at..end], &text[end..]);
    let given = name.chars().skip(1).collect::<String>();
    let is_whole = given.chars().filter(|part| is_han(*part)).count() == GIVEN;
    let is_titled = all_titles().any(|title| rest.starts_with(title));
    let no_title = !all_titles().any(|title| given.starts_with(title) || given.ends_with(&title[..'字'.len_utf8()]));
    (is_whole && no_title && (is_titled || words::are_apart(&text[at + '字'.len_utf8()..], GIVEN))).then_some(name)
}

/// Where a form of address or a title may begin: its first two characters stand there.
fn titles(text: &str) -> impl Iterator<Item = usize> {
    /// Bytes of a Chinese character.
    const HAN: usize = 3;
    static FIRST: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(all_titles().filter_map(|title| title.chars().next())));
    static SECOND: LazyLock<Wanted> =
        LazyLock::new(|| Wanted::new(all_titles().filter_map(|title| title.chars().nth(1))));
    static STARTS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all_titles().map(|title| &title[..2 * HAN]).collect());
    let is_one = |at: &usize| {
        text.get(at + HAN..).is_some_and(|second| SECOND.starts(second))
            && text.get(*at..at + 2 * HAN).is_some_and(|start| STARTS.contains(start))
    };
    FIRST.places(text).filter(is_one).collect::<Vec<_>>().into_iter()
}

/// A person's name with a form of address or a title at the start of a text.
pub fn person(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take(GIVEN + 1);
    let title = |at: usize| all_titles().find(|title| text[at..].starts_with(title)).map(|title| at + title.len());
    ends.into_iter().find_map(title).map(|end| &text[..end])
}

fn all_titles() -> impl Iterator<Item = &'static str> {
    LISTS.addresses.iter().map(|(title, _)| *title).chain(LISTS.offices.iter().copied())
}

/// Whether a form of address has a mark behind it, as behind a person's full name (于志强先生，五十八岁).
fn title_ends_a_name(text: &str) -> bool {
    let titles = LISTS.addresses.iter().filter_map(|(title, _)| text.strip_prefix(title));
    titles.filter_map(|rest| rest.chars().next()).any(|next| "，、（(：:；。".contains(next))
}

/// The surname at the end of `text`, or one or two characters of a given name before it. `ends_there`: the form of
/// address has a mark behind it.
fn before(text: &str, is_personal: bool, ends_there: bool) -> Option<(usize, char)> {
    /// Tenths of a decimal logarithm: what a title of office behind a name makes up for.
    const UNLIKELY: i32 = -25;
    for (back, (at, character)) in text.char_indices().rev().take(GIVEN + 1).enumerate() {
        let given = &text[at + character.len_utf8()..];
        if let Some((_, form, rule)) = LISTS.surnames.iter().find(|(surname, ..)| *surname == character) {
            let context = &text[..at];
            let is_surname = match rule {
                // 由 makes a word with 于.
                _ if character != '于' && context.ends_with('由') => true,
                Unless(words) if back == 0 => !context.ends_with(|last| words.contains(last)),
                Introduced if !is_personal => false,
                // 于去年女士…, 后三位女士…: a given name behind a common word needs a role before, or marks around.
                Introduced if back > 0 => {
                    is_role(context)
                        || (ends_there && is_introduced(context))
                        || (character == '于'
                            && (follows_a_person(context) || context.ends_with(['经', '與', '与', '和', '及', '向']))
                            && is_full_given_name(given))
                        // 由于晓岚博士担任: who has no surname before the title has it here.
                        || (character == '于' && context.ends_with('由') && is_own_given_name(given))
                }
                Unless(_) if back == GIVEN && context.ends_with(|last| LISTS.trades.contains(last)) => {
                    !LISTS.schools.contains(&given)
                }
                Unless(_) | Introduced => is_introduced(context),
            };
            // Before a title of office (余美仪议员) a full given name that is no word.
            let is_full = || back == GIVEN && persons::odds(text, &(at..text.len()), false) > UNLIKELY;
            let is_name = back == 0
                || (is_personal && !given.starts_with(['下', '额', '额', '量', '款', '数', '的']))
                || (!is_personal && is_full());
            if is_surname && is_name {
                return Some((at, *form));
            }
        }
        if !is_han(character) {
            return None;
        }
    }
    None
}

/// Whether a sentence begins here, or a person has just been named: 余伟明先生及于丽珍女士.
fn follows_a_person(context: &str) -> bool {
    let named = context.strip_suffix(['及', '和', '与', '與', '、']).unwrap_or_default();
    LISTS.addresses.iter().any(|(title, _)| named.ends_with(title)) || opens_a_sentence(context)
}

fn opens_a_sentence(context: &str) -> bool {
    context.chars().next_back().is_none_or(|last| matches!(last, '。' | '！' | '？' | '；' | '\n'))
}

/// Two characters that are no other person's name (于李明先生离任后) and no time (于去年女士雇员).
fn is_full_given_name(given: &str) -> bool {
    let is_own =
        !given.starts_with(|first| LISTS.others.contains(first)) && !given.contains(|part| LISTS.times.contains(part));
    is_own && given.chars().count() == 2
}

/// Two characters of a given name that are no word: 晓岚, and no 部分.
fn is_own_given_name(given: &str) -> bool {
    is_full_given_name(given)
        && !words::is_word(given)
        && !given.contains(|part| LISTS.counts.contains(part))
        && !given.starts_with(|first| LISTS.family.contains(&first))
}

/// Whether what a person is stands at the end.
fn is_person(context: &str) -> bool {
    LISTS.persons.iter().any(|role| context.ends_with(role))
}

/// Whether a word stands at the end that a person's name follows.
fn is_role(context: &str) -> bool {
    is_person(context) || LISTS.acts.iter().any(|word| context.ends_with(word))
}

/// Whether a person can be named next.
fn is_introduced(context: &str) -> bool {
    let Some(last) = context.chars().next_back() else { return true };
    !last.is_alphanumeric() || LISTS.links.contains(last) || is_role(context)
}

/// Whether the heading of a column says that people stand below it.
pub fn heads_people(heading: &str) -> bool {
    LISTS.heads.contains(&heading.trim())
}

/// Whether a text is a person's name by itself, in either script, and no word.
fn is_full_name(name: &str) -> bool {
    may_be_name(name) && !words::is_word(name)
}

/// Whether a text is a surname with one or two characters that make no other word.
fn may_be_name(name: &str) -> bool {
    let given = match LISTS.compound.iter().find_map(|surname| name.strip_prefix(surname)) {
        Some(given) => given,
        None => match name.chars().next() {
            Some(first) if LISTS.family.contains(&first) => &name[first.len_utf8()..],
            _ => return false,
        },
    };
    // 于內地: of a surname that is a common word, what follows is none.
    let is_common =
        |character| LISTS.surnames.iter().any(|(own, _, rule)| *own == character && matches!(rule, Introduced));
    let is_own = match given.chars().count() {
        GIVEN => is_own_given_name(given),
        _ => !given.contains(|part| LISTS.times.contains(part) || LISTS.counts.contains(part)),
    };
    let speaks = name.starts_with(is_common) && !is_own;
    // 范圍一 begins with a word.
    let two = name.char_indices().nth(2).map_or(name, |(end, _)| &name[..end]);
    (1..=GIVEN).contains(&given.chars().count()) && given.chars().all(is_han) && !words::is_word(two) && !speaks
}

/// The full names in a text, in either script, in order: before a form of address, in lists of names, behind what people
/// are and a colon; `is_of_people`: the text is one of a field or a column that names people.
pub fn people(text: &str, is_of_people: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let all = text.trim();
    let is_one =
        |name: &str| is_of_people && (2..=GIVEN + 2).contains(&name.chars().count()) && name.chars().all(is_han);
    if is_one(all) && !all_titles().any(|title| all.ends_with(title)) {
        let start = text.len() - text.trim_start().len();
        found.push(start..start + all.len());
        return found;
    }
    for at in titles(text) {
        let is_address = |(title, not): &(&str, &str)| {
            text[at..].strip_prefix(title).is_some_and(|rest| !rest.starts_with(|next| not.contains(next)))
        };
        if LISTS.addresses.iter().any(is_address) {
            found.extend(name_at_the_end(&text[..at], may_be_name).map(|start| start..at));
        }
    }
    // Items between marks and words that join, each with what stands before it.
    let mut items: Vec<(Range<usize>, &str)> = Vec::new();
    let mut start = None;
    let joins = |c: char| matches!(c, '及' | '和' | '與' | '与');
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if is_han(c) && !joins(c) {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            let end = items.last().map_or(0, |(item, _)| item.end);
            items.push((from..at, &text[end..from]));
        }
    }
    let name_of = |item: &Range<usize>| -> Option<Range<usize>> {
        if is_full_name(&text[item.clone()]) {
            return Some(item.clone());
        }
        let start = item.start + name_at_the_end(&text[item.clone()], is_full_name)?;
        (is_role(&words::in_place(&text[item.start..start])) && !is_rather_a_word(&text[start..item.end]))
            .then_some(start..item.end)
    };
    let is_next =
        |(_, before): &(Range<usize>, &str)| *before == "、" || before.chars().all(joins) && !before.is_empty();
    let names: Vec<Option<Range<usize>>> = items.iter().map(|(item, _)| name_of(item)).collect();
    for (at, (item, before)) in items.iter().enumerate() {
        let Some(name) = &names[at] else { continue };
        let beside = at > 0 && is_next(&items[at]) && names[at - 1].is_some()
            || items.get(at + 1).is_some_and(is_next) && names.get(at + 1).is_some_and(Option::is_some);
        let led = matches!(before.trim(), "：" | ":")
            && at > 0
            && (is_role(&words::in_place(&text[items[at - 1].0.clone()]))
                || LISTS.heads.iter().any(|head| text[items[at - 1].0.clone()].ends_with(head)));
        // 董事會秘書于麗: nothing else stands before it or behind it.
        let is_told = name.start > item.start;
        // One of two characters may be any word by itself: 余料, 干潔.
        let is_alone = &text[name.clone()] == all && all.chars().count() > GIVEN;
        if beside || led || is_told || is_of_people || is_alone {
            found.push(name.clone());
        }
    }
    found.sort_by_key(|name| (name.start, name.end));
    found.dedup();
    found
}

/// Whether somebody's surname with what else the person is stands there, and no given name: 李干事.
fn is_rather_a_word(name: &str) -> bool {
    /// Tenths of a decimal logarithm: nobody is called so.
    const NOBODY: i32 = -20;
    let name = words::in_place(name);
    let given = name.chars().next().map_or("", |surname| &name[surname.len_utf8()..]);
    given.chars().count() == GIVEN && words::is_word(given) && persons::odds(&name, &(0..name.len()), false) < NOBODY
}

/// Where a full name begins that a text ends with.
fn name_at_the_end(text: &str, is_name: fn(&str) -> bool) -> Option<usize> {
    let starts = text.char_indices().rev().map(|(at, _)| at).take(GIVEN + 2).collect::<Vec<_>>();
    starts.into_iter().rev().find(|start| is_name(&text[*start..]))
}

/// The characters of a full name that have a form of their own towards an edition, with their places in bytes.
pub fn forms(name: &str, to: Edition) -> Vec<(usize, char)> {
    if to == Edition::ZhHantHk {
        let surname = surname(name).map(|form| (0, form));
        return surname.into_iter().chain(forms_of_given(name, 0..name.len())).collect();
    }
    // Towards the mainland: what stays in a name (陳著明, 王乾).
    let stays = |own: char| readings::of(to).get(&own).is_some_and(|all| all.contains(&own));
    name.char_indices().filter(|(_, own)| stays(*own)).collect()
}

/// The surname of a full name as Hong Kong writes it.
fn surname(name: &str) -> Option<char> {
    let first = name.chars().next()?;
    let form = LISTS.surnames.iter().find(|(own, ..)| *own == first).map(|(_, form, _)| *form);
    // What Hong Kong writes so as well is itself: 涂, 征.
    let is_own = || readings::of(Edition::ZhHantHk).get(&first).is_some_and(|all| all.contains(&first));
    form.or_else(|| Some(first).filter(|first| LISTS.family.contains(first) && is_own()))
}

/// The surname that a conversion has spoilt at a place of a Hong Kong text, with the given name behind it: 餘先生 for
/// 余先生, 於慧敏女士 for 于慧敏女士.
pub fn spoilt(before: &str, character: char, after: &str) -> Option<String> {
    let lists = &*LISTS;
    let (_, surname) = lists.spoilt.iter().find(|(form, _)| *form == character)?;
    let given = given_name(after)?;
    let is_phrase = matches!(character, '於' | '餘') && given.starts_with(|first| lists.frequent.contains(first));
    let is_name = !is_phrase && !given.contains(|part| lists.counts.contains(part)) && is_introduced_there(before);
    is_name.then(|| format!("{surname}{given}"))
}

/// The surname that a conversion has spoilt in a text that names a person by itself, where it stands, and the name as it was:
/// 薑子乾 in a column of people.
pub fn spoilt_name(text: &str) -> Option<(usize, char, String)> {
    let at = text.len() - text.trim_start().len();
    let name: &str = text.trim().split(|c| !is_han(c)).next()?;
    let character = name.chars().next()?;
    let (_, surname) = LISTS.spoilt.iter().find(|(form, _)| *form == character)?;
    let given = &name[character.len_utf8()..];
    (1..=GIVEN).contains(&given.chars().count()).then(|| (at, character, format!("{surname}{given}")))
}

/// Whether a character is a surname as Hong Kong writes it: 鍾, and no 幹.
pub fn is_surname(character: char) -> bool {
    LISTS.surnames.iter().any(|(_, form, _)| *form == character)
}

/// Whether a surname with a full given name and a form of address stands there, and no word: 于曉嵐博士, not 于李明先生.
pub fn begins_titled(surname: char, after: &str) -> bool {
    is_surname(surname) && given_name(after).is_some_and(is_own_given_name)
}

/// Whether a surname may stand between these texts of a Hong Kong text.
pub fn may_stand(before: &str, after: &str) -> bool {
    if given_name(after).is_some() || before.ends_with('姓') || after.starts_with('氏') {
        return true;
    }
    // 于慧敏、余國偉 in a list, 于慧敏（主席）.
    let alone = after.chars().take_while(|character| is_han(*character)).take(GIVEN + 1).count();
    (1..=GIVEN).contains(&alone) && is_introduced_there(before) && after.chars().nth(alone).is_some_and(is_list_mark)
}

fn is_list_mark(mark: char) -> bool {
    matches!(mark, '、' | '（' | '(' | ' ' | '|' | '\n')
}

/// The given name before a form of address.
fn given_name(after: &str) -> Option<&str> {
    let ends = after.char_indices().map(|(at, _)| at).take(GIVEN + 1);
    let mut given = ends.map(|end| after.split_at(end)).filter(|(name, _)| name.chars().all(is_han));
    let is_address = |rest: &str| LISTS.spoilt_addresses.iter().any(|title| rest.starts_with(title));
    given.find(|(_, rest)| is_address(rest)).map(|(name, _)| name)
}

/// Whether a person can be named next in a Hong Kong text.
fn is_introduced_there(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| !last.is_alphanumeric())
        || LISTS.spoilt_behind.iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::{Found, doubtful, find};

    fn marked(text: &str) -> String {
        let mut out = text.to_owned();
        for Found { at, form, .. } in find(text).into_iter().rev() {
            out.insert_str(at, &format!("[{form}]"));
        }
        out
    }

    #[test]
    fn known_names_reach_into_no_words() {
        let is_read = |text: &str, name: &str| {
            let at = text.find(name).unwrap();
            super::may_be_known(text, &(at..at + name.len()))
        };
        for (text, name) in [
            ("会议由于振岳主持。", "于振岳"),
            ("两次由于出差改期，四次由于振岳主持。", "于振岳"),
            ("后向东出席会议。", "后向东"),
            ("董事后向东及余明出席。", "后向东"),
            ("我们感谢于敏的支持。", "于敏"),
            ("在于娜的带领下", "于娜"),
            ("由陳著明負責", "陳著明"),
        ] {
            assert!(is_read(text, name), "{text}");
        }
        for (text, name) in [
            ("之后向东南亚拓展业务。", "后向东"),
            ("此后向东移动。", "后向东"),
            ("完工后向东移动。", "后向东"),
            ("会后向东莞出发。", "后向东"),
            ("谷雨时节开始春耕。", "谷雨"),
            ("國王著手改革。", "王著"),
            ("由于敏感地区。", "于敏"),
        ] {
            assert!(!is_read(text, name), "{text}");
        }
    }

    #[test]
    fn surnames_before_a_form_of_address() {
        assert_eq!(marked("余先生、于女士及范博士"), "[余]余先生、[于]于女士及[范]范博士");
        assert_eq!(marked("执行董事钟志强先生与后女士"), "执行董事[鍾]钟志强先生与[后]后女士");
        assert_eq!(marked("委任于洋女士，余经理"), "委任[于]于洋女士，[余]余经理");
        assert_eq!(marked("于志强先生，五十八岁"), "[于]于志强先生，五十八岁");
        assert_eq!(marked("余下任期由范志刚先生接替"), "余下任期由[范]范志刚先生接替");
        assert_eq!(marked("经于晓红女士推荐"), "经[于]于晓红女士推荐");
        assert_eq!(marked("由丰先生及为后德明先生、"), "由[丰]丰先生及为[后]后德明先生、");
    }

    #[test]
    fn surnames_behind_what_a_person_is() {
        assert_eq!(marked("首席财务官范志明于三月到任"), "首席财务官[范]范志明于三月到任");
        assert_eq!(marked("工程师后建平发明了它"), "工程师[后]后建平发明了它");
        assert_eq!(marked("护士郁敏用两年，采购员干志强把样品"), "护士[郁]郁敏用两年，采购员[干]干志强把样品");
        assert_eq!(marked("执行董事：范志明、余嘉欣"), "执行董事：[范]范志明、[余]余嘉欣");
        assert_eq!(marked("| 范志明 | 董事 |\n由余嘉欣担任，"), "| [范]范志明 | 董事 |\n由[余]余嘉欣担任，");
        assert_eq!(marked("公司董事长于海涛"), "公司董事长[于]于海涛");
        assert_eq!(marked("董事：于敏、后军、余明"), "董事：[于]于敏、[后]后军、[余]余明");
        assert_eq!(marked("主要负责人：于海涛，班长于大海。"), "主要负责人：[于]于海涛，班长[于]于大海。");
        assert_eq!(marked("在于娜的带领下，关于于洪的任命"), "在[于]于娜的带领下，关于[于]于洪的任命");
        assert_eq!(marked("于总未出席，听取于总的意见"), "[于]于总未出席，听取[于]于总的意见");
        for text in [
            "董事长于年内、经理于香港、代表于日内瓦",
            "于总部举行，于总额中占比",
            "由于敏感，由于海外市场",
            "关于年度计划、在于坚持、里程增加",
            "师范大学教授",
            "范围内、余热回收及郁金香、",
            "为余下三年",
            "、余料再用，",
            "员工范围在",
            "同事后来为此",
            "义工余暇用",
            "教师干货分享，",
            "员工后顾之忧，",
            "员工干得好",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn what_may_be_a_name_and_a_word_is_told() {
        assert_eq!(doubtful("余生和于小姐"), [(0, None)]);
        assert_eq!(doubtful("公司董事长于海涛主持会议，余下的资金用于投资，关于年度计划。"), []);
    }

    #[test]
    fn words_before_a_form_of_address_are_no_surnames() {
        for text in [
            "适用于女士",
            "，于去年女士雇员",
            "其余女士",
            "三十余先生",
            "于博士后工作站",
            "会后女士",
            "授权于主席",
            "规范老师",
            "分钟女士",
            "由于女士",
            "余下女士",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
