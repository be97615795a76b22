//! An edition as Typst sources: one main file, one file per chapter, one for what all chapters share.
//!
//! Author text is written as string expressions, `#"…";`: only `\` and `"` need escaping, no prose becomes markup, and
//! the `;` keeps a following `(`, `[` or `.` from becoming a call. How things look is the theme's business alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::source_map::SourceMap;
use super::world::{CONTENT, GENERATED, TEMPLATES};
use crate::chart::{self, Plot};
use crate::drawing;
use crate::model::{
    Align, Block, BlockKind, Cell, Chapter, Component, Data, Edition, EditionDoc, Image, Index, IndexPlace,
    IndexStatus, Inline, InlineKind, KpiRow, LinkTarget, Names, Product, Role, Table, plain_text, section_range,
};
use crate::source::Span;

/// What the label of an anchor's end adds to the anchor.
pub(super) const END: &str = "--end";

/// The component that huibao itself fills with a disclosure index.
const INDEX: &str = "index";

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
    /// Components without a template for the PDF.
    pub(super) unknown: Vec<(String, Span)>,
}

/// Writes one edition. `has_template` tells whether a component has a template.
pub(super) fn edition(
    doc: &EditionDoc,
    attachments: &[Product],
    families: &[String],
    has_template: &dyn Fn(&str) -> bool,
) -> Emitted {
    let folder = format!("{GENERATED}{}", doc.edition.tag());
    let mut emitted = Emitted { main: format!("{folder}/main.typ"), ..Emitted::default() };
    let mut main =
        format!("#import \"/{TEMPLATES}pdf/theme.typ\": *\n#import \"edition.typ\": doc\n\n#show: report.with(doc)\n");
    for product in attachments {
        let name = product.path.rsplit('/').next().unwrap_or(&product.path);
        let path = format!("{folder}/data/{name}");
        let description = match doc.labels.get("data") {
            Some(label) => format!("{label} {name}"),
            None => name.to_owned(),
        };
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
    for image in doc
        .chapters
        .iter()
        .filter_map(|chapter| chapter.image.as_ref())
        .chain(&doc.config.cover)
        .chain(&doc.config.logo)
    {
        emitted.images.entry(image_file(image)).or_insert(image.span);
    }
    main.push_str("#cover(doc)\n#contents(doc)\n");
    for (at, chapter) in doc.chapters.iter().enumerate() {
        // Numbered rather than named by slug: a slug may hold characters that a virtual path cannot.
        let name = format!("chapter-{at:02}.typ");
        let _ = writeln!(main, "#include {}", string(&name));
        let mut writer = Writer {
            doc,
            chapter,
            has_template,
            emitted: &mut emitted,
            out: String::new(),
            map: SourceMap::default(),
            level: 1,
            noted: vec![false; chapter.footnotes.len()],
        };
        writer.chapter(at);
        let (text, map) = (writer.out, writer.map);
        let path = format!("{folder}/{name}");
        emitted.files.insert(path.clone(), text.into_bytes());
        emitted.maps.insert(path, map);
    }
    main.push_str("#closing(doc)\n");
    for index in &doc.indices {
        emitted.files.insert(index_path(doc.edition, &index.standard), index_json(index));
    }
    emitted.files.insert(format!("{folder}/edition.typ"), shared(doc, families).into_bytes());
    emitted.files.insert(emitted.main.clone(), main.into_bytes());
    emitted
}

/// Virtual path of an image.
fn image_file(image: &Image) -> String {
    drawing::file(&image.path).unwrap_or_else(|| format!("{CONTENT}{}", image.path))
}

/// Virtual path of an index's data.
fn index_path(edition: Edition, standard: &str) -> String {
    format!("{GENERATED}{}/index-{standard}.json", edition.tag())
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
fn shared(doc: &EditionDoc, families: &[String]) -> String {
    let edition = doc.edition;
    let name = |names: &Names| string(names.text(edition));
    let picture = |image: &Option<Image>| {
        image.as_ref().map_or_else(|| "none".to_owned(), |image| string(&format!("/{}", image_file(image))))
    };
    let optional = |text: &Option<String>| string(text.as_deref().unwrap_or_default());
    let issuer = &doc.config.issuer;
    let date = |date: &crate::model::Date| string(&format!("{}.{:02}.{:02}", date.year, date.month, date.day));
    let (lang, region) = match edition {
        Edition::ZhHantHk => ("zh", "HK"),
        Edition::ZhHansCn => ("zh", "CN"),
        Edition::En => ("en", "HK"),
    };
    let mut out = String::from("#let doc = (\n");
    let mut entry = |key: &str, value: String| {
        let _ = writeln!(out, "  {}: {value},", string(key));
    };
    entry("tag", string(edition.tag()));
    entry("lang", string(lang));
    entry("region", string(region));
    entry("families", array(families.iter().map(|family| string(family))));
    entry("title", name(&doc.config.title));
    entry("subtitle", name(&doc.config.subtitle));
    entry("notice", name(&doc.config.notice));
    let short = if issuer.short_name.text(edition).is_empty() { &issuer.name } else { &issuer.short_name };
    entry(
        "issuer",
        dictionary([
            ("name", name(&issuer.name)),
            ("short-name", name(short)),
            ("stock-code", optional(&issuer.stock_code)),
            ("address", name(&issuer.address)),
            ("email", optional(&issuer.email)),
            ("website", optional(&issuer.website)),
        ]),
    );
    entry("cover", picture(&doc.config.cover));
    entry("logo", picture(&doc.config.logo));
    let period = &doc.config.period;
    entry("period", dictionary([("from", date(&period.from)), ("to", date(&period.to))]));
    entry("year", string(&period.year().to_string()));
    entry("labels", dictionary(doc.labels.iter().map(|(key, text)| (key.as_str(), string(text)))));
    let chapters = doc.chapters.iter().map(|chapter| {
        let role = match chapter.role {
            Role::Front => "front",
            Role::Chapter => "chapter",
            Role::Appendix => "appendix",
        };
        dictionary([
            ("title", string(plain_text(&chapter.title).trim())),
            ("number", optional(&chapter.number)),
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

/// The rows of an index as data, so that the chapter's own text stays small.
fn index_json(index: &Index) -> Vec<u8> {
    let place = |place: &IndexPlace| serde_json::json!({ "anchor": place.anchor, "is_chapter": place.is_chapter });
    let rows: Vec<_> = index
        .entries
        .iter()
        .map(|entry| {
            let status = match entry.status {
                IndexStatus::Group => "group",
                IndexStatus::Reported => "reported",
                IndexStatus::Explained => "explained",
                IndexStatus::Missing => "missing",
            };
            serde_json::json!({
                "code": entry.code, "title": entry.title, "depth": entry.depth, "status": status,
                "places": entry.places.iter().map(place).collect::<Vec<_>>(),
                "explanation": entry.explanation,
            })
        })
        .collect();
    serde_json::json!({ "title": index.title, "statement": index.statement, "rows": rows }).to_string().into_bytes()
}

/// Writes one chapter's file.
struct Writer<'a> {
    doc: &'a EditionDoc,
    chapter: &'a Chapter,
    has_template: &'a dyn Fn(&str) -> bool,
    emitted: &'a mut Emitted,
    out: String,
    map: SourceMap,
    /// Level of the last heading written: PDF/UA-1 (ISO 14289-1, 7.4.2) lets no level be skipped.
    level: u8,
    /// Footnotes already written: a second mark refers to the first one's text.
    noted: Vec<bool>,
}

impl Writer<'_> {
    fn chapter(&mut self, at: usize) {
        let _ = write!(self.out, "#import \"/{TEMPLATES}pdf/theme.typ\": *\n#import \"edition.typ\": doc\n");
        let mut names: Vec<&str> = Vec::new();
        component_names(&self.chapter.blocks, &mut names);
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().filter(|name| (self.has_template)(name)) {
            let _ = writeln!(
                self.out,
                "#import {} as {}",
                string(&format!("/{TEMPLATES}components/{name}.typ")),
                module(name)
            );
        }
        let _ = write!(self.out, "\n#show: chapter.with(doc, {at})\n\n#opening(doc, {at}, title: ");
        let opening = opening(self.chapter);
        let title = opening.map_or(self.chapter.title.as_slice(), |(_, inlines)| inlines);
        self.content(title);
        self.out.push_str(", lead: ");
        self.optional(Some(&self.chapter.lead).filter(|lead| !lead.is_empty()).map(Vec::as_slice));
        self.out.push_str(");\n\n");
        let place = opening.map_or(Span::new(self.chapter.source, 0..0), |(block, _)| block.span);
        self.anchor(&chapter_anchor(self.chapter), place);
        self.blocks(&self.chapter.blocks, opening.is_some());
    }

    /// Writes blocks in markup, each anchor's beginning and end marked. `skip_first` leaves out the opening heading,
    /// whose section still ends where it ends.
    fn blocks(&mut self, blocks: &[Block], skip_first: bool) {
        let mut ends: Vec<Vec<&str>> = vec![Vec::new(); blocks.len()];
        for (at, block) in blocks.iter().enumerate() {
            if let Some(anchor) = &block.anchor {
                ends[section_range(blocks, at).end - 1].push(anchor);
            }
        }
        for (at, block) in blocks.iter().enumerate().skip(usize::from(skip_first)) {
            let start = self.out.len();
            let kept = if leads_in(blocks, at) { Some("#lead-in[") } else { may_part(block).then_some("#whole[") };
            self.out.push_str(kept.unwrap_or_default());
            self.block(block, &ends[at]);
            if kept.is_some() {
                self.out.push_str("];");
            }
            self.map.add(start..self.out.len(), block.span);
            self.out.push_str("\n\n");
        }
    }

    /// Writes one block. Its last line carries the end marks of every section that ends with it: a mark *after* the
    /// block would move to the next page together with whatever follows.
    fn block(&mut self, block: &Block, ends: &[&str]) {
        match &block.kind {
            BlockKind::Heading { level, number, inlines } => {
                // The end of a section without text is where it begins; the reader of the labels knows that.
                self.level = (*level).clamp(1, self.level + 1);
                let _ = write!(self.out, "#heading(level: {})[", self.level);
                if let Some(number) = number {
                    let _ = write!(self.out, "#section-number({});", string(number));
                }
                self.inlines(inlines);
                self.out.push(']');
                if let Some(anchor) = &block.anchor {
                    let _ = write!(self.out, "#label({});", string(anchor));
                    self.anchor(anchor, block.span);
                }
                return;
            }
            BlockKind::Paragraph(inlines) => {
                self.mark_start(block);
                self.inlines(inlines);
                if !ends.is_empty() {
                    self.mark_ends(ends);
                    // Typst leaves a mark at a paragraph's very end out of the paragraph, to follow with the next block.
                    self.out.push_str("#h(0pt);");
                }
                return;
            }
            _ => {}
        }
        let wrapped = !ends.is_empty();
        if wrapped {
            self.out.push_str("#part[");
            self.mark_start(block);
        }
        self.bare(block);
        if wrapped {
            self.mark_ends(ends);
            self.out.push_str("];");
        }
    }

    fn bare(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) => {}
            BlockKind::List { start, items } => {
                let tight = items
                    .iter()
                    .all(|item| item.iter().filter(|block| !matches!(block.kind, BlockKind::List { .. })).count() <= 1);
                match start {
                    Some(start) => {
                        let _ = write!(self.out, "#enum(start: {start}, tight: {tight}, ");
                    }
                    None => {
                        let _ = write!(self.out, "#list(tight: {tight}, ");
                    }
                }
                for item in items {
                    self.out.push('[');
                    self.blocks(item, false);
                    self.trim();
                    self.out.push_str("], ");
                }
                self.out.push_str(");");
            }
            BlockKind::Quote(inner) => self.body("#quotation", inner),
            BlockKind::Code { language, text } => {
                let _ = write!(self.out, "#raw({}, block: true", string(text));
                if !language.is_empty() {
                    let _ = write!(self.out, ", lang: {}", string(language));
                }
                self.out.push_str(");");
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => {
                self.out.push_str("#picture(");
                self.image(&figure.image);
                self.out.push_str(", caption: ");
                self.optional(figure.caption.as_deref());
                self.out.push_str(");");
            }
            BlockKind::Rule => self.out.push_str("#divider();"),
            BlockKind::Component(component) => self.component(component),
            BlockKind::Only { editions, blocks } => {
                if editions.contains(&self.doc.edition) {
                    self.blocks(blocks, false);
                }
            }
        }
    }

    /// `call[…];` around blocks.
    fn body(&mut self, call: &str, blocks: &[Block]) {
        self.out.push_str(call);
        self.out.push('[');
        self.blocks(blocks, false);
        self.trim();
        self.out.push_str("];");
    }

    fn trim(&mut self) {
        self.out.truncate(self.out.trim_end_matches('\n').len());
    }

    fn table(&mut self, table: &Table) {
        let shapes = columns(table);
        let _ = write!(
            self.out,
            "#data-table(columns: {}, align: {}, caption: ",
            array(shapes.iter().map(|(weight, _)| format!("{weight}fr"))),
            array(shapes.iter().map(|(_, align)| (*align).to_owned())),
        );
        self.optional(table.caption.as_deref());
        self.out.push_str(", header: (");
        table.header.iter().for_each(|cell| self.cell(cell));
        self.out.push_str("), rows: (\n");
        for row in &table.rows {
            self.out.push_str("  (");
            row.iter().for_each(|cell| self.cell(cell));
            self.out.push_str("),\n");
        }
        self.out.push_str("));");
    }

    fn cell(&mut self, cell: &Cell) {
        let start = self.out.len();
        self.content(&cell.inlines);
        self.map.add(start..self.out.len(), cell.span);
        self.out.push_str(", ");
    }

    fn component(&mut self, component: &Component) {
        let name = &component.name.node;
        if !(self.has_template)(name) {
            self.emitted.unknown.push((name.clone(), component.name.span));
            return;
        }
        let _ = write!(self.out, "#{}.{}(doc, (", module(name), name);
        for (key, data) in &component.fields {
            let _ = write!(self.out, "{}: ", string(key));
            self.data(data);
            self.out.push_str(", ");
        }
        if let Some(plot) = chart::plot(component) {
            let _ = write!(self.out, "plot: {}, ", plotted(&plot));
        }
        if let Some(spots) = chart::spots(component) {
            let _ = write!(self.out, "spots: {}, ", array(spots.iter().map(|(x, y)| format!("({x}, {y})"))));
        }
        if name == INDEX
            && let Some(Data::Plain(standard)) = component.fields.get("standard")
            && self.doc.indices.iter().any(|index| index.standard == standard.node)
        {
            let path = format!("/{}", index_path(self.doc.edition, &standard.node));
            let _ = write!(self.out, "index: json({}), ", string(&path));
        } else if component.fields.is_empty() {
            self.out.push(':');
        }
        self.out.push(')');
        self.out.push_str(", ");
        let body = &component.body;
        if body.is_empty() {
            self.out.push_str("none);");
        } else {
            self.body("", body);
            self.out.truncate(self.out.len() - 1);
            self.out.push_str(");");
        }
    }

    fn data(&mut self, data: &Data) {
        match data {
            Data::Text(inlines) => self.content(inlines),
            Data::Plain(text) => self.literal(&text.node, text.span),
            Data::Number(number) => self.literal(&number.node.to_string(), number.span),
            Data::Bool(value) => {
                let _ = write!(self.out, "{value}");
            }
            Data::Image(image) => {
                self.out.push_str("(path: ");
                self.image_path(image);
                let _ = write!(self.out, ", alt: {})", string(&plain_text(&image.alt)));
            }
            // The kpi stage has reported what it could not resolve.
            Data::Kpi(_) => self.out.push_str("none"),
            Data::KpiRow(row) => self.kpi(row),
            Data::List(items) => {
                self.out.push('(');
                for item in items {
                    self.data(item);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
            Data::Map(fields) if fields.is_empty() => self.out.push_str("(:)"),
            Data::Map(fields) => {
                self.out.push('(');
                for (key, field) in fields {
                    let _ = write!(self.out, "{}: ", string(key));
                    self.data(field);
                    self.out.push_str(", ");
                }
                self.out.push(')');
            }
        }
    }

    fn kpi(&mut self, row: &KpiRow) {
        let values = row.values.iter().map(|(year, text)| {
            let restated = row.restated.contains(year).to_string();
            dictionary([("year", string(&year.to_string())), ("text", string(text)), ("restated", restated)])
        });
        let values = array(values);
        let start = self.out.len();
        let _ = write!(self.out, "(\"id\": {}", string(&row.id));
        // The templates set the gap between a figure and what stands behind it.
        let behind = row.behind.trim_start();
        let texts = [("name", &*row.name), ("unit", &*row.unit), ("before", &*row.before), ("behind", behind)];
        for (key, text) in texts.into_iter().chain([("note", &*row.note)]) {
            let _ = write!(self.out, ", {}: ", string(key));
            self.text_content(text);
        }
        let value = string(row.values.first().map_or("", |(_, text)| text));
        let anchor = row.anchor.as_deref().map_or("none".to_owned(), string);
        let _ = write!(self.out, ", \"value\": {value}, \"values\": {values}, \"anchor\": {anchor})");
        self.map.add(start..self.out.len(), row.span);
        if let Some(anchor) = &row.anchor {
            self.anchor(anchor, row.span);
        }
    }

    /// A string in code, with its place.
    fn literal(&mut self, text: &str, span: Span) {
        let start = self.out.len();
        self.out.push_str(&string(text));
        self.map.add(start..self.out.len(), span);
    }

    fn image(&mut self, image: &Image) {
        self.image_path(image);
        let _ = write!(self.out, ", alt: {}", string(&plain_text(&image.alt)));
    }

    fn image_path(&mut self, image: &Image) {
        self.literal(&format!("/{}", image_file(image)), image.span);
        self.emitted.images.entry(image_file(image)).or_insert(image.span);
    }

    /// `[…]`
    fn content(&mut self, inlines: &[Inline]) {
        self.out.push('[');
        self.inlines(inlines);
        self.out.push(']');
    }

    /// `[…]` or `none`
    fn optional(&mut self, inlines: Option<&[Inline]>) {
        match inlines {
            Some(inlines) => self.content(inlines),
            None => self.out.push_str("none"),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.out.len();
            self.inline(inline);
            self.map.add(start..self.out.len(), inline.span);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Kpi(value) => self.text(&value.text),
            InlineKind::Emph(inner) => self.call("emph", inner),
            InlineKind::Strong(inner) => self.call("strong", inner),
            InlineKind::Strike(inner) => self.call("strike", inner),
            InlineKind::Sub(inner) => self.call("sub", inner),
            InlineKind::Super(inner) => self.call("super", inner),
            InlineKind::Code(text) => {
                let _ = write!(self.out, "#raw({});", string(text));
            }
            InlineKind::Link { target, content } => {
                let target = match target {
                    LinkTarget::Url(url) => string(url),
                    LinkTarget::Anchor(anchor) => format!("label({})", string(anchor)),
                };
                self.call(&format!("link({target})"), content);
            }
            InlineKind::Image(image) => {
                self.out.push_str("#inline-picture(");
                self.image(image);
                self.out.push_str(");");
            }
            InlineKind::Footnote(at) => self.footnote(*at),
            // Reported by the kpi stage, or settled by the script stage.
            InlineKind::Expr(_) => {}
            InlineKind::Manual(sides) => {
                let own = sides.iter().find(|(tag, _)| tag.as_deref() == Some(self.doc.edition.tag()));
                if let Some((_, text)) = own.or(sides.first()) {
                    self.text(text);
                }
            }
            InlineKind::Break => self.out.push_str("#linebreak();"),
        }
    }

    /// Text as string expressions. The CJK fonts have subscript digits but no subscript letters, which NOₓ and SOₓ need:
    /// those are set as letters, lowered.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((at, letter)) = rest.char_indices().find_map(|(at, c)| Some((at, subscript_letter(c)?))) {
            self.plain(&rest[..at]);
            let _ = write!(self.out, "#sub[#{};];", string(letter));
            rest = &rest[at + rest[at..].chars().next().map_or(0, char::len_utf8)..];
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = write!(self.out, "#{};", string(&breakable(text)));
        }
    }

    /// `[…]` around plain text.
    fn text_content(&mut self, text: &str) {
        self.out.push('[');
        self.text(text);
        self.out.push(']');
    }

    fn call(&mut self, function: &str, inner: &[Inline]) {
        let _ = write!(self.out, "#{function}");
        self.content(inner);
        self.out.push(';');
    }

    /// The number is the model's, so that PDF and web pages agree whatever order Typst lays notes out in.
    fn footnote(&mut self, at: usize) {
        let Some(note) = self.chapter.footnotes.get(at) else { return };
        let label = format!("footnote-{}", note.number);
        if std::mem::replace(&mut self.noted[at], true) {
            let _ = write!(self.out, "#footnote(label({}));", string(&label));
            return;
        }
        let _ = write!(self.out, "#footnote(numbering: (..) => {}, ", string(&note.number.to_string()));
        self.content(&note.inlines);
        let _ = write!(self.out, ")#label({});", string(&label));
    }

    /// Marks where a block with an anchor begins.
    fn mark_start(&mut self, block: &Block) {
        if let Some(anchor) = &block.anchor {
            let _ = write!(self.out, "#mark({});", string(anchor));
            self.anchor(anchor, block.span);
        }
    }

    fn mark_ends(&mut self, anchors: &[&str]) {
        for anchor in anchors {
            let _ = write!(self.out, "#mark({});", string(&format!("{anchor}{END}")));
        }
    }

    fn anchor(&mut self, anchor: &str, span: Span) {
        self.emitted.anchors.entry(anchor.to_owned()).or_insert(span);
    }
}

/// Columns of text that a line holds, two for a Chinese character.
const LINE: usize = 94;

/// Whether the block is a short paragraph that leads in a list, a table, a picture or a component: two lines that end
/// with a colon, or a single line below a heading. At a page's foot, without what it speaks of, it would be stranded.
fn leads_in(blocks: &[Block], at: usize) -> bool {
    let BlockKind::Paragraph(inlines) = &blocks[at].kind else { return false };
    let Some(BlockKind::List { .. } | BlockKind::Table(_) | BlockKind::Figure(_) | BlockKind::Component(_)) =
        blocks.get(at + 1).map(|next| &next.kind)
    else {
        return false;
    };
    let text = plain_text(inlines);
    let below_heading = at > 0 && matches!(blocks[at - 1].kind, BlockKind::Heading { .. });
    let lines = if text.trim_end().ends_with(['：', ':']) { 2 } else { usize::from(below_heading) };
    UnicodeWidthStr::width(text.as_str()) <= lines * LINE
}

/// Whether the block is a paragraph of two lines with a footnote: for the room of the note Typst parts them, one line
/// on each page.
fn may_part(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Footnote(_)))
        && UnicodeWidthStr::width(plain_text(inlines).as_str()) <= 2 * LINE
}

/// Names of the components in use.
fn component_names<'a>(blocks: &'a [Block], names: &mut Vec<&'a str>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Component(component) => {
                names.push(&component.name.node);
                component_names(&component.body, names);
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| component_names(item, names)),
            BlockKind::Quote(inner) | BlockKind::Only { blocks: inner, .. } => component_names(inner, names),
            _ => {}
        }
    }
}

/// The name a component's module is imported by; a bare `list` or `table` would hide Typst's own.
fn module(name: &str) -> String {
    format!("component-{name}")
}

/// Share of the width and alignment per column. Shares follow the longest cells, within limits, so that a column of
/// figures stays narrow and one of prose wide; unlike Typst's `auto` they cost no measuring.
fn columns(table: &Table) -> Vec<(usize, &'static str)> {
    const NARROWEST: usize = 6;
    const WIDEST: usize = 44;
    let cell_text = |row: &[Cell], at: usize| row.get(at).map(|cell| plain_text(&cell.inlines)).unwrap_or_default();
    (0..table.header.len())
        .map(|at| {
            let mut cells = table.rows.iter().map(|row| cell_text(row, at));
            let widths: Vec<usize> = std::iter::once(cell_text(&table.header, at))
                .chain(cells.by_ref())
                .map(|text| text.width().min(WIDEST))
                .collect();
            let longest = widths.iter().copied().max().unwrap_or(0);
            let mean = widths.iter().sum::<usize>() / widths.len().max(1);
            let weight = ((longest * 2 + mean) / 3 + 2).max(NARROWEST);
            let figures = table.rows.iter().map(|row| cell_text(row, at)).filter(|text| !text.is_empty());
            let numeric = figures.clone().next().is_some() && figures.into_iter().all(|text| is_figure(&text));
            let align = match table.columns.get(at) {
                Some(Align::Left) => "left",
                Some(Align::Center) => "center",
                Some(Align::Right) => "right",
                Some(Align::Auto) | None if numeric => "right",
                Some(Align::Auto) | None => "left",
            };
            (weight, align)
        })
        .collect()
}

/// Whether a cell holds nothing but a figure: `8,453.30`, `12%`, `—`.
fn is_figure(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || " ,.%+-−–—<>≤≥~".contains(c))
}

/// Lets a word that is wider than any column break: after punctuation, and anywhere in what is longer still.
fn breakable(text: &str) -> std::borrow::Cow<'_, str> {
    const LONGEST: usize = 28;
    const BREAK: char = '\u{200b}';
    if !text.split(|c: char| !c.is_ascii_graphic()).any(|word| word.len() > LONGEST) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut run = 0;
    for (at, character) in text.char_indices() {
        out.push(character);
        run = if character.is_ascii_graphic() { run + 1 } else { 0 };
        let rest = text[at..].split(|c: char| !c.is_ascii_graphic()).next().map_or(0, str::len);
        if run + rest > LONGEST && rest > 1 && ("/-_.?&=,:;@".contains(character) || run >= LONGEST) {
            out.push(BREAK);
            run = 0;
        }
    }
    out.into()
}

/// The letter that a subscript letter (Unicode block "Superscripts and Subscripts", U+2090 to U+209C) lowers.
fn subscript_letter(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 13] = ["a", "e", "o", "x", "ə", "h", "k", "l", "m", "n", "p", "s", "t"];
    LETTERS.get((c as usize).checked_sub(0x2090)?).copied()
}

/// A Typst string literal.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        if matches!(character, '\\' | '"') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

/// A Typst array. The comma after the last item keeps an array of one from being a mere pair of parentheses.
fn array(items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|item| item + ", ").collect();
    format!("({})", items.strip_suffix(' ').unwrap_or(&items))
}

/// A Typst dictionary.
fn dictionary<'k>(entries: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{}: {value}", string(key))).collect();
    if entries.is_empty() { "(:)".to_owned() } else { format!("({})", entries.join(", ")) }
}

/// A chart's axis and marks.
fn plotted(plot: &Plot) -> String {
    let tick = |(text, at): &(String, Decimal)| dictionary([("text", string(text)), ("at", at.to_string())]);
    let mark = |mark: &Option<(Decimal, Decimal)>| match mark {
        Some((from, to)) => format!("({from}, {to})"),
        None => "none".to_owned(),
    };
    dictionary([
        ("ticks", array(plot.ticks.iter().map(tick))),
        ("series", array(plot.series.iter().map(|marks| array(marks.iter().map(mark))))),
        ("ends", array(plot.ends.iter().map(Decimal::to_string))),
    ])
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst::syntax::{SyntaxNode, ast};

    use super::*;
    use crate::model::testing;
    use crate::source::{Sources, Spanned};

    /// The strings in a piece of Typst, put together: what will be printed.
    fn read_back(node: &SyntaxNode, out: &mut String) {
        if let Some(text) = node.cast::<ast::Str>() {
            out.push_str(&text.get());
        }
        node.children().for_each(|child| read_back(child, out));
    }

    fn span() -> Span {
        Span::new(Sources::default().add("a.md", ""), 0..0)
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::text(text, span())]
    }

    fn block(anchor: Option<&str>, kind: BlockKind) -> Block {
        Block { span: span(), anchor: anchor.map(str::to_owned), disclose: Vec::new(), kind }
    }

    fn heading(level: u8, number: Option<&str>, anchor: &str, title: &str) -> Block {
        let number = number.map(str::to_owned);
        block(Some(anchor), BlockKind::Heading { level, number, inlines: text(title) })
    }

    fn document(blocks: Vec<Block>) -> EditionDoc {
        let chapter = Chapter {
            title: text("綠色使命 零碳未來"),
            sdgs: vec![Spanned::new(13, span())],
            lead: text("引言"),
            number: Some("1".to_owned()),
            blocks,
            footnotes: vec![crate::model::Footnote {
                label: Spanned::new("scope".to_owned(), span()),
                number: 1,
                inlines: text("範圍"),
            }],
            ..Chapter::new(span().source, "10-climate")
        };
        EditionDoc {
            edition: Edition::ZhHantHk,
            config: testing::config(Edition::ZhHantHk, span()),
            labels: IndexMap::new(),
            chapters: vec![chapter],
            indices: Vec::new(),
            kpis: Vec::new(),
        }
    }

    fn chapter_text(doc: &EditionDoc) -> String {
        let emitted = edition(doc, &[], &["Noto Sans CJK HK".to_owned()], &|name| name != "unknown");
        String::from_utf8(emitted.files["gen/zh-Hant-HK/chapter-00.typ"].clone()).unwrap()
    }

    proptest! {
        #[test]
        fn text_survives_being_written_as_typst(original in "[ -~一-龥「」。\\u{0}-\\u{2fff}]{0,80}") {
            let doc = document(vec![block(None, BlockKind::Paragraph(text(&original)))]);
            let emitted = chapter_text(&doc);
            let root = typst::syntax::parse(&emitted);
            prop_assert!(!root.diagnosis().either(), "{emitted}");
            let body = emitted.split_once("lead: [#\"引言\";]);\n\n").unwrap().1;
            let mut back = String::new();
            read_back(&typst::syntax::parse(body), &mut back);
            let plain: String = original
                .chars()
                .map(|c| subscript_letter(c).map_or(c.to_string(), str::to_owned))
                .collect();
            let visible = |text: &str| text.replace('\u{200b}', "");
            prop_assert_eq!(visible(&back), visible(&plain));
        }
    }

    #[test]
    fn a_chapter_as_typst() {
        let figure =
            InlineKind::Kpi(crate::model::KpiUse { text: "8,453.30 噸".to_owned(), id: None, defined_at: None });
        let paragraph = vec![
            Inline::text("排放「量」\"\\\"為 ", span()),
            Inline { span: span(), kind: InlineKind::Strong(vec![Inline { span: span(), kind: figure }]) },
            Inline { span: span(), kind: InlineKind::Footnote(0) },
            Inline::text("，NOₓ 另計", span()),
            Inline { span: span(), kind: InlineKind::Footnote(0) },
        ];
        let cell = |words: &str| Cell { span: span(), inlines: text(words) };
        let table = Table {
            caption: Some(text("排放")),
            columns: vec![Align::Auto, Align::Auto],
            header: vec![cell("指標"), cell("2023")],
            rows: vec![vec![cell("範圍一"), cell("8,453.30")]],
        };
        let item = vec![block(None, BlockKind::Paragraph(text("其一")))];
        let doc = document(vec![
            heading(1, None, "climate", "綠色使命 零碳未來"),
            heading(2, Some("1.1"), "risk", "應對氣候變化"),
            block(None, BlockKind::Paragraph(paragraph)),
            heading(4, None, "deep", "跳了一級"),
            block(None, BlockKind::Table(table)),
            heading(2, Some("1.2"), "work", "綠色生產"),
            block(None, BlockKind::List { start: None, items: vec![item] }),
        ]);
        insta::assert_snapshot!(chapter_text(&doc), @r##"
        #import "/templates/pdf/theme.typ": *
        #import "edition.typ": doc

        #show: chapter.with(doc, 0)

        #opening(doc, 0, title: [#"綠色使命 零碳未來";], lead: [#"引言";]);

        #heading(level: 2)[#section-number("1.1");#"應對氣候變化";]#label("risk");

        #whole[#"排放「量」\"\\\"為 ";#strong[#"8,453.30 噸";];#footnote(numbering: (..) => "1", [#"範圍";])#label("footnote-1");#"，NO";#sub[#"x";];#" 另計";#footnote(label("footnote-1"));];

        #heading(level: 3)[#"跳了一級";]#label("deep");

        #part[#data-table(columns: (7fr, 9fr,), align: (left, right,), caption: [#"排放";], header: ([#"指標";], [#"2023";], ), rows: (
          ([#"範圍一";], [#"8,453.30";], ),
        ));#mark("risk--end");#mark("deep--end");];

        #heading(level: 2)[#section-number("1.2");#"綠色生產";]#label("work");

        #part[#list(tight: true, [#"其一";], );#mark("climate--end");#mark("work--end");];
        "##);
    }

    #[test]
    fn a_component_without_a_template_is_told_and_left_out() {
        let component =
            Component { name: Spanned::new("unknown".to_owned(), span()), fields: IndexMap::new(), body: Vec::new() };
        let doc = document(vec![block(None, BlockKind::Component(component))]);
        let emitted = edition(&doc, &[], &[], &|name| name != "unknown");
        assert_eq!(emitted.unknown.len(), 1);
        assert!(!String::from_utf8_lossy(&emitted.files["gen/zh-Hant-HK/chapter-00.typ"]).contains("unknown"));
    }

    #[test]
    fn long_words_may_break_and_short_ones_may_not() {
        assert_eq!(breakable("biodiversity"), "biodiversity");
        assert!(breakable("https://www.example.com/a/very/long/path/to/a/page").contains('\u{200b}'));
        assert!(breakable(&"x".repeat(90)).split('\u{200b}').all(|part| part.len() <= 28));
    }
}
