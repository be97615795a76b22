//! Language tags of editions in files of other programs: `zh-HK`, `zh-Hant`, `zh_CN`.

use crate::model::Edition;

/// The Chinese script that a language tag (BCP 47) names, as the edition written in it.
pub(super) fn edition(tag: &str) -> Option<Edition> {
    let mut parts = tag.split(['-', '_']);
    if !parts.next()?.eq_ignore_ascii_case("zh") {
        return None;
    }
    parts.find_map(|part| match part.to_ascii_lowercase().as_str() {
        "hant" | "hk" | "mo" | "tw" => Some(Edition::ZhHantHk),
        "hans" | "cn" | "sg" | "my" => Some(Edition::ZhHansCn),
        _ => None,
    })
}

/// The tag of a converted text: with a script, a region or both, as before. `None` if it does not name `from`.
pub(super) fn converted(tag: &str, from: Edition, to: Edition) -> Option<String> {
    if edition(tag)? != from || from == to {
        return None;
    }
    let (script, region) = if to == Edition::ZhHantHk { ("Hant", "HK") } else { ("Hans", "CN") };
    let is_lower_case = !tag.bytes().any(|byte| byte.is_ascii_uppercase());
    let mut out = String::new();
    for part in tag.split_inclusive(['-', '_']) {
        let name = part.trim_end_matches(['-', '_']);
        let new = match name.to_ascii_lowercase().as_str() {
            "hant" | "hans" => script,
            "hk" | "mo" | "tw" | "cn" | "sg" | "my" => region,
            _ => name,
        };
        out.push_str(&if is_lower_case { new.to_ascii_lowercase() } else { new.to_owned() });
        out.push_str(&part[name.len()..]);
    }
    Some(out)
}

/// Whether a language other than Chinese writes with Chinese characters of its own: Japanese, Korean.
pub(super) fn has_own_characters(tag: &str) -> bool {
    ["ja", "ko"].contains(&tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_keeps_its_shape() {
        let converted = |tag: &str| converted(tag, Edition::ZhHantHk, Edition::ZhHansCn);
        let cases = [("zh-HK", "zh-CN"), ("zh-Hant", "zh-Hans"), ("zh-Hant-HK", "zh-Hans-CN"), ("zh_TW", "zh_CN")];
        for (tag, expected) in cases {
            assert_eq!(converted(tag).as_deref(), Some(expected));
        }
        assert_eq!(converted("zh-hk").as_deref(), Some("zh-cn"));
        for tag in ["zh", "zh-Hans", "en-HK", "ja", ""] {
            assert_eq!(converted(tag), None, "{tag}");
        }
    }
}
