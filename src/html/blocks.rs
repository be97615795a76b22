//! Blocks → HTML.

use super::inline::{escape, escaped, img};
use super::renderer::Renderer;
use crate::model::printed::{Block, BlockKind, Cell, Inline, Picture, Table};
use crate::model::{Align, Width, plain_text};
use crate::view::{
    self,
    claims::Claim,
    table::{has_row_heads, is_row_head},
};

/// The deepest heading HTML knows.
pub(super) const DEEPEST: u8 = 6;

impl Renderer<'_> {
    /// Writes blocks.
    pub(super) fn blocks(&mut self, out: &mut String, blocks: &[Block]) {
        for block in blocks {
            self.block(out, block);
        }
    }

    fn block(&mut self, out: &mut String, block: &Block) {
        let id = block.anchor.as_ref().map_or(String::new(), |anchor| format!(" id=\"{}\"", escaped(anchor)));
        match &block.kind {
            BlockKind::Heading { level, number, inlines } => {
                self.heading(out, &id, *level, number.as_deref(), inlines);
                if let Some(claims) = block.anchor.as_deref().and_then(|anchor| self.site.claims.get(anchor)) {
                    self.claims(out, claims);
                }
            }
            BlockKind::Paragraph(inlines) => self.element(out, "p", &id, inlines),
            BlockKind::List { start, items } => self.list(out, &id, *start, items),
            BlockKind::Quote(inner) => {
                out.push_str(&format!("<blockquote{id}>\n"));
                self.blocks(out, inner);
                out.push_str("</blockquote>\n");
            }
            BlockKind::Code { text, .. } => {
                out.push_str(&format!("<pre{id}><code>"));
                escape(out, text);
                out.push_str("</code></pre>\n");
            }
            BlockKind::Table(table) => self.table(out, &id, table),
            BlockKind::Picture(picture) => self.picture(out, &id, picture),
            BlockKind::Rule => out.push_str("<hr>\n"),
            BlockKind::Component(component) => {
                // The frame carries id and class, so that a component's template cannot forget them.
                out.push_str(&format!("<div class=\"component {}\"{id}>\n", escaped(&component.name.node)));
                self.component(out, component);
                out.push_str("</div>\n");
            }
            BlockKind::Only(never) => match *never {},
        }
    }

    fn element(&mut self, out: &mut String, tag: &str, id: &str, inlines: &[Inline]) {
        out.push_str(&format!("<{tag}{id}>"));
        self.inlines(out, inlines);
        out.push_str(&format!("</{tag}>\n"));
    }

    fn heading(&mut self, out: &mut String, id: &str, level: u8, number: Option<&str>, inlines: &[Inline]) {
        let rank = level.max(self.floor + 1).min(self.rank + 1).min(DEEPEST);
        self.rank = rank;
        // The look follows the author's level, the rank what assistive software expects.
        let class = if rank == level { String::new() } else { format!(" class=\"level-{level}\"") };
        out.push_str(&format!("<h{rank}{id}{class}>"));
        if let Some(number) = number {
            out.push_str(&format!("<span class=\"number\">{}</span> ", escaped(number)));
        }
        self.inlines(out, inlines);
        out.push_str(&format!("</h{rank}>\n"));
    }

    /// The codes of what a section reports, each with a link to its row in the index.
    fn claims(&self, out: &mut String, claims: &[Claim]) {
        let label = |key: &str| escaped(self.site.doc.locale.label(key));
        out.push_str(&format!("<p class=\"claims\"><span>{}</span>", label("claims")));
        for Claim { title, chapter, codes } in claims {
            let code = |(code, anchor): &(String, String)| match chapter {
                Some(slug) => {
                    let href = self.site.places.href_in(&self.chapter.slug, slug, anchor);
                    format!("<a href=\"{}\">{}</a>", escaped(&href), escaped(code))
                }
                None => escaped(code).to_string(),
            };
            let codes: Vec<String> = codes.iter().map(code).collect();
            out.push_str(&format!(" <span>{} {}</span>", escaped(title), codes.join(&label("list-separator"))));
        }
        out.push_str("</p>\n");
    }

    fn list(&mut self, out: &mut String, id: &str, start: Option<u64>, items: &[Vec<Block>]) {
        let (open, close) = match start {
            None => (format!("<ul{id}>\n"), "</ul>\n"),
            Some(1) => (format!("<ol{id}>\n"), "</ol>\n"),
            Some(start) => (format!("<ol{id} start=\"{start}\">\n"), "</ol>\n"),
        };
        out.push_str(&open);
        for item in items {
            out.push_str("<li>");
            match item.split_first() {
                // An item of one paragraph, with lists below it perhaps, is a line and needs no paragraph.
                Some((Block { anchor: None, kind: BlockKind::Paragraph(inlines), .. }, rest))
                    if rest.iter().all(|block| matches!(block.kind, BlockKind::List { .. })) =>
                {
                    self.inlines(out, inlines);
                    self.blocks(out, rest);
                }
                _ => self.blocks(out, item),
            }
            out.push_str("</li>\n");
        }
        out.push_str(close);
    }

    fn picture(&mut self, out: &mut String, id: &str, picture: &Picture) {
        let width = match picture.width {
            None => String::new(),
            Some(Width::Share(width)) => format!(" class=\"sized\" style=\"--width: {width}%\""),
            Some(Width::Grid(name)) => format!(" class=\"width-{name}\""),
        };
        out.push_str(&format!("<figure{id}{width}>"));
        img(out, &picture.image);
        if let Some(caption) = &picture.caption {
            self.element(out, "figcaption", "", caption);
        }
        out.push_str("</figure>\n");
    }

    /// A name for a table's scroll region: the caption or "Table", with a number where the name is taken.
    pub(super) fn region(&mut self, caption: &str) -> String {
        let name = if caption.is_empty() { self.site.label("table").to_owned() } else { caption.to_owned() };
        let count = self.regions.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} {count}") }
    }

    fn table(&mut self, out: &mut String, id: &str, table: &Table) {
        let columns = view::table::columns(table);
        let classes: Vec<&str> = columns.iter().map(|column| class(column.align)).collect();
        let names_rows = has_row_heads(&columns);
        // A small screen has no room for columns of sentences: there, each cell is a line under its column's name.
        let wordy =
            !names_rows && table.header.len() >= WORDY && table.header.iter().all(|cell| !cell.inlines.is_empty());
        let region = self.region(&table.caption.as_deref().map(plain_text).unwrap_or_default());
        out.push_str(&format!(
            "<div class=\"table{}\"{id} role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n",
            if wordy { " words" } else { "" },
            escaped(&region)
        ));
        if let Some(caption) = &table.caption {
            self.element(out, "caption", "", caption);
        }
        if table.header.iter().any(|cell| !cell.inlines.is_empty()) {
            out.push_str("<thead><tr>");
            for (cell, class) in table.header.iter().zip(&classes) {
                // A header without words would be announced as such.
                let tag = if cell.inlines.is_empty() { "td" } else { "th scope=\"col\"" };
                self.cell(out, tag, class, cell);
            }
            out.push_str("</tr></thead>\n");
        }
        out.push_str("<tbody>\n");
        for row in &table.rows {
            out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let tag = if names_rows && is_row_head(column, &cell.inlines) { "th scope=\"row\"" } else { "td" };
                let class = classes.get(column).copied().unwrap_or_default();
                let name = table.header.get(column).filter(|_| wordy && column > 0);
                let name = name.map(|name| format!(" data-column=\"{}\"", escaped(&plain_text(&name.inlines))));
                self.cell(out, tag, &format!("{class}{}", name.unwrap_or_default()), cell);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn cell(&mut self, out: &mut String, tag: &str, attributes: &str, cell: &Cell) {
        out.push('<');
        out.push_str(tag);
        out.push_str(attributes);
        out.push('>');
        self.inlines(out, &cell.inlines);
        out.push_str("</");
        out.push_str(&tag[..2]);
        out.push('>');
    }
}

/// Columns from which a table of words is too wide for a small screen.
const WORDY: usize = 3;

/// The class attribute of a column.
fn class(align: Align) -> &'static str {
    match align {
        Align::Left => " class=\"left\"",
        Align::Center => " class=\"center\"",
        Align::Right => " class=\"figures\"",
        Align::Auto => "",
    }
}
