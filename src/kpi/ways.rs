//! Words for which way something went, in Simplified: the one list of them.

/// What says that something rose, as a verb.
pub(super) const RISES: &str = "上升 增加 增长 提升 提高 上涨 增多 攀升";

/// What says that it fell.
pub(super) const FALLS: &str = "下降 减少 降低 下跌 回落 下滑 缩减 缩短";

/// By how much it rose, as a noun.
pub(super) const MORE: &str = "增幅 升幅 涨幅 增长率";

/// By how much it fell.
pub(super) const LESS: &str = "降幅 减幅 跌幅";

/// Characters that are such verbs before what it came to: 增至, 降到.
const SHORT: [(&str, bool); 5] = [("增", true), ("升", true), ("减", false), ("降", false), ("跌", false)];

/// What leads to what it came to.
const TO: [&str; 2] = ["至", "到"];

/// What may stand around such words and says no more.
const BESIDE: [&str; 8] = ["再", "进一步", "了", "由", "从", "约", "则", "，"];

/// The words of a list.
pub(super) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(' ')
}

/// Whether a text says that something rose, and whether that it fell.
pub(super) fn said(text: &str) -> (bool, bool) {
    let has = |lists: [&str; 2], rises: bool| {
        let to = |word: &str| TO.iter().any(|to| text.contains(&format!("{word}{to}")));
        lists.into_iter().flat_map(words).any(|word| text.contains(word))
            || SHORT.iter().any(|(word, up)| *up == rises && to(word))
    };
    (has([RISES, MORE], true), has([FALLS, LESS], false))
}

/// The verb that a text begins with, and whether it says that something rose.
pub(super) fn at(text: &str) -> Option<(&'static str, bool)> {
    let long = words(RISES).map(|word| (word, true)).chain(words(FALLS).map(|word| (word, false)));
    long.chain(SHORT).find(|(word, _)| text.starts_with(word))
}

/// Whether a text says nothing but which way it went, to a figure behind it: 縮短至, 再減至.
pub(super) fn is_only(text: &str) -> bool {
    let mut rest = text.trim();
    let mut goes = false;
    while !rest.is_empty() {
        let verb = at(rest).map(|(word, _)| word);
        let Some(word) = verb.or_else(|| TO.iter().chain(&BESIDE).copied().find(|word| rest.starts_with(word))) else {
            return false;
        };
        goes |= verb.is_some();
        rest = rest[word.len()..].trim_start();
    }
    goes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_which_way_it_went() {
        assert_eq!(said("用水量上升，由5吨增至6吨"), (true, false));
        assert_eq!(said("减幅为5%"), (false, true));
        assert_eq!(said("新增项目，升级设备"), (false, false));
        assert_eq!(at("增加5%"), Some(("增加", true)));
        assert_eq!(at("降至5吨"), Some(("降", false)));
        assert!(is_only("再减至") && is_only("缩短至") && !is_only("用水量减至") && !is_only("至"));
    }
}
