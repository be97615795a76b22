//! One edition → web pages.
//!
//! Prose becomes HTML here, in Rust; templates only put finished pieces together, so author text can never be template
//! code. The site is a folder of plain files: no server, no network, and no script needed.

mod blocks;
mod compact;
mod context;
mod gaps;
mod goals;
mod home;
mod inline;
mod links;
mod renderer;
mod search;
mod theme;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use context::{html, map};
pub use gaps::gaps;
use goals::Goals;
use inline::{mark_id, note_id, phrase};
pub use links::page_name;
use links::{Places, image_path, in_edition, page_href};
use renderer::Renderer;
pub use search::search_index;

use crate::assets::Assets;
use crate::diag::{Code, Diagnostic, Sink};
use crate::drawing;
use crate::model::printed::{Block, BlockKind, Chapter, Image};
use crate::model::{Document, Printed, Product, Role, Visit, plain_text};
use crate::picture;
use crate::source::{Sources, Span};
use crate::store::Store;
use crate::template::{Context, Pages, Value};
use crate::view::claims;

/// What the website takes from the edition's PDF.
#[derive(Debug, Default)]
pub struct PdfFacts {
    /// The font of its titles with the characters that [`title_characters`] names; readers have others.
    pub title_font: Option<Vec<u8>>,
    /// Size of the file in bytes; 0 if there is none.
    pub size: usize,
    /// Per standard, the pages of every index row as printed (`P47–P52`, `P76`).
    pub index_pages: BTreeMap<String, Vec<Vec<String>>>,
}

/// Everything the pages of one edition have in common.
struct Site<'a> {
    doc: &'a Document,
    all: &'a [Document],
    printed: &'a PdfFacts,
    templates: &'a Pages,
    places: Places<'a>,
    claims: BTreeMap<&'a str, Vec<claims::Claim>>,
    labels: Value,
    icon: String,
    /// The colour of each chapter by its place, from 1: those of the theme in turn; 0 for what is no chapter.
    hues: Vec<usize>,
}

/// What every edition's pages are made with.
#[derive(Clone, Copy)]
pub struct Workshop<'a> {
    /// Page templates.
    pub templates: &'a Pages,
    /// Style, scripts and themes.
    pub assets: &'a Assets,
    /// The report's files, for its images.
    pub store: &'a Store,
}

/// The pages of one edition and what they need, below `<edition>/`. Images are those of the report's content folder.
pub fn site(
    doc: &Document,
    all: &[Document],
    printed: &PdfFacts,
    workshop: Workshop<'_>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<Product> {
    let Workshop { templates, assets, store } = workshop;
    let labels = Value::from(doc.locale.labels().clone());
    let icon = theme::icon(assets, &doc.theme.node, &doc.issuer.short_name);
    let hues = hues(doc, theme::hues(assets, &doc.theme.node));
    let site = Site {
        doc,
        all,
        printed,
        templates,
        places: Places::new(doc),
        claims: claims::claims(doc),
        labels,
        icon,
        hues,
    };
    let goals = Goals::new();
    let mut products = Vec::new();
    let mut put =
        |path: &str, bytes: Vec<u8>| products.push(Product { path: format!("{}/{path}", doc.edition), bytes });

    if let Some(page) = templates.render("html/index.html", &site.cover(), sources, sink) {
        put("index.html", compact::html(&page).into());
    }
    for at in 0..doc.chapters.len() {
        let context = site.chapter(at, &goals, sources, sink);
        if let Some(page) = templates.render("html/chapter.html", &context, sources, sink) {
            put(&page_name(&doc.chapters[at].slug), compact::html(&page).into());
        }
    }
    let editions: Vec<_> = all.iter().map(|doc| doc.edition).collect();
    let style = theme::properties(assets, &doc.theme.node, &editions, printed.title_font.is_some());
    let style = style + &file(assets, "html/site.css", sink);
    put("assets/site.css", compact::css(&style).into());
    put("assets/cover.css", compact::css(&file(assets, "html/cover.css", sink)).into());
    if let Some(font) = &printed.title_font {
        put(theme::TITLE_FONT, font.clone());
    }
    let scripts =
        ["html/site.js", "html/search.js", "html/tables.js", "html/charts.js"].map(|path| file(assets, path, sink));
    put("assets/site.js", compact::script(&scripts.concat()).into());
    put("assets/find.js", compact::script(&file(assets, "html/find.js", sink)).into());
    let palette = drawing::Palette::of(assets, &doc.theme.node);
    for (path, span) in images(doc) {
        let drawn = palette.as_ref().and_then(|palette| drawing::svg(&path, palette, assets)).map(String::into_bytes);
        let file = store.in_content(&path);
        let read = || {
            store
                .read_made(&file, |bytes| picture::published(bytes, u64::MAX))
                .map(|read| read.map(|bytes| bytes.to_vec()))
        };
        match drawn.map_or_else(read, |drawn| Ok(Some(drawn))) {
            Ok(Some(bytes)) => put(&image_path(&path), bytes),
            Ok(None) => sink.push(Diagnostic::error(Code::MissingImage, span, format!("there is no image `{path}`"))),
            Err(refusal) => sink.push(refusal.told(&format!("`{path}`"), Some(span))),
        }
    }
    products
}

/// The characters for which the site brings a font of its own: those of titles and large figures. Marks stay with the
/// reader's fonts, in which they can be set closer.
pub fn title_characters(doc: &Document) -> BTreeSet<char> {
    let headings = doc.chapters.iter().flat_map(|chapter| {
        let blocks = chapter.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Heading { level: 1 | 2, inlines, .. } => Some(plain_text(inlines)),
            _ => None,
        });
        std::iter::once(plain_text(&chapter.title)).chain(blocks)
    });
    let labels = doc.locale.labels().iter().map(|(_, text)| text.clone());
    let voice = home::voice(doc).map(|voice| voice.plain());
    let texts = headings.chain(labels).chain(voice).chain([doc.title.clone(), doc.subtitle.clone()]);
    let characters = texts.flat_map(|text| text.chars().collect::<Vec<_>>()).filter(|c| c.is_alphanumeric());
    characters.chain(' '..='~').collect()
}

/// The page at the root of the output folder: a choice of editions. `None` if its template fails, which is reported.
pub fn chooser(
    all: &[Document],
    templates: &Pages,
    assets: &Assets,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Product> {
    let editions = all.iter().map(|doc| {
        let edition = doc.edition;
        map([
            ("tag", edition.tag().into()),
            ("name", doc.locale.label("autonym").into()),
            ("href", format!("{edition}/index.html").into()),
            ("issuer", doc.issuer.name.as_str().into()),
            ("title", doc.title.as_str().into()),
            ("notice", doc.notice.as_str().into()),
            ("draft", doc.draft.into()),
            ("labels", Value::from(doc.locale.labels().clone())),
        ])
    });
    let mut context = Context::new();
    context.insert_value("editions", Value::from(editions.collect::<Vec<_>>()));
    let source = all.iter().find(|doc| doc.is_source).or(all.first())?;
    context.insert_value("lang", source.edition.tag().into());
    context.insert_value("title", source.title.as_str().into());
    let icon = theme::icon(assets, &source.theme.node, &source.issuer.short_name);
    context.insert_value("icon", icon.into());
    context.insert_value("assets", format!("{}/assets", source.edition).into());
    let page = templates.render("html/chooser.html", &context, sources, sink)?;
    Some(Product { path: "index.html".to_owned(), bytes: page.into_bytes() })
}

/// A size for readers: `1.7 MB`, `340 kB`.
fn file_size(bytes: usize) -> String {
    const KILO: usize = 1000;
    const MEGA: usize = KILO * KILO;
    if bytes >= MEGA {
        let tenths = (bytes * 10).div_ceil(MEGA);
        format!("{}.{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} kB", bytes.div_ceil(KILO))
    }
}

/// A file that is no template.
fn file(assets: &Assets, path: &str, sink: &mut Sink) -> String {
    match assets.read(path) {
        Ok(asset) => asset.map(|asset| asset.text.into_owned()).unwrap_or_default(),
        Err(refusal) => {
            sink.push(refusal.told(&format!("templates/{path}"), None));
            String::new()
        }
    }
}

impl<'a> Site<'a> {
    /// A label of the edition.
    fn label(&self, key: &str) -> &str {
        self.doc.locale.label(key)
    }

    /// What every page is given. `chapter` is the page's chapter; the cover has none.
    fn page(&self, chapter: Option<usize>) -> Context {
        let (doc, edition) = (self.doc, self.doc.edition);
        let current = chapter.map(|at| &self.doc.chapters[at]);
        let mut context = Context::new();
        context.insert_value("lang", edition.tag().into());
        context.insert_value("labels", self.labels.clone());
        context.insert_value("icon", self.icon.as_str().into());
        if self.printed.size > 0 {
            context.insert_value("pdf", map([("size", file_size(self.printed.size).into())]));
        }
        context.insert_value(
            "issuer",
            map([
                ("name", doc.issuer.name.as_str().into()),
                ("short_name", doc.issuer.short_name.as_str().into()),
                ("stock_code", doc.issuer.stock_code.as_str().into()),
                ("address", doc.issuer.address.as_str().into()),
                ("email", doc.issuer.email.as_str().into()),
                ("website", doc.issuer.website.as_str().into()),
            ]),
        );
        let second_title = doc
            .second_title
            .as_ref()
            .map_or_else(Value::none, |(tag, title)| map([("lang", (*tag).into()), ("text", title.as_str().into())]));
        context.insert_value(
            "report",
            map([
                ("title", doc.title.as_str().into()),
                ("second_title", second_title),
                ("tagline", doc.tagline.as_str().into()),
                ("subtitle", doc.subtitle.as_str().into()),
                ("notice", doc.notice.as_str().into()),
                ("period", self.doc.locale.period(&doc.period).into()),
                ("year", doc.period.year().into()),
                ("draft", doc.draft.into()),
                ("cover", decoration(&doc.cover)),
                ("logo", logo(&doc.logo)),
            ]),
        );
        let editions = self.all.iter().map(|other| {
            map([
                ("tag", other.edition.tag().into()),
                ("name", other.locale.label("autonym").into()),
                ("href", in_edition(other, current).into()),
                ("current", (other.edition == edition).into()),
            ])
        });
        context.insert_value("editions", Value::from(editions.collect::<Vec<_>>()));
        let chapters =
            self.doc.chapters.iter().enumerate().map(|(at, one)| link(one, chapter == Some(at), self.hues[at]));
        context.insert_value("chapters", Value::from(chapters.collect::<Vec<_>>()));
        context
    }

    /// The cover's context.
    fn cover(&self) -> Context {
        let mut context = self.page(None);
        context.insert_value("figures", home::figures(self));
        context.insert_value("voice", home::voice(self.doc).map_or_else(Value::none, |voice| voice.value()));
        context.insert_value("stories", home::stories(self));
        let parts =
            home::title_parts(&self.doc.title).map(|(year, rest)| map([("year", year.into()), ("rest", rest.into())]));
        context.insert_value("title_parts", parts.unwrap_or_else(Value::none));
        context.insert_value("downloads", home::downloads(self));
        context
    }

    /// A chapter page's context.
    fn chapter(&self, at: usize, goals: &Goals, sources: &mut Sources, sink: &mut Sink) -> Context {
        let chapter = &self.doc.chapters[at];
        let mut renderer = Renderer::new(self, chapter, sink);
        // The chapter's own heading of level 1 is the page's title; without one, the front matter's.
        let (anchor, title, blocks) = match chapter.blocks.split_first() {
            Some((Block { anchor, kind: BlockKind::Heading { level: 1, inlines, .. }, .. }, rest)) => {
                (anchor.as_deref(), inlines, rest)
            }
            _ => (None, &chapter.title, &chapter.blocks[..]),
        };
        let title = renderer.fragment(title);
        let lead = renderer.fragment(&chapter.lead);
        let mut body = String::new();
        renderer.blocks(&mut body, blocks);
        let notes: Vec<Value> = chapter
            .footnotes
            .iter()
            .enumerate()
            .map(|(index, note)| {
                let text = renderer.fragment(&note.inlines);
                let marks = (1..=renderer.marks[index]).map(|nth| Value::from(mark_id(note.number, nth)));
                map([
                    ("id", note_id(note.number).into()),
                    ("number", note.number.into()),
                    ("text", html(&text)),
                    ("marks", Value::from(marks.collect::<Vec<_>>())),
                ])
            })
            .collect();
        let errors = std::mem::take(&mut renderer.errors);
        for error in errors {
            self.templates.report(&error, sources, sink);
        }
        let mut context = self.page(Some(at));
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| self.doc.chapters.get(at)).map_or_else(Value::none, |chapter| link(chapter, false, 0))
        };
        context.insert_value("previous", neighbour(at.checked_sub(1)));
        context.insert_value("next", neighbour(Some(at + 1)));
        let sdgs = chapter.sdgs.iter().filter_map(|number| goals.get(number.node, self.doc.edition));
        context.insert_value(
            "chapter",
            map([
                ("anchor", anchor.unwrap_or_default().into()),
                ("number", chapter.number.as_deref().unwrap_or_default().into()),
                ("role", role(chapter.role).into()),
                ("ordinal", at.into()),
                ("hue", self.hues[at].into()),
                ("image", decoration(&chapter.image)),
                ("title", html(&title)),
                ("plain_title", plain_text(&chapter.title).into()),
                ("description", plain_text(&chapter.lead).into()),
                ("lead", html(&lead)),
                ("sdgs", Value::from(sdgs.collect::<Vec<_>>())),
                ("body", html(&body)),
                ("notes", Value::from(notes)),
            ]),
        );
        context
    }
}

/// The colour of each chapter, of as many as there are, as the PDF gives them out.
fn hues(doc: &Document, count: usize) -> Vec<usize> {
    let mut nth = 0;
    let hue = |chapter: &Chapter| match chapter.role {
        Role::Chapter => {
            nth += 1;
            (nth - 1) % count + 1
        }
        _ => 0,
    };
    doc.chapters.iter().map(hue).collect()
}

/// A chapter in a list of links, with its sections.
fn link(chapter: &Chapter, current: bool, hue: usize) -> Value {
    let sections = chapter.blocks.iter().filter_map(|block| match (&block.kind, &block.anchor) {
        (BlockKind::Heading { level: 2, number, inlines }, Some(anchor)) => Some(map([
            (
                "href",
                format!("{}#{}", if current { String::new() } else { page_href(&chapter.slug) }, links::encode(anchor))
                    .into(),
            ),
            ("number", number.as_deref().unwrap_or_default().into()),
            ("title", html(&phrase(inlines))),
        ])),
        _ => None,
    });
    map([
        ("href", page_href(&chapter.slug).into()),
        ("number", chapter.number.as_deref().unwrap_or_default().into()),
        ("title", html(&phrase(&chapter.title))),
        ("role", role(chapter.role).into()),
        ("image", decoration(&chapter.image)),
        ("current", current.into()),
        ("hue", hue.into()),
        ("sections", Value::from(sections.collect::<Vec<_>>())),
    ])
}

/// Address of a picture that is decoration, or nothing.
fn decoration(image: &Option<Image>) -> Value {
    image.as_ref().map_or_else(Value::none, |image| inline::image_href(&image.path).into())
}

/// The company's logo, or nothing. Its words are the company's name.
fn logo(image: &Option<Image>) -> Value {
    image.as_ref().map_or_else(Value::none, |image| {
        map([
            ("src", inline::image_href(&image.path).into()),
            ("width", image.size.map(|(width, _)| width).into()),
            ("height", image.size.map(|(_, height)| height).into()),
        ])
    })
}

/// A role as templates name it.
fn role(role: Role) -> &'static str {
    match role {
        Role::Front => "front",
        Role::Chapter => "chapter",
        Role::Appendix => "appendix",
    }
}

/// Every image of the edition by path, with a place that names it.
pub fn images(doc: &Document) -> BTreeMap<String, Span> {
    struct Images(BTreeMap<String, Span>);
    impl<'a> Visit<'a, Printed> for Images {
        fn image(&mut self, image: &'a Image) {
            self.0.entry(image.path.clone()).or_insert(image.span);
        }
    }
    let mut images = Images(BTreeMap::new());
    doc.cover.iter().chain(&doc.logo).for_each(|image| images.image(image));
    doc.chapters.iter().for_each(|chapter| images.chapter(chapter));
    images.0
}
