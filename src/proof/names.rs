//! People's names that a conversion has spoilt: 餘先生 for 余先生, 於慧敏女士 for 于慧敏女士.

use super::{Finding, Reader, is_han};
use crate::diag::Code;
use crate::model::Passage;

/// Surnames as conversions spoil them, and as they are.
const SPOILT: [(char, char); 15] = [
    ('餘', '余'),
    ('於', '于'),
    ('範', '范'),
    ('鐘', '鍾'),
    ('薑', '姜'),
    ('穀', '谷'),
    ('鬱', '郁'),
    ('瀋', '沈'),
    ('嶽', '岳'),
    ('遊', '游'),
    ('塗', '涂'),
    ('樸', '朴'),
    ('麴', '曲'),
    ('鬆', '松'),
    ('鬍', '胡'),
];

/// Forms of address.
const TITLES: [&str; 9] = ["先生", "女士", "小姐", "太太", "博士", "教授", "院士", "行長", "店長"];

/// What a name follows in a sentence, besides marks.
const INTRODUCED_BY: [&str; 27] = [
    "董事",
    "監事",
    "主席",
    "總裁",
    "總監",
    "經理",
    "秘書",
    "顧問",
    "委員",
    "主任",
    "代表",
    "律師",
    "工程師",
    "醫生",
    "創辦人",
    "合夥人",
    "委任",
    "提名",
    "感謝",
    "歡迎",
    "邀請",
    "任命",
    "聘請",
    "包括",
    "及",
    "和",
    "與",
];

/// Frequent surnames: 於李明先生離任後 speaks of Mr Li.
const FREQUENT: &str = "李王張陳黃劉林吳周楊趙朱徐孫馬胡郭何高羅鄭梁謝宋唐許鄧韓馮曹彭曾蕭田董袁潘蔡蔣余杜葉程蘇魏呂丁任沈姚\
                        盧姜崔鍾譚陸汪范金石廖賈夏韋方白鄒孟熊秦邱江尹薛段雷侯龍史陶黎賀顧毛郝龔邵萬錢嚴武戴莫孔湯";

/// Characters of what is no given name: 餘下兩名女士.
const COUNTS: &str = "〇一二三四五六七八九十百千萬兩數幾下的位名各該此等每兼額款量";

/// A given name has at most two characters.
const GIVEN: usize = 2;

pub(super) fn check(passages: &[&Passage], reader: &mut Reader<'_>) {
    for passage in passages {
        for (at, spoilt) in passage.text.char_indices() {
            let Some((_, surname)) = SPOILT.iter().find(|(form, _)| *form == spoilt) else { continue };
            let (before, rest) = passage.text.split_at(at);
            let after = &rest[spoilt.len_utf8()..];
            let Some(given) = given_name(after) else { continue };
            let is_phrase = matches!(spoilt, '於' | '餘') && given.starts_with(|first| FREQUENT.contains(first));
            if is_phrase || given.contains(|character| COUNTS.contains(character)) || !is_introduced(before) {
                continue;
            }
            let message = format!("`{spoilt}` is no surname");
            let finding = Finding::new(message, format!("write `{surname}{given}`"));
            reader.tell(passage, at..at + spoilt.len_utf8(), Code::DoubtfulForm, finding);
        }
    }
}

/// Whether a surname may stand between these texts.
pub(super) fn may_stand(before: &str, after: &str) -> bool {
    if given_name(after).is_some() || before.ends_with('姓') || after.starts_with('氏') {
        return true;
    }
    // 于慧敏、余國偉 in a list, 于慧敏（主席）.
    let alone = after.chars().take_while(|character| is_han(*character)).count();
    (1..=GIVEN).contains(&alone) && is_introduced(before) && after.chars().nth(alone).is_some_and(is_list_mark)
}

fn is_list_mark(mark: char) -> bool {
    matches!(mark, '、' | '（' | '(' | ' ' | '|' | '\n')
}

/// The given name before a form of address.
fn given_name(after: &str) -> Option<&str> {
    let ends = after.char_indices().map(|(at, _)| at).take(GIVEN + 1);
    let mut given = ends.map(|end| after.split_at(end)).filter(|(name, _)| name.chars().all(is_han));
    given.find(|(_, rest)| TITLES.iter().any(|title| rest.starts_with(title))).map(|(name, _)| name)
}

fn is_introduced(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| !last.is_alphanumeric())
        || INTRODUCED_BY.iter().any(|word| before.ends_with(word))
}
