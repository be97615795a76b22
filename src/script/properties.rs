//! What holds of every conversion, whatever the text.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::engine::Converter;
use super::engine::layback::{Stretch, convert_stretches};
use super::files::plain::{self, Format, convert_text};
use crate::model::{Edition, Glossary};

static TO_MAINLAND: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHantHk, Edition::ZhHansCn, &Glossary::default()).unwrap());
static TO_HONG_KONG: LazyLock<Converter> =
    LazyLock::new(|| Converter::new(Edition::ZhHansCn, Edition::ZhHantHk, &Glossary::default()).unwrap());

/// Chinese of both scripts, with many characters of several readings and words of every layer.
const WORD: &str = "(发|發|髮|干|幹|乾|后|後|里|裏|里程|面|麵|台|系|繫|制|製|复|覆|余|餘|准|準|松|云|采|布|托|升|征|钟|鍾|表|着|著|\
                    汇报|匯報|编制|编制人员|利益相关方|持份者|信息技术|資訊科技|质素|質素|温室气体|溫室氣體|余先生|于女士|钟博士|\
                    头发|发展|理发|干部|干燥|面条|皇后|公里|周期|《环境政策》|《管治守則》|，|。|、|“|”|「|」)";

fn han() -> impl Strategy<Value = String> {
    prop::collection::vec(WORD, 1..5).prop_map(|words| words.concat())
}

/// What no conversion may touch, wherever it stands.
fn untouchable() -> impl Strategy<Value = String> {
    prop_oneof![
        "`(发|裏|匯報|a|/){1,4}`",
        "https://a\\.hk/[a-z]{1,4}\\?[a-z]=[0-9]{1,3}",
        "[0-9]{1,4}[.,][0-9]{1,3}%?",
        "\\{\\{ kpi\\(\"(排放|env)\\.总量\"\\) \\}\\}",
        "-\\{(发|裏|匯報|温室){1,3}\\}-",
        "\\[\\^(说|說|a)\\]",
        "CO~2~",
        "ESG|MSCI|m\\^3\\^",
    ]
}

/// Running text with markup in it, and what in it must stay.
fn paragraph() -> impl Strategy<Value = (String, Vec<String>)> {
    let part = prop_oneof![
        4 => han().prop_map(|text| (text, None)),
        2 => untouchable().prop_map(|text| (text.clone(), Some(text))),
        1 => han().prop_map(|text| (format!("**{text}**"), None)),
        1 => han().prop_map(|text| (format!("[{text}](#说明)"), Some("](#说明)".to_owned()))),
        1 => Just((" ".to_owned(), None)),
        1 => Just(("\n".to_owned(), None)),
    ];
    prop::collection::vec(part, 1..12).prop_map(|parts| {
        let text = parts.iter().map(|(text, _)| text.as_str()).collect();
        (text, parts.into_iter().filter_map(|(_, stays)| stays).collect())
    })
}

proptest! {
    #[test]
    fn code_addresses_figures_and_wordings_by_hand_are_never_touched((text, stays) in paragraph()) {
        for converter in [&*TO_HONG_KONG, &*TO_MAINLAND] {
            let converted = convert_text(&text, Format::Markdown, converter, &[]);
            let mut rest = converted.as_str();
            for part in &stays {
                let at = rest.find(part.as_str());
                prop_assert!(at.is_some(), "{part} in {converted}, from {text}");
                rest = &rest[at.unwrap_or_default() + part.len()..];
            }
        }
    }

    // Where words of the one script stand side by side after the conversion, their seam may read as a word of the other
    // (覆|信息技术): what holds of every text holds of words that something stands between.
    #[test]
    fn converting_twice_is_converting_once(parts in prop::collection::vec((WORD, "，|。|、|a|`发`| |1\\.5"), 1..12)) {
        let text: String = parts.into_iter().map(|(word, mark)| word + &mark).collect();
        for converter in [&*TO_HONG_KONG, &*TO_MAINLAND] {
            let once = convert_text(&text, Format::Markdown, converter, &[]);
            prop_assert_eq!(&convert_text(&once, Format::Markdown, converter, &[]), &once, "from {}", text);
        }
    }

    #[test]
    fn runs_with_markup_between_are_converted_as_one_text(leaves in prop::collection::vec(han(), 1..5)) {
        for converter in [&*TO_HONG_KONG, &*TO_MAINLAND] {
            let stretch = Stretch { leaves: leaves.clone() };
            let (whole, _) = converter.words(&[&leaves.concat()]);
            prop_assert_eq!(convert_stretches(&[stretch], converter).concat(), whole.concat());
        }
    }

    #[test]
    fn a_stream_gives_what_the_whole_text_gives(lines in prop::collection::vec(paragraph(), 1..4), times in 1..400_usize) {
        let text: String = lines.iter().map(|(text, _)| format!("{text}\n\n")).collect::<String>().repeat(times);
        let mut output = Vec::new();
        plain::convert_document(&mut text.as_bytes(), &mut output, Format::Markdown, &TO_HONG_KONG, &[]).unwrap();
        let whole = convert_text(&text, Format::Markdown, &TO_HONG_KONG, &[]);
        prop_assert!(output == whole.as_bytes());
    }
}
