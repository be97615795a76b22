//! Surnames that a converter would take for a word: 余先生 is no 餘先生, 于女士 no 於女士, 钟博士 a 鍾博士.
//!
//! A form of address tells a surname, right before it or with a given name between. Some surnames are common words
//! as well (於 and 後); these count only behind something that introduces a person.

//!
//! | module | what it knows |
//! |---|---|
//! | [`lists`] | what tells a name |
//! | [`titled`] | names before a form of address or a title of office |
//! | [`likely`] | names that are words as well, weighed |
//! | [`whole`] | full names that stand by themselves |
//! | [`spoilt`](mod@spoilt) | surnames that a conversion has spoilt |

mod likely;
mod lists;
mod spoilt;
mod titled;
mod whole;

use std::ops::Range;
use std::sync::LazyLock;

use likely::{Certainty, Person, evidence_before, evidence_behind, likeliest_name, persons_in};
use lists::{LISTS, Unless};
pub use spoilt::{begins_titled, may_stand, spoilt, spoilt_name};
use titled::full_name;
pub use titled::person;
pub use whole::people;

use super::characters::Wanted;
use super::{is_han, persons, readings, words};
use crate::model::Edition;

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

/// Bytes before and behind a name that tell of it: a list of two hundred names.
const NEAR: usize = 2_400;

/// Whether a person may be named over a range of a text in either script: 吕良偉 in a Traditional one.
pub fn may_be_named(text: &str, range: &Range<usize>) -> bool {
    // The line around it tells; of a long one, what is near.
    let from = text.floor_char_boundary(range.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((range.end + NEAR).min(text.len()));
    let from = text[from..range.start].rfind('\n').map_or(from, |end| from + end + 1);
    let to = text[range.end..to].find('\n').map_or(to, |end| range.end + end);
    let (text, range) = (words::in_place(&text[from..to]), range.start - from..range.end - from);
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

/// Whether the heading of a column says that people stand below it.
pub fn heads_people(heading: &str) -> bool {
    LISTS.heads.contains(&heading.trim())
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

/// Whether a character is a surname as Hong Kong writes it: 鍾, and no 幹.
pub fn is_surname(character: char) -> bool {
    LISTS.surnames.iter().any(|(_, form, _)| *form == character)
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
