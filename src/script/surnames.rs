//! Surnames that a converter would take for a word: 余先生 is no 餘先生, 于女士 no 於女士, 钟博士 a 鍾博士.
//!
//! A form of address tells a surname, right before it or with a given name between. Some surnames are common words
//! as well (於 and 後); these count only behind something that introduces a person.

/// A surname: Simplified, as Hong Kong writes it, and how to tell it from a word.
type Surname = (char, char, Rule);

/// When a character before a form of address is a surname.
#[derive(Clone, Copy)]
enum Rule {
    /// Unless one of these stands before it: 其余, 分钟, 规范.
    Unless(&'static str),
    /// Only at the start of a sentence or behind [`PEOPLE`], [`ACTS`] and [`LINKS`]: 适用于女士 has none.
    Introduced,
}

use std::collections::BTreeSet;
use std::sync::LazyLock;

use Rule::{Introduced, Unless};

const SURNAMES: &[Surname] = &[
    (
        '余',
        '余',
        Unless("其业業剩多有无無结結富盈残殘节節劳勞课課〇一二三四五六七八九十百千万萬亿億几幾数數0123456789"),
    ),
    ('范', '范', Unless("规規示模典防师師风風就")),
    ('钟', '鍾', Unless("分秒点點刻时時闹鬧警挂掛座编編敲铜銅两兩")),
    ('姜', '姜', Unless("生老鲜鮮干乾嫩")),
    ('叶', '葉', Unless("")),
    ('沈', '沈', Unless("")),
    ('游', '游', Unless("旅导導上下中周出郊巡漫梦夢")),
    ('岳', '岳', Unless("五山")),
    ('曲', '曲', Unless("")),
    ('涂', '涂', Unless("喷噴粉糊胡浸")),
    ('郁', '郁', Unless("浓濃忧憂馥葱蔥抑")),
    ('朴', '朴', Unless("质質俭儉纯純简簡")),
    ('苏', '蘇', Unless("复複")),
    ('胡', '胡', Unless("")),
    ('卢', '盧', Unless("")),
    ('周', '周', Unless("一每上下本这這两兩")),
    ('于', '于', Introduced),
    ('后', '后', Introduced),
    ('丰', '丰', Introduced),
    ('干', '干', Introduced),
    ('谷', '谷', Introduced),
    ('种', '种', Introduced),
    ('占', '占', Introduced),
    ('台', '台', Introduced),
    ('松', '松', Introduced),
    ('冲', '冲', Introduced),
    ('修', '修', Introduced),
    ('舍', '舍', Introduced),
    ('咸', '咸', Introduced),
    ('御', '御', Introduced),
    ('折', '折', Introduced),
];

/// Forms of address, and what must not follow because it makes another word of them (博士后, 女士们).
const PERSONAL: &[(&str, &str)] = &[
    ("先生", "们們"),
    ("女士", "们們"),
    ("小姐", "们們妹"),
    ("太太", "们們"),
    ("夫人", "们們"),
    ("博士", "后後生们們"),
    ("教授", "级級们們"),
    ("院士", "们們"),
];

/// Titles of office. They stand without a name as well (于主席提名), so they tell only surnames that are no such words.
const OFFICES: &[&str] = &[
    "律师",
    "律師",
    "医生",
    "醫生",
    "老师",
    "老師",
    "董事长",
    "董事長",
    "主席",
    "总裁",
    "總裁",
    "总经理",
    "總經理",
    "经理",
    "經理",
    "主任",
    "校长",
    "校長",
    "局长",
    "局長",
    "部长",
    "部長",
    "行长",
    "行長",
    "工程师",
    "工程師",
    "师傅",
    "師傅",
];

/// What people are, which a person's name follows.
const PEOPLE: &[&str] = &[
    "董事",
    "主席",
    "总裁",
    "總裁",
    "总监",
    "總監",
    "经理",
    "經理",
    "董事长",
    "董事長",
    "行长",
    "行長",
    "局长",
    "局長",
    "部长",
    "部長",
    "校长",
    "校長",
    "会长",
    "會長",
    "院长",
    "院長",
    "所长",
    "所長",
    "监事",
    "監事",
    "秘书",
    "秘書",
    "顾问",
    "顧問",
    "委员",
    "委員",
    "主任",
    "代表",
    "律师",
    "律師",
    "工程师",
    "工程師",
    "医生",
    "醫生",
    "老师",
    "老師",
    "专家",
    "專家",
    "负责人",
    "負責人",
    "创始人",
    "創始人",
    "合伙人",
    "合夥人",
    "财务官",
    "營運官",
    "运营官",
    "技术官",
    "护士",
    "采购员",
    "技术员",
    "研究员",
    "分析师",
    "教师",
    "讲师",
    "设计师",
    "会计师",
    "建筑师",
    "记者",
    "队长",
    "组长",
    "店长",
    "厂长",
    "站长",
    "船长",
    "机长",
    "班长",
    "主管",
    "司机",
    "同事",
    "员工",
    "义工",
    "志愿者",
    "学员",
    "助理",
    "师傅",
];

/// Other words that a person's name follows.
const ACTS: &[&str] = &[
    "委任", "聘任", "任命", "选举", "選舉", "提名", "聘请", "聘請", "邀请", "邀請", "感谢", "感謝", "股东", "股東",
    "以及", "其中", "包括",
];

/// Last characters of what people are: 护士长, 维修师.
const TRADES: &str = "长員员师師官士家匠";

/// Behind 师范 they are no names.
const SCHOOLS: &[&str] = &["大学", "学院", "学校", "专业", "毕业"];

/// Surnames that are written alike in both scripts and whose usual reading is a word, and what makes a word of them:
/// 员工范围, 同事后来, 余料.
const UNTITLED: &[(char, &str)] = &[
    ('范', "围例畴本式文"),
    ('余', "下额款量地热温数生波暇料废气土泥裕辉杭姚"),
    ('后', "来续期备勤台面方者天果端世年代于在的悔撤退顾辈盾援遗"),
    ('干', "活部预事涉劲将扰脆净练得的了过"),
    ('郁', "闷郁金"),
    ('于', ""),
];

/// The first column of [`UNTITLED`].
const UNTITLED_SURNAMES: [char; 6] = ['范', '余', '后', '干', '郁', '于'];

/// Places behind 于 that are no names.
const PLACES: &[&str] = &[
    "香港", "深圳", "北京", "上海", "广州", "澳门", "内地", "海外", "当地", "本地", "现场", "台上", "公司", "英国",
    "美国",
];

/// What follows a name in a sentence.
const FOLLOWING: &str = "于在是为把将被与和及等用从向对以曾已获表说指认担负执任发带率，、。（；：！？";

/// What stands before a name in a list (董事：范志明、余嘉欣), and before one alone (由余嘉欣执笔).
const LISTED: &str = "：:、|（及和与由为是";

/// Those of [`UNTITLED`] that are told in a list as well: few words of three characters begin with them.
const LISTED_SURNAMES: &str = "范余郁";

/// A given name has at most two characters.
const GIVEN: usize = 2;

/// Characters that a person's name follows.
const LINKS: &str = "和与與及或将將为為是请請让讓据據跟";

/// Where in `text` a surname stands that has its own form, and that form; in order. `text` is Simplified on its way to
/// Hong Kong.
pub(super) fn find(text: &str) -> Vec<(usize, char)> {
    let mut found: Vec<(usize, char)> = Vec::new();
    for at in titles(text) {
        let here = &text[at..];
        let is_personal = PERSONAL.iter().any(|(title, not)| {
            here.strip_prefix(title).is_some_and(|rest| !rest.starts_with(|next| not.contains(next)))
        });
        if !is_personal && !OFFICES.iter().any(|title| here.starts_with(title)) {
            continue;
        }
        let ends_there = is_personal && title_ends_a_name(here);
        if let Some((place, form)) = before(&text[..at], is_personal, ends_there)
            && found.last().is_none_or(|(last, _)| *last < place)
        {
            found.push((place, form));
        }
    }
    let titled = found.len();
    for (place, form) in untitled(text) {
        if !found[..titled].iter().any(|(other, _)| *other == place) {
            found.push((place, form));
        }
    }
    found.sort_unstable_by_key(|(place, _)| *place);
    found
}

/// Surnames of people who are named by what they are alone (工程师后建平发明, 护士郁敏用), or in a list of names.
fn untitled(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.match_indices(UNTITLED_SURNAMES).filter_map(move |(at, surname)| {
        let character = surname.chars().next()?;
        let (_, words) = UNTITLED.iter().find(|(surname, _)| *surname == character)?;
        let (context, rest) = (&text[..at], &text[at + surname.len()..]);
        if rest.starts_with(|next| words.contains(next)) {
            return None;
        }
        let is_name = match character {
            '于' => is_person(context) && acts(rest),
            _ if is_person(context) => (1..=GIVEN).any(|length| is_given(rest, length)),
            _ => LISTED_SURNAMES.contains(character) && opens_an_item(context) && is_given(rest, GIVEN),
        };
        is_name.then_some((at, character))
    })
}

/// Whether a given name of so many characters can stand at the start of a text.
fn is_given(text: &str, length: usize) -> bool {
    let mut characters = text.chars();
    characters.by_ref().take(length).filter(|part| super::quotes::is_han(*part)).count() == length
        && characters.next().is_none_or(|next| FOLLOWING.contains(next) || " |(\n".contains(next))
}

/// Whether a full given name stands at the start of a text, and what people do behind it; 经理于深圳表示 has a place.
fn acts(text: &str) -> bool {
    const DEEDS: &str = "表说坦忆介透强指认";
    let end = text.char_indices().nth(GIVEN).map_or(text.len(), |(end, _)| end);
    let (given, rest) = text.split_at(end);
    is_full_given_name(given) && !PLACES.contains(&given) && rest.starts_with(|next| DEEDS.contains(next))
}

/// Whether a line, a cell of a table or an item of a list begins here.
fn opens_an_item(context: &str) -> bool {
    context.trim_end_matches(' ').chars().next_back().is_none_or(|last| last == '\n' || LISTED.contains(last))
}

/// Where a form of address or a title may begin: its first two characters stand there. All of a long text is looked
/// through, so this is done by bytes.
fn titles(text: &str) -> impl Iterator<Item = usize> {
    /// Bytes of a Chinese character.
    const HAN: usize = 3;
    /// What the second and the third byte of a Chinese character tell.
    fn tail(bytes: &[u8]) -> usize {
        usize::from(bytes[1] & 0x3f) << 6 | usize::from(bytes[2] & 0x3f)
    }
    static FIRST: LazyLock<[bool; 1 << 12]> = LazyLock::new(|| {
        let mut first = [false; 1 << 12];
        all_titles().for_each(|title| first[tail(title.as_bytes())] = true);
        first
    });
    static STARTS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all_titles().map(|title| &title[..2 * HAN]).collect());
    let (first, starts) = (&*FIRST, &*STARTS);
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(2 * HAN - 1);
    (0..last).filter(move |at| {
        // Lead bytes of the ideographs that everyday words are made of.
        matches!(bytes[*at], 0xe4..=0xe9)
            && first[tail(&bytes[*at..])]
            && text.get(*at..at + 2 * HAN).is_some_and(|start| starts.contains(start))
    })
}

/// A person's name with a form of address or a title at the start of a text.
pub(super) fn person(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take(GIVEN + 1);
    let title = |at: usize| all_titles().find(|title| text[at..].starts_with(title)).map(|title| at + title.len());
    ends.into_iter().find_map(title).map(|end| &text[..end])
}

fn all_titles() -> impl Iterator<Item = &'static str> {
    PERSONAL.iter().map(|(title, _)| *title).chain(OFFICES.iter().copied())
}

/// Whether a form of address has a mark behind it, as behind a person's full name (于志强先生，五十八岁).
fn title_ends_a_name(text: &str) -> bool {
    let titles = PERSONAL.iter().filter_map(|(title, _)| text.strip_prefix(title));
    titles.filter_map(|rest| rest.chars().next()).any(|next| "，、（(：:；。".contains(next))
}

/// The surname at the end of `text`, or one or two characters of a given name before it. `ends_there`: the form of
/// address has a mark behind it.
fn before(text: &str, is_personal: bool, ends_there: bool) -> Option<(usize, char)> {
    for (back, (at, character)) in text.char_indices().rev().take(GIVEN + 1).enumerate() {
        let given = &text[at + character.len_utf8()..];
        if let Some((_, form, rule)) = SURNAMES.iter().find(|(surname, ..)| *surname == character) {
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
                }
                Unless(_) if back == GIVEN && context.ends_with(|last| TRADES.contains(last)) => {
                    !SCHOOLS.contains(&given)
                }
                Unless(_) | Introduced => is_introduced(context),
            };
            let is_name = back == 0 || (is_personal && !given.starts_with(['下', '额', '额', '量', '款', '数', '的']));
            if is_surname && is_name {
                return Some((at, *form));
            }
        }
        if !super::quotes::is_han(character) {
            return None;
        }
    }
    None
}

/// Whether a sentence begins here, or a person has just been named: 余伟明先生及于丽珍女士.
fn follows_a_person(context: &str) -> bool {
    let named = context.strip_suffix(['及', '和', '与', '與', '、']).unwrap_or_default();
    PERSONAL.iter().any(|(title, _)| named.ends_with(title)) || opens_a_sentence(context)
}

fn opens_a_sentence(context: &str) -> bool {
    context.chars().next_back().is_none_or(|last| matches!(last, '。' | '！' | '？' | '；' | '\n'))
}

/// Two characters that are no other person's name (于李明先生离任后) and no time (于去年女士雇员).
fn is_full_given_name(given: &str) -> bool {
    const OTHERS: &str = "李王张張陈陳黄黃刘劉林吴吳杨楊赵趙朱徐孙孫马馬何高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮曹曾蔡余叶葉";
    const TIMES: &str = "年月日期时時会會内內中前后後上下本去今每同其该該此各两兩";
    let is_own = !given.starts_with(|first| OTHERS.contains(first)) && !given.contains(|part| TIMES.contains(part));
    is_own && given.chars().count() == 2
}

/// Whether what a person is stands at the end.
fn is_person(context: &str) -> bool {
    PEOPLE.iter().any(|role| context.ends_with(role))
}

/// Whether a word stands at the end that a person's name follows.
fn is_role(context: &str) -> bool {
    is_person(context) || ACTS.iter().any(|word| context.ends_with(word))
}

/// Whether a person can be named next.
fn is_introduced(context: &str) -> bool {
    let Some(last) = context.chars().next_back() else { return true };
    !last.is_alphanumeric() || LINKS.contains(last) || is_role(context)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn marked(text: &str) -> String {
        let mut out = text.to_owned();
        for (at, form) in find(text).into_iter().rev() {
            out.insert_str(at, &format!("[{form}]"));
        }
        out
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
        for text in [
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
