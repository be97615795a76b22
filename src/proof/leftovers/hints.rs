//! What to do about each leftover.

pub(super) const STARS: &str = "write **…** without blanks inside for bold, × for times, \\* for the star itself";
pub(super) const HEADING: &str = "begin a line of its own with # signs and a blank: ## 標題";
pub(super) const LINK: &str =
    "write [words](address) with half-width brackets, and no blank between them or in the address";
pub(super) const PICTURE: &str = "write ![what it shows](file) with half-width brackets and no blank between them";
pub(super) const TITLED: &str =
    "write the words behind the address in straight quotes: ![what it shows](file \"words below it\")";
pub(super) const TABLE: &str =
    "write each row as | one | two |, with a line |---|---| below the first; or a `table` component";
pub(super) const DIV: &str = "begin a line of its own with ::: {.name}, and end the block with a line :::";
pub(super) const ATTRIBUTES: &str = "attributes stand behind a heading, a ::: or a component's name; take them away";
pub(super) const BRACES: &str =
    "write {{ … }} for a figure and -{…}- for protected words, each with both its ends; \\{ for the sign itself";
pub(super) const TAG: &str = "write -{zh-Hant-HK:…;zh-Hans-CN:…}- with both its ends";
pub(super) const CODE: &str = "put a second back-tick behind the code, or write \\` for the sign itself";
pub(super) const UNDERSCORE: &str = "write **…** for bold, CO~2~ for what stands lowered, \\_ for the sign itself";
pub(super) const HTML: &str = "HTML has no meaning in the PDF: take it away";
pub(super) const BULLET: &str = "begin each line with `- ` for a list";
pub(super) const NUMBERS: &str =
    "they print as one paragraph: begin each line with `1. ` or `- `, or put blank lines between them";
pub(super) const NEXT_ITEM: &str =
    "it prints in one line with the item above it: begin each line of the list with the same sign, `- ` or `2. `";
pub(super) const BOX: &str = "write □ or ✓, or a `tick-list` component";
pub(super) const COMMAND: &str = "the layout is the theme's: take it away, or write \\\\ for the sign itself";
pub(super) const DASH: &str = "write —— for a dash, 至 or – for a range";
pub(super) const LINE: &str = "write --- between blank lines for a line across the page";
pub(super) const TOC: &str = "huibao makes the contents: take it away";
pub(super) const NOTE: &str =
    "write [^name] in the text of a chapter, and a line [^name]: … below it; names and notes of metrics have none";
pub(super) const MARKED: &str = "write **…** for bold; huibao has no other marks of this kind";
pub(super) const CAPTION: &str = "`: 表題`, with a half-width colon and a blank, is the caption of a table right above it; a picture has its own between [ ], a component in `title`";
pub(super) const RAISED: &str =
    "in the text of a chapter write m^2^, a number or a few small letters; in names and notes ²; [^name] for a note";
pub(super) const LOWERED: &str = "write ₂";
pub(super) const TILDE: &str =
    "CO~2~ lowers a number or up to four small letters; write 至 or – for a range, \\~ for the sign itself";
pub(super) const QUANTITY: &str = "behind a figure it may begin a range: put a blank between the figure and its unit, 5 kg~x~, or write 至 for a range";
pub(super) const NAME: &str =
    "names, titles and notes take no markup and no expressions: take it away; × is the sign for times, ＊ a star";
pub(super) const FORMULA: &str = "huibao reads no formulas of LaTeX: write CO~2~, m^2^, ×; \\$ for the sign itself";
pub(super) const WIDE_AT: &str = "write @ in an address";
pub(super) const DEFINITION: &str = "it prints in one line with what stands above it: write **項目**：定義, or a table; a caption stands apart below its table";
pub(super) const EDIT: &str = "accept or refuse the edit, and take its marks away";
pub(super) const NARROW: &str =
    "a column of the spreadsheet was too narrow to show it: widen the column and copy the cell again";
pub(super) const JOINED: &str =
    "a `table` component joins cells by ^ and <; in a Markdown table write the text again, or –";
pub(super) const SPREADSHEET: &str = "write the figure, or – where there is none";
pub(super) const FRONT: &str = "write --- for it, at the beginning of the file, and `title: …` for `title = …`";
pub(super) const PAGES: &str = "the theme numbers the pages: take it away";
pub(super) const INVISIBLE: &str = "take it away; `check --fix` does it";
