//! An edition as Typst sources: one main file, one file per chapter, one for what all chapters share.
//!
//! Author text is written as string expressions, `#"…";`: only `\` and `"` need escaping, no prose becomes markup, and
//! the `;` keeps a following `(`, `[` or `.` from becoming a call. How things look is the theme's business alone.

mod block;
mod component;
mod inline;
mod joined;
mod syntax;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::json;

use super::breadth::{Breadth, Breadths};
use super::fit::{Change, Fit};
use super::marks;
use super::source_map::SourceMap;
use super::world::{CONTENT, GENERATED, TEMPLATES};
use crate::drawing;
use crate::model::printed::{Block, BlockKind, Chapter, Component, Image, Inline};
use crate::model::{
    Document, Edition, Elsewhere, Index, IndexEntry, IndexPlace, Omission, PageMap, PageRange, Product, Role,
    plain_text,
};
use crate::source::Span;
use crate::view::claims::{Claim, claims, is_first, row_anchor};
use crate::view::{self, index::Row};
pub(super) use syntax::string;
use syntax::{array, dictionary};
use table::em;

/// What the label of an anchor's end adds to the anchor.
pub(super) const END: &str = "--end";

/// One edition's sources.
#[derive(Debug, Default)]
pub(super) struct Emitted {
    /// Text per virtual path (without leading slash).
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// From generated text to the author's, per virtual path.
    pub(super) maps: BTreeMap<String, SourceMap>,
    /// Virtual path of the main file.
    pub(super) main: String,
    /// Anchors in the order of their first appearance and the author's place of each.
    pub(super) anchors: IndexMap<String, Span>,
    /// Where the author names an image, by its virtual path.
    pub(super) images: BTreeMap<String, Span>,
    /// Where the author first uses a component, by its name.
    pub(super) components: BTreeMap<String, Span>,
    /// Where the author names the theme.
    pub(super) theme: Option<Span>,
    /// Components without a template for the PDF.
    pub(super) unknown: Vec<(String, Span)>,
    /// The fit that it is written in.
    pub(super) fit: Fit,
}

/// What the sources depend on besides the edition.
pub(super) struct Setting<'a> {
    /// Font families that there are.
    pub(super) families: &'a [String],
    /// How the theme's page is divided.
    pub(super) grid: super::grid::Grid,
    /// Whether a component has a template.
    pub(super) has_template: &'a dyn Fn(&str) -> bool,
    /// Whether a component that stands so wide may be lower or higher on pages of so many columns.
    pub(super) is_elastic: &'a dyn Fn(&Component, Breadth, usize) -> bool,
    /// Whether no line of a component's short texts ends within a word.
    pub(super) keeps_words: &'a dyn Fn(&str) -> bool,
    /// How wide the blocks of each chapter stand.
    pub(super) breadths: &'a [Breadths],
    /// Whether a template names one of the edition's words.
    pub(super) names_label: &'a dyn Fn(&str) -> bool,
}

impl Emitted {
    /// Writes again what a layout came to: the fit of each chapter, and the pages in the indices if they are known. Gives
    /// the paths of what is no longer as it was.
    pub(super) fn follow(
        &mut self,
        doc: &Document,
        setting: &Setting<'_>,
        fit: &Fit,
        pages: Option<&PageMap>,
    ) -> Vec<String> {
        let folder = folder(doc.edition);
        let mut changed = Vec::new();
        let others: Vec<usize> = (0..fit.len()).filter(|at| fit[*at] != self.fit[*at]).collect();
        let claims = if others.is_empty() { BTreeMap::new() } else { claims(doc) };
        for at in others {
            // What a section ends with is told by the order of its blocks.
            if fit[at].behind != self.fit[at].behind {
                self.chapter(doc, setting, &claims, (at, &fit[at]));
                changed.push(format!("{folder}/{}", chapter_file(at)));
            }
            let path = format!("{folder}/{}", fit_file(at));
            self.files.insert(path.clone(), fitted(&doc.chapters[at], at, &fit[at]).into_bytes());
            changed.push(path);
        }
        self.fit.clone_from(fit);
        for index in doc.indices.iter().filter(|_| pages.is_some()) {
            let path = index_path(doc.edition, &index.standard);
            let json = index_json(index, doc.shows_claims, pages);
            if self.files.get(&path) != Some(&json) {
                self.files.insert(path.clone(), json);
                changed.push(path);
            }
        }
        changed
    }

    /// Writes the file of a chapter.
    fn chapter(
        &mut self,
        doc: &Document,
        setting: &Setting<'_>,
        claims: &BTreeMap<&str, Vec<Claim>>,
        (at, change): (usize, &Change),
    ) {
        let chapter = &doc.chapters[at];
        let mut writer = Writer {
            doc,
            chapter,
            setting,
            emitted: self,
            out: String::new(),
            map: SourceMap::default(),
            level: 1,
            noted: vec![false; chapter.footnotes.len()],
            around: Around::default(),
            held: String::new(),
            whole_words: false,
            is_narrow: false,
            keeps_words: false,
            depth: 0,
            change: change.clone(),
            stretch: None,
            breadths: setting.breadths.get(at).cloned().unwrap_or_default(),
            at,
            is_broad: false,
            claims,
        };
        writer.chapter(at);
        let (text, map) = (writer.out, writer.map);
        let path = format!("{}/{}", folder(doc.edition), chapter_file(at));
        self.files.insert(path.clone(), text.into_bytes());
        self.maps.insert(path, map);
    }
}

/// Writes one edition, its blocks in this fit. No page is known yet.
pub(super) fn edition(doc: &Document, attachments: &[Product], setting: &Setting<'_>, fit: &Fit) -> Emitted {
    let folder = folder(doc.edition);
    let mut emitted = Emitted {
        main: format!("{folder}/main.typ"),
        theme: Some(doc.theme.span),
        fit: fit.clone(),
        ..Emitted::default()
    };
    let mut main =
        format!("#import \"/{TEMPLATES}pdf/theme.typ\": *\n#import \"edition.typ\": doc\n\n#show: report.with(doc)\n");
    for product in attachments {
        let name = product.path.rsplit('/').next().unwrap_or(&product.path);
        let path = format!("{folder}/data/{name}");
        let description = format!("{} {name}", doc.locale.label("data"));
        let _ = writeln!(
            main,
            "#pdf.attach({}, read({}, encoding: none), relationship: \"data\", mime-type: {}, description: {})",
            string(&format!("/{name}")),
            string(&format!("/{path}")),
            string(mime_type(name)),
            string(&description),
        );
        emitted.files.insert(path, product.bytes.clone());
    }
    for image in doc.chapters.iter().filter_map(|chapter| chapter.image.as_ref()).chain(&doc.cover).chain(&doc.logo) {
        emitted.images.entry(image_file(image)).or_insert(image.span);
    }
    main.push_str("#cover(doc)\n#contents(doc)\n");
    let claims = claims(doc);
    for (at, chapter) in doc.chapters.iter().enumerate() {
        let _ = writeln!(main, "#include {}", string(&chapter_file(at)));
        let change = fit.get(at).cloned().unwrap_or_default();
        emitted.files.insert(format!("{folder}/{}", fit_file(at)), fitted(chapter, at, &change).into_bytes());
        emitted.chapter(doc, setting, &claims, (at, &change));
    }
    main.push_str("#closing(doc)\n");
    for index in &doc.indices {
        emitted.files.insert(index_path(doc.edition, &index.standard), index_json(index, doc.shows_claims, None));
    }
    emitted.files.insert(format!("{folder}/edition.typ"), shared(doc, setting).into_bytes());
    emitted.files.insert(emitted.main.clone(), main.into_bytes());
    emitted
}

/// The virtual folder of an edition.
fn folder(edition: Edition) -> String {
    format!("{GENERATED}{}", edition.tag())
}

/// The file of a chapter. Numbered rather than named by slug: a slug may hold characters that a virtual path cannot.
fn chapter_file(chapter: usize) -> String {
    format!("chapter-{chapter:02}.typ")
}

/// The file of what the fit pass decides about a chapter.
fn fit_file(chapter: usize) -> String {
    format!("fit-{chapter:02}.typ")
}

/// What the fit pass decides about a chapter. It stands apart, so that the chapter's own text, and with it most of what
/// Typst remembers of it, stays as it is from layout to layout.
fn fitted(chapter: &Chapter, at: usize, change: &Change) -> String {
    let skipped = usize::from(opening(chapter).is_some());
    let order = change.order(chapter.blocks.len()).into_iter().filter(|id| *id >= skipped);
    let own = |entries: Vec<(String, String)>| dictionary(entries.iter().map(|(id, by)| (id.as_str(), by.clone())));
    let room = |(id, room): (&usize, &f64)| (id.to_string(), format!("{room}pt"));
    let stretch = |(id, stretch): (&usize, &f64)| (id.to_string(), stretch.to_string());
    let entries = [
        ("marks", array((0..=chapter.blocks.len()).map(|id| string(&marks::block(at, id))))),
        ("order", array(order.map(|id| id.to_string()))),
        ("room", own(change.room.iter().map(room).collect())),
        ("stretch", own(change.stretch.iter().map(stretch).collect())),
        ("tops", array(change.tops.iter().map(usize::to_string))),
        ("foot", format!("{}pt", change.foot)),
        ("foot-before", change.foot_before.map_or("none".to_owned(), |id| id.to_string())),
        ("starts", array(change.starts.iter().map(usize::to_string))),
        ("heads", array(change.heads.iter().map(usize::to_string))),
        ("foot-mark", string(&marks::foot(at))),
        ("chapter", at.to_string()),
        // Behind what has pages of its own nothing stands: it would begin one.
        ("is-open", chapter.blocks.last().is_none_or(|last| block::on_own_pages(last).is_none()).to_string()),
    ];
    format!("#let fit = {}\n", dictionary(entries))
}

/// Virtual path of an image.
fn image_file(image: &Image) -> String {
    drawing::file(&image.path).unwrap_or_else(|| format!("{CONTENT}{}", image.path))
}

/// Virtual path of an index's data.
fn index_path(edition: Edition, standard: &str) -> String {
    format!("{}/index-{standard}.json", folder(edition))
}

/// The label of a chapter's opening where the author's heading gives none.
fn chapter_anchor(chapter: &Chapter) -> String {
    let own = opening(chapter).and_then(|(block, _)| block.anchor.clone());
    own.unwrap_or_else(|| chapter.slug.clone())
}

/// The level-1 heading that opens a chapter, if the author wrote one, and its text.
fn opening(chapter: &Chapter) -> Option<(&Block, &[Inline])> {
    let block = chapter.blocks.first()?;
    match &block.kind {
        BlockKind::Heading { level: 1, inlines, .. } => Some((block, inlines)),
        _ => None,
    }
}

/// `edition.typ`: what the theme must know anywhere in the edition.
fn shared(doc: &Document, setting: &Setting<'_>) -> String {
    let edition = doc.edition;
    let picture = |image: &Option<Image>| {
        image.as_ref().map_or_else(|| "none".to_owned(), |image| string(&format!("/{}", image_file(image))))
    };
    let issuer = &doc.issuer;
    let date = |date: crate::model::Date| string(&doc.locale.short_date(date));
    let mut out = String::from("#let doc = (\n");
    let mut entry = |key: &str, value: String| {
        let _ = writeln!(out, "  {}: {value},", string(key));
    };
    entry("tag", string(edition.tag()));
    entry("lang", string(edition.language()));
    entry("region", string(edition.region()));
    // The keys under which data files keep the edition's words, best first.
    entry("lookup", array(edition.lookup().map(string)));
    entry("ideographic", edition.script().is_ideographic().to_string());
    entry("families", array(setting.families.iter().map(|family| string(family))));
    entry("title", string(&doc.title));
    let second = doc
        .second_title
        .as_ref()
        .map(|(tag, title)| dictionary([("lang", string(language(tag))), ("text", string(title))]));
    entry("second-title", second.unwrap_or_else(|| "none".to_owned()));
    entry("tagline", string(&doc.tagline));
    entry("subtitle", string(&doc.subtitle));
    entry("notice", string(&doc.notice));
    entry(
        "issuer",
        dictionary([
            ("name", string(&issuer.name)),
            ("short-name", string(&issuer.short_name)),
            ("stock-code", string(&issuer.stock_code)),
            ("address", string(&issuer.address)),
            ("email", string(&issuer.email)),
            ("website", string(&issuer.website)),
        ]),
    );
    entry("draft", doc.draft.to_string());
    entry("mirrored", doc.mirrored.to_string());
    entry("cover", picture(&doc.cover));
    entry("logo", picture(&doc.logo));
    let period = &doc.period;
    entry("period", dictionary([("from", date(period.from)), ("to", date(period.to))]));
    entry("year", string(&period.year().to_string()));
    let labels = doc.locale.labels().iter().filter(|(key, _)| (setting.names_label)(key));
    entry("labels", dictionary(labels.map(|(key, text)| (key.as_str(), string(text)))));
    let chapters = doc.chapters.iter().map(|chapter| {
        let role = match chapter.role {
            Role::Front => "front",
            Role::Chapter => "chapter",
            Role::Appendix => "appendix",
        };
        dictionary([
            ("title", string(plain_text(&chapter.title).trim())),
            ("number", string(chapter.number.as_deref().unwrap_or_default())),
            ("role", string(role)),
            ("anchor", string(&chapter_anchor(chapter))),
            ("sdgs", array(chapter.sdgs.iter().map(|goal| goal.node.to_string()))),
            ("image", picture(&chapter.image)),
        ])
    });
    entry("chapters", array(chapters));
    out.push_str(")\n");
    out
}

/// The language of a tag (BCP 47), which is all that Typst takes.
fn language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The groups of an index as data, so that the chapter's own text stays small.
fn index_json(index: &Index, shows_claims: bool, pages: Option<&PageMap>) -> Vec<u8> {
    /// What stands for a page while none is known: as wide as most, so that rows are as high as they will be.
    const UNKNOWN: &str = "P88";
    let range = |(range, anchor): &(PageRange, &str)| json!({ "text": range.to_string(), "anchor": anchor });
    let lines = |places: &[IndexPlace]| -> Vec<_> {
        let sections = view::index::sections(places).into_iter();
        let lines = sections.map(|(section, places)| {
            let pages: Vec<_> = match pages {
                Some(pages) => pages.merged(places).iter().map(range).collect(),
                None => vec![json!({ "text": UNKNOWN, "anchor": null })],
            };
            (section, pages)
        });
        let lines = lines.filter(|(_, pages)| !pages.is_empty());
        lines.map(|(section, pages)| json!({ "section": section, "pages": pages })).collect()
    };
    let elsewhere = |place: &Elsewhere| json!({ "text": place.text, "url": place.url });
    let omission = |omission: &Omission| {
        let Omission { requirement, reason, explanation } = omission;
        json!({ "requirement": requirement, "reason": reason, "explanation": explanation })
    };
    let row = |Row { at, entry }: &Row<'_>| {
        let anchor = (shows_claims && is_first(index, *at)).then(|| row_anchor(index, *at));
        json!({
            "anchor": anchor, "omission": entry.omission.as_ref().map(omission),
            "may_be_omitted": entry.may_be_omitted, "sector": entry.sector,
            "code": entry.code, "title": entry.title, "depth": entry.depth, "status": entry.status.name(),
            "long": is_long(entry),
            "lines": lines(&entry.places),
            "elsewhere": entry.elsewhere.iter().map(elsewhere).collect::<Vec<_>>(),
            "explanation": entry.remark,
            "beside": entry.beside,
        })
    };
    let rows = |rows: &[Row<'_>]| rows.iter().map(row).collect::<Vec<_>>();
    let beside: Vec<_> = index.beside.iter().map(|column| column.title.as_str()).collect();
    let groups = view::index::groups(index);
    let groups: Vec<_> =
        groups.iter().map(|group| json!({ "heads": rows(&group.heads), "rows": rows(&group.rows) })).collect();
    let data = json!({
        "title": index.title, "statement": index.statement, "beside": beside, "groups": groups,
        "has_omissions": index.has_omissions, "sectors": index.sectors,
    });
    data.to_string().into_bytes()
}

/// Whether a row of an index may be as high as half a page, and so breaks: by its places, its texts, and the narrowest
/// columns that they have in the theme.
fn is_long(entry: &IndexEntry) -> bool {
    /// Lines of small type on half a page.
    const HALF: f64 = 24.0;
    /// Characters on a line of the places, and of the texts in columns of their own; a page's number takes so many.
    const PLACES: f64 = 12.0;
    const TEXTS: f64 = 8.0;
    const PAGE: f64 = 3.0;
    let sections = view::index::sections(&entry.places).into_iter();
    let sections = sections.map(|(section, places)| (em(section) + PAGE * places.len() as f64) / PLACES);
    let elsewhere = entry.elsewhere.iter().map(|place| em(&place.text) / PLACES);
    let lines: f64 = sections.chain(elsewhere).map(f64::ceil).sum();
    let omission = entry.omission.iter().flat_map(|said| [&said.requirement, &said.reason, &said.explanation]);
    let texts = omission.chain([&entry.title, &entry.sector]).chain(&entry.beside).map(|text| em(text) / TEXTS);
    lines + em(&entry.remark) / PLACES > HALF || texts.fold(0.0, f64::max) > HALF
}

/// The character before a text and the text behind it, as far as they are known.
#[derive(Default)]
struct Around {
    before: Option<char>,
    behind: String,
}

/// Writes one chapter's file.
struct Writer<'a> {
    doc: &'a Document,
    chapter: &'a Chapter,
    setting: &'a Setting<'a>,
    emitted: &'a mut Emitted,
    out: String,
    map: SourceMap,
    /// Level of the last heading written: PDF/UA-1 (ISO 14289-1, 7.4.2) lets no level be skipped.
    level: u8,
    /// Footnotes already written: a second mark refers to the first one's text.
    noted: Vec<bool>,
    /// What stands around what is written next.
    around: Around,
    /// Marks at the start of what is written next that stand with the figure before it.
    held: String,
    /// Whether no line of what is written next ends within a word.
    whole_words: bool,
    /// Whether what is written next may stand in a few centimetres: in a table, a component, a heading in the margin.
    is_narrow: bool,
    /// Whether none of the component's short texts that is written does.
    keeps_words: bool,
    /// How many blocks the one that is written stands in.
    depth: usize,
    /// What the fit pass changes in this chapter.
    change: Change,
    /// The block that is written next, if it may be lower or higher.
    stretch: Option<usize>,
    /// How wide the chapter's blocks stand.
    breadths: Breadths,
    /// The chapter's number, from 0.
    at: usize,
    /// Whether what is written stands across all columns.
    is_broad: bool,
    /// The codes to show at each anchor.
    claims: &'a BTreeMap<&'a str, Vec<Claim>>,
}

/// MIME type of an attachment by its extension; PDF/A-3 asks for one.
fn mime_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
