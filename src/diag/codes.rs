//! The table of problem codes: the one place that names and explains them.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $explain:literal;)*) => {
        /// A kind of problem. Its name is stable: scripts and suppressions may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as printed.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What it means and what to do, for `docs/` and `explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => $explain,)* }
            }
        }
    };
}

codes! {
    /// A file is not UTF-8.
    Encoding = "encoding", "The file is not UTF-8 text. Save it again as UTF-8; in Word: plain text, encoding Unicode (UTF-8).";
    /// A file or folder cannot be read.
    Unreadable = "unreadable", "The file or folder is there but is not read: its permissions forbid it, it is a pipe or a link to nothing, its name is not Unicode or ends in capitals, or it is too large: 32 MB for a text, 128 MB for a picture or a Word document, 512 MB for a font.";
    /// A Word document that cannot be read.
    BadDocument = "bad-document", "The file is not a Word document that can be read: it is damaged, has a password, or is written in the format of the old Word. Open it in Word, take the password out, and save it as .docx.";
    /// YAML syntax.
    Yaml = "yaml", "The YAML cannot be read: an indentation, a quote or a colon is out of place.";
    /// A value of the wrong type.
    WrongType = "wrong-type", "The value has another shape than this key takes, e.g. a list where a text is expected.";
    /// A key nobody reads.
    UnknownKey = "unknown-key", "huibao does not know this key. It is refused rather than ignored, because a mistyped key would otherwise silently do nothing.";
    /// A key that must be there.
    MissingKey = "missing-key", "A key that cannot be left out is missing.";
    /// A value that is not among the possible ones.
    BadValue = "bad-value", "The value is not one of those this key can have.";
    /// Something defined twice.
    Duplicate = "duplicate", "The same id is given twice. Ids name one thing each.";
    /// An unknown edition.
    UnknownEdition = "unknown-edition", "huibao publishes zh-Hant-HK, zh-Hans-CN and en; names may have shorter tags, such as zh-Hant. Of the two Chinese editions one is made from the other; en is written beside them, in files such as 10-climate.en.md.";
    /// A chapter that only some of the written editions have.
    MissingChapter = "missing-chapter", "An edition that is written by hand, such as en, lacks a chapter of the source edition, or has one that the source does not. The chapter 10-climate.md is written in English in 10-climate.en.md beside it.";
    /// A section that only one edition has, or a heading of another level.
    ParityHeading = "parity-heading", "An edition has a section that the source has not, lacks one, or has its heading on another level. Sections are the same if their headings have the same {#name}, or none and the same place.";
    /// A component that only one edition has, or with another number of items.
    ParityComponent = "parity-component", "A section has a component in one edition only, or one of its lists has another number of items there.";
    /// A table of another shape.
    ParityTable = "parity-table", "A section's tables have another number of rows or columns than in the source edition, or there are more or fewer of them.";
    /// A figure that only one edition gives.
    ParityFigure = "parity-figure", "A section gives a figure in one edition that the same section does not give in another. Figures from metrics are held against each other, and typed numbers that every language writes in digits: shares, decimals, three digits and more, but no dates, codes or names. Where the other text tells numbers in words (三成, half), typed numbers are left alone.";
    /// A disclosure that only one edition claims.
    ParityDisclosure = "parity-disclosure", "A section reports a disclosure in one edition that the same section does not report in another, so that the indices differ. A heading or component without `disclose` takes over that of its source.";
    /// An unknown standard.
    UnknownStandard = "unknown-standard", "There is no catalogue of this name.";
    /// An unknown disclosure.
    UnknownDisclosure = "unknown-disclosure", "The standard has no disclosure with this code.";
    /// A disclosure that is neither reported nor explained.
    UnreportedDisclosure = "unreported-disclosure", "The standard asks for the disclosure, but no section has its code in `disclose` and disclosures.yaml explains nothing. An empty explanation, TODO or the placeholder of a new report explains nothing, and 不適用 or 詳見上文 by itself gives no reason. What is mandatory for this issuer and year (`huibao standards` lists it) is an error, and so is anything that is missing from a report in accordance with GRI.";
    /// A section that is to report something and is empty.
    EmptyClaim = "empty-claim", "The section has `disclose`, but there is nothing in it, or only 待補充: it reports nothing, and the index does not name it. Write the section, or take the claim away.";
    /// A disclosure that asks for figures and has none.
    NoFigure = "no-figure", "The disclosure asks for figures, but none of the sections, tables and metrics that report it has one, and none says that there are none. Put `disclose` on the metric or the table as well.";
    /// A title that a standard does not allow.
    ReportName = "report-name", "The mainland's guidelines ask for one of two names in the title of the report: 可持续发展报告 or 环境、社会和公司治理报告. Hong Kong's name with 管治 is neither. Give the Simplified edition a title of its own: `title: {zh-Hans-CN: …}`.";
    /// Something is explained that is reported.
    NeedlessExplanation = "needless-explanation", "disclosures.yaml explains why a disclosure is not reported, or says that there is none of it, but a section reports it. Take the note away, or say with `partial: …` what the section leaves out.";
    /// Where the issuer is listed is not said.
    UnknownListing = "unknown-listing", "What the HKEX code of 2025 makes mandatory depends on the board and on whether the issuer was a constituent of the Hang Seng Composite LargeCap Index throughout the year before the reporting year. report.yaml does not say, so huibao asks for what binds every issuer of the Main Board. Write `listing: {board: main, large_cap: true}`, false, or `listing: {board: gem}`.";
    /// A version of a standard that is not for this report.
    WrongVersion = "wrong-version", "The standard is not the one for this financial year, or the disclosure not the one for this day of publication. HKEX counts from the day on which the financial year begins, GRI from the day on which the report is published. The hint says which to use.";
    /// An unknown KPI.
    UnknownKpi = "unknown-kpi", "No file in content/kpi defines a metric with this id.";
    /// A year without a figure.
    UnknownYear = "unknown-year", "The metric has no figure for this year.";
    /// An unknown unit.
    UnknownUnit = "unknown-unit", "Neither huibao nor this report defines the unit.";
    /// A unit that a figure cannot be converted to, or an unusable format.
    BadFormat = "bad-format", "The figure cannot be shown in the way asked for.";
    /// A formula that cannot be computed.
    Formula = "formula", "The metric's formula cannot be computed.";
    /// A figure that is not the one its formula gives.
    FigureDiffers = "figure-differs", "One quantity has two figures: a metric and its formula disagree by more than rounding explains; the text gives another figure than the metric it names (that of the year before, digits that changed places, a unit that slipped, a wrong rounding); or two places of the report give two figures for what they call the same, of the same year and the same part of the company. Mend one, or take both from the data. Where two things are meant, say which.";
    /// Parts that do not add up.
    FigureSum = "figure-sum", "Parts do not come to their total, or one of them is more than it: in the `breakdowns:` of the data, in the rows and columns of a typed table (合計), or in one sentence (九名董事，包括…). What rounding explains is not told.";
    /// Shares that do not make a whole, or are not those of their counts.
    FigureShare = "figure-share", "Shares in per cent do not come to 100%, or a share is not the one that follows from its counts, in the data or beside them in the sentence; or one year's share is more than 100%.";
    /// An average outside its groups.
    FigureAverage = "figure-average", "An average over all lies between the averages of its groups, and follows from them and their numbers. This one does not: one of the figures is wrong, or they are not counted alike, which a note can say.";
    /// A change that is not the one that follows.
    FigureChange = "figure-change", "The change in per cent is not the one that follows from the two figures, or the words say that something rose and the figures fell.";
    /// An intensity that does not go with its total.
    FigureIntensity = "figure-intensity", "A figure per revenue or per head is not the one that follows from its total, or implies another revenue or head count than the report's other intensities of the year.";
    /// A metric that no page shows.
    FigureUnused = "figure-unused", "No page of the report shows this metric, and none that is shown is computed from it. It is in the data all the same: use it, or take it out.";
    /// A metric that is shown and reports no disclosure.
    FigureUnlisted = "figure-unlisted", "The metric is shown, but no index lists it: neither it nor the section or table it stands in has `disclose`.";
    /// A figure many times that of the year before.
    FigureJump = "figure-jump", "The figure is more than five times that of the year before, or less than a fifth of it, and no note says why. A slip of the unit looks like that (MWh for 10,000 kWh). Where it is so, a `note` on the metric says why (因…, 由於…; one that only says what is counted does not), and readers learn it too. An amount below nothing, or a part of a person, where no other year has one, is told too, and a total below nothing in all years.";
    /// A year that is missing between two others.
    FigureYear = "figure-year", "The metric has figures for the years before and behind, but not for this one; or all figures of a file for the reporting year are those of the year before, as a column has that was copied.";
    /// A restated figure without a reason.
    FigureRestated = "figure-restated", "A figure that differs from the one an earlier report gave needs the reason (GRI 2-4): `restated: {2022: {was: 8000, reason: …}}`, or the metric's `note`. One that was what it is now is not restated.";
    /// A figure that is not the one that the report before published.
    FigurePrevious = "figure-previous", "The report before (`previous:` in report.yaml) published another figure of the same metric and year, and nothing says that it is restated; or `restated` names another figure than that one. Mend the figure, or say what it was and why it changed: `restated: {2022: {was: 8000, reason: …}}` (GRI 2-4).";
    /// A bound that does not hold.
    FigureClaim = "figure-claim", "The words claim more than the figures bear out: above or below a figure (逾, 超過, 不足), none (沒有發生, 並無), all (全體, a coverage of 100%); a target whose year is over is on track, or one year has two; what is said over a chart, of the largest, of more than a half, of a year, and the chart shows otherwise. Mend the figure or the words, or say of what each is counted.";
    /// A list with another number of items than announced.
    FigureCount = "figure-count", "The words announce how many items follow (以下三類, 四大方面：), and another number does.";
    /// A figure typed though the data has it.
    TypedFigure = "typed-figure", "The figure is typed in the text though a metric has it, so that the two may part one day. `check --fix=figures` writes the expression that prints the same. It is told only where no other metric can be meant.";
    /// A broken `{{ … }}` expression.
    Expression = "expression", "The text between {{ and }} cannot be evaluated.";
    /// An unknown variable, function or filter.
    UnknownName = "unknown-name", "The expression or template uses a name that does not exist.";
    /// An unknown component.
    UnknownComponent = "unknown-component", "There is no component of this name.";
    /// A fenced div that is never closed, or closed twice.
    UnclosedDiv = "unclosed-div", "Every ::: {.name} needs a line ::: that ends it.";
    /// Markup that cannot be read.
    Markup = "markup", "The attributes in { } or the -{ }- markup cannot be read.";
    /// Missing image.
    MissingImage = "missing-image", "The image file does not exist below the content folder.";
    /// A file that is no image.
    BadImage = "bad-image", "The file is not an image that can be shown: PNG, JPEG, GIF, WebP or SVG, whole, of at most 100 million pixels, under a name that ends as its kind does. An SVG is a still picture: no scripts, animation, parts of web pages, other files, entities or slow filters.";
    /// A path that leaves the report.
    OutsideReport = "outside-report", "Only files inside the report's own folders (content, templates, fonts) can be used, so that a report stays whole when it is moved and shows nothing that is not its own. A link that leads elsewhere is refused; put a copy of the file there.";
    /// Missing alternative text.
    MissingAlt = "missing-alt", "Readers who cannot see the image need words for it (PDF/UA-1, WCAG 1.1.1). Write ![what the picture shows](file).";
    /// Footnote without definition.
    MissingFootnote = "missing-footnote", "The mark [^name] has no definition [^name]: … in the same file.";
    /// Footnote that is never referred to.
    UnusedFootnote = "unused-footnote", "The footnote is defined but no mark refers to it, so it would not be printed.";
    /// An abbreviation and the list of them part.
    Abbreviation = "abbreviation", "The report has a list of abbreviations (`abbreviations`), and an abbreviation is used that it does not have, is in it and used nowhere, or is explained in the text by another name than there.";
    /// Link to an anchor that does not exist.
    MissingAnchor = "missing-anchor", "No heading or block in the report has this anchor.";
    /// A text that an edition lacks.
    MissingText = "missing-text", "The edition has no wording here and none can be derived.";
    /// A protected name that conversion would change, or a contradiction in the glossary.
    Glossary = "glossary", "The glossary contradicts itself or cannot be used; or a name in it stands in the other script than the texts have it in, and protects nothing.";
    /// A decision of the review ledger that nothing in the report asks for any more.
    StaleReview = "stale-review", "No sentence of the report is the one this entry of review.yaml decides about: it was edited, moved to another edition or deleted. The decision is not used. Review the new sentence with `huibao review`; `huibao review --prune` takes such entries out.";
    /// Texts that nobody has touched since the report before.
    CarriedOver = "carried-over", "`huibao init --from` took these texts over from the report before, and they stand as they did: what they say of the year may not be true any more. An edited text is not counted. carried-over.yaml lists the rest: take out the line of a text that holds as it stands, or a file's lines at once.";
    /// Figures of the year that are still to come.
    FigureToCome = "figure-to-come", "The metric has no figure for the reporting year yet. In a draft the place of the figure is marked and these metrics are counted; without `draft: true` a figure that is used and missing is an error.";
    /// Readings that nobody has looked at.
    Unreviewed = "unreviewed", "report.yaml asks for a review of uncertain readings, and some have not been looked at. `huibao review` lists them.";
    /// A character of the other script.
    WrongScript = "wrong-script", "A Simplified character stands in a Traditional text, or the other way round. Characters that both scripts have, such as 里 or 后, are not told by themselves. Write the character of the edition's script; `-{…}-` keeps one that is meant. `check --fix` writes it where only one form is possible and the characters around it show that it is no quotation.";
    /// A radical or compatibility ideograph.
    LookAlike = "look-alike", "The character only looks like a Chinese one: a Kangxi radical or a compatibility ideograph, as text copied out of a PDF has; or it is a letter or digit of full width, as an input method makes them, or a mark of Chinese text in English. Search, speech and conversion do not know it. `check --fix` puts the real character in its place.";
    /// A character without a meaning.
    StrayCharacter = "stray-character", "A private-use character shows nothing or something else on other machines, and U+FFFD stands where a character was lost. Write the character that is meant.";
    /// A word of Taiwan in a Hong Kong text.
    TaiwanWord = "taiwan-word", "The word is Taiwan usage: in a Hong Kong text according to OpenCC, less the words that Hong Kong shares; in a mainland text according to a reviewed list. Converters that know Taiwan's words only leave such words behind.";
    /// A word of Hong Kong in a text for the mainland.
    HongKongWord = "hong-kong-word", "The word is Hong Kong usage and the mainland has another one, as 利益相关方 for 持份者. Conversion replaces the words of the ESG vocabulary; these were typed, or left by another converter. Words that the mainland has in another sense (资讯, 程式, 介面) are told where their neighbours ask for the mainland's. Titles in 《》 keep theirs.";
    /// A form that no dictionary knows in this word.
    DoubtfulForm = "doubtful-form", "The text does not survive a conversion to Simplified and back: every word of the dictionaries that fits here has another character, as 控制 for 控製 or 里程 for 裏程; a word stands where its neighbours ask for another one (審批程式 for 審批程序, 資源共用 for 資源共享); a word or character is one that Hong Kong does not print (許可權, 公交車, 平臺, 爲, 裡); a character was left behind (于 for 於), or a surname was taken for a word (餘先生). Such slips come from conversion by a word processor. `-{…}-` or `protect` in glossary.yaml keeps what is meant. `check --fix` mends the best known of them.";
    /// One word in two forms.
    MixedVariants = "mixed-variants", "The report writes one word in more than one way, e.g. 發布 and 發佈. Each may be right; keep to one. Every place that has the rarer form is told.";
    /// 「」 and “” in one report.
    MixedQuotes = "mixed-quotes", "The report has both 「」 and “” around Chinese, or 「」 in a text for the mainland. Keep to the edition's own: 「」 in Hong Kong, “” on the mainland.";
    /// Half-width punctuation in Chinese.
    HalfWidthMark = "half-width-mark", "Chinese text takes full-width punctuation: ，。；：？！（）. Half-width marks belong to Latin text and numbers. `check --fix` mends it where it is certain.";
    /// A quotation mark or bracket without its partner.
    UnmatchedMark = "unmatched-mark", "A quotation mark or bracket opens or closes here, but its partner is missing in the paragraph.";
    /// ASCII quotes around Chinese.
    StraightQuotes = "straight-quotes", "Straight quotes stand around Chinese. Write 「…」 in Hong Kong and “…” on the mainland. `check --fix` does it for pairs.";
    /// Quotation marks of the wrong level.
    NestedQuotes = "nested-quotes", "Quotations stand in 「」 in Hong Kong and in “” on the mainland, those within a quotation in 『』 and ‘’. Here it is the other way round, or one stands in marks of its own kind. `check --fix` does it.";
    /// The same mark twice.
    DoubledMark = "doubled-mark", "The same punctuation mark stands twice in a row. `check --fix` keeps one.";
    /// A space between Chinese characters.
    StraySpace = "stray-space", "There is a space between two Chinese characters, as text copied out of a PDF or a table has. `check --fix` takes it out.";
    /// Dots instead of an ellipsis.
    Ellipsis = "ellipsis", "Chinese writes an ellipsis as …… (two characters of three dots). `check --fix` does it.";
    /// Markup or pasted signs that print as typed.
    Leftover = "leftover", "A sign stands in the text that means something to another program, or to huibao in another place: stars, the line below a table's head, a tab of a spreadsheet, a bullet of a word processor, the mark of a note that is not there, the id of a metric. It would be printed as it is. Write what huibao reads; a backslash before a sign keeps it as it is.";
    /// What an author still has to write.
    Placeholder = "placeholder", "The text waits for something: TODO, 待補充, XX個, a remark to a colleague in brackets such as 【待公關部確認】. In a draft it is a note, in a report that is final a warning. Write what is meant, or take it out.";
    /// A word that stands twice.
    DoubledWord = "doubled-word", "A word is typed twice (我們我們, 的的), an item stands twice in an enumeration (節能、節水、減廢、節水), two words say or deny the same of a figure (約…左右, HK$…港元, 減少-5%), or the word typed before an expression and the one that the expression prints stand side by side: 上升{{ … | change }} prints 上升上升4.5%, 逾 before a figure with 約 prints 逾約. Take the typed word away.";
    /// A heading with nothing below it.
    EmptySection = "empty-section", "Nothing stands below the heading: the next one is of its level or a higher one, or the chapter ends. Write the section, or take the heading out. In a draft it is a note.";
    /// A level of headings that is left out.
    SkippedLevel = "skipped-level", "The heading is more than one level below the one above it (#### below ##), so that contents, bookmarks and screen readers miss a level. Write it one level deeper than the heading that it belongs to.";
    /// The same text twice.
    RepeatedText = "repeated-text", "A paragraph of thirty characters and more stands in the report twice, a sentence twice in one paragraph, a row twice in a table, an item twice in a list, a year in two columns side by side, or a heading twice below the same one. Blanks, marks and script make no difference. Take one out, or lead to the other with [](#name).";
    /// A sentence that is cut off.
    CutSentence = "cut-sentence", "The paragraph begins or ends within a sentence: it has no full stop, ends in 及, 的 or a comma, announces something that does not follow, or begins with a mark; or a heading ends in a comma, a colon or a full stop. Titles, addresses, lines of names and notes below tables need no stop.";
    /// A list whose items end in two ways.
    MixedEnds = "mixed-ends", "Some items of the list end with a full stop or semicolon, others without one. End them alike; the last one may have the stop of the whole list.";
    /// An address that leads nowhere.
    BadAddress = "bad-address", "The address leads nowhere: its beginning is misspelt (htps://), a mark or an ending is wrong (www,example.com, .con), a mailbox has no domain, or its domain is but for a slip one that the report has as well (exmaple.com beside example.com).";
    /// A number that is none.
    MalformedNumber = "malformed-number", "Digits before a unit are no number: their commas part no groups of three (1,2345萬元), or there are two decimal points (3.1.4%), or a mark of Chinese text stands inside (1，000噸, 1、000人), or a letter or a Chinese figure among the digits (6O,639, 3千5百, 二0二五年), or per cent is said twice.";
    /// One thing in two styles.
    MixedStyle = "mixed-style", "The report writes one thing in two ways: large numbers with commas and without (12,345噸 and 23456噸), ranges (2020-2024年 and 2020–2024年, 2020至2024年 and 2020–2024年 in running text), dashes (—— and ──), British and American spelling of one kind (organisation, recognize). The places that have the rarer form are told.";
    /// The other article.
    WrongArticle = "wrong-article", "English has `an` before a vowel that is heard (an hour, an ESG report, an 8% rise) and `a` before all else (a unit, a one-off). Where letters do not tell the sound (SASB, NGO), nothing is told.";
    /// A series of which a number is missing.
    SkippedNumber = "skipped-number", "A series jumps over a number: 首先…第三, （一）…（三）, headings that begin with 一、 and 三、. Mend the number, or write what is missing.";
    /// A reference that an author typed.
    TypedReference = "typed-reference", "The number of a table, figure, chapter, section or page of this report is typed: there is none of this number, the link around it leads to another one, 下表 has no table behind it, the number is right and will not move with the others (a note), or a heading or caption begins with a number that huibao prints itself. [](#name) prints it. References to other papers, 年報第88頁 or 《…》第8章, are left alone.";
    /// A name that is another one but for a slip.
    OtherName = "other-name", "A name, a stock code or a period is not that of report.yaml, or the year in the report's title is not, or one title in 《》 stands in two wordings: 示列實業 for 示例實業, 股份代號：1234, 《個人資料私隱條例》 beside 《個人資料（私隱）條例》. Mend the rarer one. The name of another company that is meant goes into `protect` in glossary.yaml.";
    /// A day, a time or a period that there is not.
    ImpossibleDate = "impossible-date", "No calendar has the day (2026年2月30日), no clock the time (25:30), the period ends before it begins, the day of the week is not that of the date, or the report itself rules a year out: 本年度（2024年） in a report of 2025, 於2052年成立, 成立於2001年，至今三十年. Days of the lunar calendar (農曆) are left alone.";
    /// Text that no product has.
    LostText = "lost-text", "The text was read, and does not stand in the PDF or on the website: what holds it leaves it out. A report is not published without all its text.";
    /// Conversion failed.
    Conversion = "conversion", "The text could not be converted.";
    /// A template cannot be read.
    Template = "template", "A template file of the report or of the theme has an error.";
    /// Typst reports an error.
    Typeset = "typeset", "The PDF could not be typeset.";
    /// A glyph is missing.
    MissingGlyph = "missing-glyph", "The fonts of an edition have no glyph for a character, be it typed or made by conversion. Write another one, or put a font that has it into a folder `fonts` beside `content`.";
    /// Something runs off the page.
    Overflow = "overflow", "Something is larger than the page or cell that holds it.";
    /// The same picture again.
    RepeatedPicture = "repeated-picture", "The same picture stands within eight pages of itself. A reader remembers it: show another one, or none.";
    /// A picture with too few pixels.
    CoarsePicture = "coarse-picture", "A picture has fewer than 100 pixels for each inch that it is wide in print, where 200 and more look sharp. Take the original rather than a copy from a chat or a web page.";
    /// An edition beside a newer one.
    EarlierEdition = "earlier-edition", "Only some editions were published, and another one in the output folder was made before the report changed: its figures and pages may be others. `huibao publish` without `--edition` makes all anew.";
    /// A page with a hole.
    PageFill = "page-fill", "A page of the PDF is less than 85 % full, or the last page of a chapter less than 40 %. huibao moves text, stretches pictures and loosens pages to fill them; here that was not enough.";
}

impl Code {
    /// The text checks, whose severity a report may choose: `checks` in report.yaml.
    pub const TEXT_CHECKS: &'static [Code] = &[
        Code::WrongScript,
        Code::LookAlike,
        Code::StrayCharacter,
        Code::TaiwanWord,
        Code::HongKongWord,
        Code::DoubtfulForm,
        Code::MixedVariants,
        Code::MixedQuotes,
        Code::HalfWidthMark,
        Code::UnmatchedMark,
        Code::StraightQuotes,
        Code::NestedQuotes,
        Code::DoubledMark,
        Code::StraySpace,
        Code::Ellipsis,
        Code::Leftover,
        Code::Placeholder,
        Code::DoubledWord,
        Code::EmptySection,
        Code::SkippedLevel,
        Code::RepeatedText,
        Code::CutSentence,
        Code::MixedEnds,
        Code::ImpossibleDate,
        Code::OtherName,
        Code::BadAddress,
        Code::MalformedNumber,
        Code::MixedStyle,
        Code::WrongArticle,
        Code::SkippedNumber,
        Code::TypedReference,
        Code::ParityHeading,
        Code::ParityComponent,
        Code::ParityTable,
        Code::ParityFigure,
        Code::ParityDisclosure,
    ];

    /// The codes of figures that contradict each other.
    pub const FIGURE_CHECKS: &'static [Code] = &[
        Code::FigureDiffers,
        Code::FigureSum,
        Code::FigureShare,
        Code::FigureAverage,
        Code::FigureChange,
        Code::FigureIntensity,
        Code::FigureJump,
        Code::FigureYear,
        Code::FigureRestated,
        Code::FigurePrevious,
        Code::FigureClaim,
        Code::FigureCount,
        Code::FigureUnused,
        Code::FigureUnlisted,
        Code::TypedFigure,
    ];

    /// The codes whose severity a report chooses: `checks` in report.yaml.
    pub fn checks() -> impl Iterator<Item = Code> {
        Code::TEXT_CHECKS.iter().chain(Code::FIGURE_CHECKS).copied()
    }

    /// Whether it tells figures that contradict each other.
    pub fn is_of_figures(self) -> bool {
        Code::FIGURE_CHECKS.contains(&self)
    }

    /// The code of this name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
