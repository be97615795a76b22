//! Nothing that an author typed changes or vanishes without a word.

use super::tests::{inline, problems};

#[test]
fn bold_beside_any_character() {
    for (text, wanted) in [
        ("**$500**及**HK$1,000**", "<b>$500</b>及<b>HK$1,000</b>"),
        ("增長**+12%**。", "增長<b>+12%</b>。"),
        ("甲，**-5%**，乙", "甲，<b>-5%</b>，乙"),
        ("**(1) 減廢**", "<b>(1) 減廢</b>"),
        ("首先**(1) 減廢**其次**(2) 節能**", "首先<b>(1) 減廢</b>其次<b>(2) 節能</b>"),
        ("見**[政策](https://a.hk/)**。", "見<b><a https://a.hk/>政策</a></b>。"),
        ("達**≥30%**者", "達<b>≥30%</b>者"),
        ("**「甲」**及**《乙》**，**“丙”**、**【丁】**", "<b>「甲」</b>及<b>《乙》</b>，<b>“丙”</b>、<b>【丁】</b>"),
        ("共***€3.5***及***～4***元", "共<i><b>€3.5</b></i>及<i><b>～4</b></i>元"),
        ("較**12%**、**30%**及**#1**高", "較<b>12%</b>、<b>30%</b>及<b>#1</b>高"),
        ("（**重點**）及**（重點）**。", "（<b>重點</b>）及<b>（重點）</b>。"),
        ("**@甲**乙**&丙**丁**/戊**", "<b>@甲</b>乙<b>&丙</b>丁<b>/戊</b>"),
        ("**`a`**及**`b`**", "<b><code>a</code></b>及<b><code>b</code></b>"),
        ("甲**乙*丙*丁**戊", "甲<b>乙<i>丙</i>丁</b>戊"),
        ("*甲**乙***", "<i>甲<b>乙</b></i>"),
        ("**甲**乙**丙**", "<b>甲</b>乙<b>丙</b>"),
        ("~~$5~~及~~「甲」~~。", "<s>$5</s>及<s>「甲」</s>。"),
        ("**總計**100", "<b>總計</b>100"),
        ("較去年**↑5%**、**↓3%**", "較去年<b>↑5%</b>、<b>↓3%</b>"),
        ("[**甲**](https://a.hk/)**乙**", "<a https://a.hk/><b>甲</b></a><b>乙</b>"),
        ("- **甲**：乙", "list None\n  item\n    p: <b>甲</b>：乙"),
        ("* 甲\n* *乙*", "list None\n  item\n    p: 甲\n  item\n    p: <i>乙</i>"),
        ("甲\n\n***\n\n乙", "甲\nrule\np: 乙"),
        ("\\*\\*甲\\*\\*", "**甲**"),
    ] {
        assert_eq!(inline(text), wanted, "{text}");
    }
    assert_eq!(
        super::tests::blocks("| **甲** | **+1%** |\n|---|---|\n|**-2**|乙**$3**丙|\n"),
        "table: None\n  <b>甲</b> | <b>+1%</b>\n  <b>-2</b> | 乙<b>$3</b>丙\n"
    );
}

#[test]
fn stars_and_tildes_between_figures_stay() {
    for text in [
        "24*7小時，共8*5天",
        "5天*3班*2組",
        "3*A+5*B",
        "1,200*3及12%*5",
        "2**3及4**5",
        "(3+4)*2及(5+6)*3",
        "2 * 3 * 4 與 5*6",
        "1月~3月及7月~9月",
        "3萬~5萬增至6萬~8萬",
        "甲~乙~丙",
        "1月 ~ 3月及 7月 ~ 9月",
        "10%~20%、30%~40%",
        "2024.1.1~2024.3.31及2024.7.1~2024.9.30",
        "5kg~10kg~15kg",
        "A組A~C及D~F",
        "Q1~Q2~Q3",
        "2^3及4^5",
        "2^3+4^5",
        "第^一^條及甲~一~乙",
        "1月~~3月及7月~~9月",
    ] {
        assert_eq!(inline(text), text);
    }
}

#[test]
fn what_is_plainly_lowered_or_raised() {
    for (text, wanted) in [
        ("H~2~O、PM~2.5~、NO~x~", "H<sub>2</sub>O、PM<sub>2.5</sub>、NO<sub>x</sub>"),
        ("二氧化碳（CO~2~e）", "二氧化碳（CO<sub>2</sub>e）"),
        ("C~n~H~2n+2~、Fe(OH)~3~", "C<sub>n</sub>H<sub>2n+2</sub>、Fe(OH)<sub>3</sub>"),
        ("Ca^2+^、SO~4~^2-^、10^6^", "Ca<sup>2+</sup>、SO<sub>4</sub><sup>2-</sup>、10<sup>6</sup>"),
        ("1^st^、甲^TM^、註^1^", "1<sup>st</sup>、甲<sup>TM</sup>、註<sup>1</sup>"),
        ("tCO~2~e/m^2^", "tCO<sub>2</sub>e/m<sup>2</sup>"),
    ] {
        assert_eq!(inline(text), wanted, "{text}");
    }
}

#[test]
fn rows_of_marks_are_text() {
    assert_eq!(inline("甲****乙"), "甲****乙");
    assert_eq!(problems("甲 ** 乙"), "");
}
