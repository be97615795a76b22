//! What the home page shows of the report: its figures, what it says of itself, its stories, and the files there are to
//! take away.

use super::Site;
use super::context::{html, map};
use super::inline::{image_href, phrase};
use super::links::{encode, page_href};
use crate::model::printed::{Block, BlockKind, Chapter, Component, Data, Inline};
use crate::model::{Document, KpiRow, Role, plain_text, year_in};
use crate::template::Value;
use crate::view::{chart, columns};

/// Components that tell the figures of the year, the fullest first.
const FIGURES: [&str; 3] = ["data-spread", "kpi-cards", "big-number"];
/// The component of a story with a picture.
const STORY: &str = "case";
/// The component of a person's words.
const MESSAGE: &str = "message";
/// Most figures, and most stories.
const MOST: (usize, usize) = (6, 6);

/// The figures of the year: the metrics of the first page of data, else of the first row of large figures.
pub(super) fn figures(site: &Site<'_>) -> Value {
    let components: Vec<_> = site.doc.chapters.iter().flat_map(|chapter| components(chapter)).collect();
    let of = |name: &&str| components.iter().find(|(_, _, component)| component.name.node == **name);
    let Some((chapter, anchor, component)) = FIGURES.iter().find_map(of) else {
        return Value::none();
    };
    let href = place(chapter, *anchor);
    let Some(Data::List(items)) = component.fields.get("items") else { return Value::none() };
    let figure = |item: &Data| {
        let Data::Map(fields) = item else { return None };
        let Some(Data::Metric(row)) = fields.get("kpi").filter(|_| !fields.contains_key("value")) else { return None };
        // A zero may be good news, but it is no figure to open with.
        if row
            .shown(site.doc.period.year())
            .and_then(|figure| figure.amount.number())
            .is_some_and(|number| number.is_zero())
        {
            return None;
        }
        let label = match fields.get("label") {
            Some(Data::Text(label)) => html(&phrase(label)),
            _ => row.name.as_str().into(),
        };
        let text = match fields.get("text") {
            Some(Data::Text(text)) => html(&phrase(text)),
            _ => Value::none(),
        };
        Some(metric(site, row, label, text))
    };
    let figures: Vec<Value> = items.iter().filter_map(figure).take(MOST.0).collect();
    map([("href", href.into()), ("items", figures.into())])
}

/// A metric in its year, with its change against the year before and its bars where the author asks for several.
fn metric(site: &Site<'_>, row: &KpiRow, label: Value, text: Value) -> Value {
    let year = site.doc.period.year();
    let print = row.shown(year).map(|figure| figure.print.clone()).unwrap_or_default();
    let before = (0..row.figures.len()).filter(|at| row.figures[*at].0 < year).max_by_key(|at| row.figures[*at].0);
    let change = before.and_then(|at| Some((row.figures[at].0, columns::change(row.changes.get(at)?.as_ref()?))));
    let change = change.map_or_else(Value::none, |(year, change)| {
        let against = site.label("against").replace("{year}", &site.doc.locale.year(&site.doc.period, year));
        map([("against", against.into()), ("by", change.into())])
    });
    let bar = |(year, figure): &(i32, Option<_>)| {
        let figure = figure.as_ref()?;
        let share = chart::percent(chart::own_share(row, figure)?);
        Some(map([
            ("year", site.doc.period.year_name(*year).into()),
            ("text", figure.print.in_column().into()),
            ("share", share.into()),
        ]))
    };
    let bars: Vec<Value> = row.figures.iter().filter_map(bar).collect();
    map([
        ("label", label),
        ("text", text),
        ("before", print.before.into()),
        ("value", print.number.into()),
        ("behind", print.behind.trim_start().into()),
        ("change", change),
        ("bars", if bars.len() > 1 { bars.into() } else { Value::none() }),
    ])
}

/// The year that a title begins with, and the rest: 2023年環境、社會及管治報告, 2025/26年度環境、社會及管治報告. The PDF's cover
/// parts it alike.
pub(super) fn title_parts(title: &str) -> Option<(&str, &str)> {
    let title = title.trim();
    let end = title.find(|c: char| !(c.is_ascii_digit() || "/／-–—".contains(c)))?;
    let is_bare = title[..end].bytes().all(|byte| byte.is_ascii_digit());
    year_in(&title[..end]).filter(|_| end == 4 || !is_bare)?;
    let rest = title[end..].trim_start();
    // 年度 goes with what follows.
    let rest = rest.strip_prefix('年').filter(|rest| !rest.starts_with('度')).unwrap_or(rest).trim_start();
    (!rest.is_empty()).then_some((&title[..end], rest))
}

/// What the report says of itself.
pub(super) struct Voice<'a> {
    chapter: &'a Chapter,
    anchor: Option<&'a str>,
    words: &'a [Inline],
    /// The message that they are from; without one they stand under the chapter's title.
    message: Option<&'a Component>,
}

/// The sentence that a message is set under, else the words under the title of the first chapter.
pub(super) fn voice(doc: &Document) -> Option<Voice<'_>> {
    let said = doc.chapters.iter().flat_map(components).filter(|(_, _, component)| component.name.node == MESSAGE);
    let mut messages = said.filter_map(|(chapter, anchor, component)| {
        Some(Voice { chapter, anchor, words: text(component, "quote")?, message: Some(component) })
    });
    let lead = || {
        let chapter = doc.chapters.first().filter(|chapter| !chapter.lead.is_empty())?;
        Some(Voice { chapter, anchor: None, words: &chapter.lead, message: None })
    };
    messages.next().or_else(lead)
}

impl Voice<'_> {
    /// Its characters.
    pub(super) fn plain(&self) -> String {
        plain_text(self.words)
    }

    /// For the template.
    pub(super) fn value(&self) -> Value {
        let field = |name| self.message.and_then(|message| text(message, name));
        let said = |name| field(name).map_or_else(Value::none, |words| html(&phrase(words)));
        let portrait = match self.message.and_then(|message| message.fields.get("image")) {
            Some(Data::Image(image)) => image_href(&image.path).into(),
            _ => Value::none(),
        };
        map([
            ("href", place(self.chapter, self.anchor).into()),
            ("words", html(&phrase(self.words))),
            ("chapter", html(&phrase(&self.chapter.title))),
            ("name", said("name")),
            ("post", said("post")),
            ("portrait", portrait),
        ])
    }
}

/// A field of words.
fn text<'a>(component: &'a Component, field: &str) -> Option<&'a [Inline]> {
    match component.fields.get(field) {
        Some(Data::Text(words)) => Some(words),
        _ => None,
    }
}

/// The address of a place in a chapter.
fn place(chapter: &Chapter, anchor: Option<&str>) -> String {
    let anchor = anchor.map(|anchor| format!("#{}", encode(anchor))).unwrap_or_default();
    page_href(&chapter.slug) + &anchor
}

/// The first story with a picture of each chapter.
pub(super) fn stories(site: &Site<'_>) -> Value {
    let chapters = site.doc.chapters.iter().filter(|chapter| chapter.role == Role::Chapter);
    let story = |chapter: &Chapter| {
        let cases = components(chapter).into_iter().filter(|(_, _, component)| component.name.node == STORY);
        let told = cases.filter_map(|(_, anchor, component)| {
            let Some(Data::Image(image)) = component.fields.get("image") else { return None };
            let first = component.body.iter().find_map(|block| match &block.kind {
                BlockKind::Paragraph(inlines) => Some(html(&phrase(inlines))),
                _ => None,
            });
            Some(map([
                ("href", place(chapter, anchor).into()),
                ("title", html(&phrase(text(component, "title")?))),
                ("text", first.unwrap_or_else(Value::none)),
                ("chapter", html(&phrase(&chapter.title))),
                ("image", image_href(&image.path).into()),
            ]))
        });
        told.into_iter().next()
    };
    let stories: Vec<Value> = chapters.filter_map(story).take(MOST.1).collect();
    stories.into()
}

/// Files to take away, beside the PDF: the figures and the indices as data.
pub(super) fn downloads(site: &Site<'_>) -> Value {
    let doc = site.doc;
    let file = |name: &str, path: &str, endings: &[&str]| {
        let links = endings.iter().map(|ending| {
            map([("href", format!("../{path}.{ending}").into()), ("kind", ending.to_uppercase().into())])
        });
        map([("name", name.into()), ("links", links.collect::<Vec<_>>().into())])
    };
    let mut files = Vec::new();
    if !doc.kpis.is_empty() {
        files.push(file(site.label("data-kpi"), "data/kpi", &["csv", "json"]));
    }
    for index in &doc.indices {
        files.push(file(&index.title, &format!("index/{}.{}", index.standard, doc.edition), &["xlsx", "csv", "json"]));
    }
    files.into()
}

/// Every component of a chapter in reading order, those inside others among them, with its own anchor or that of the
/// heading above.
fn components(chapter: &Chapter) -> Vec<(&Chapter, Option<&str>, &Component)> {
    fn within<'a>(
        chapter: &'a Chapter,
        blocks: &'a [Block],
        above: &mut Option<&'a str>,
        out: &mut Vec<(&'a Chapter, Option<&'a str>, &'a Component)>,
    ) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { .. } => *above = block.anchor.as_deref().or(*above),
                BlockKind::Component(component) => {
                    out.push((chapter, block.anchor.as_deref().or(*above), component));
                    within(chapter, &component.body, above, out);
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    within(chapter, &chapter.blocks, &mut None, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::title_parts;

    #[test]
    fn a_title_begins_with_its_year_or_stays_whole() {
        assert_eq!(title_parts("2023年環境、社會及管治報告"), Some(("2023", "環境、社會及管治報告")));
        assert_eq!(title_parts(" 2023 ESG報告"), Some(("2023", "ESG報告")));
        let financial = Some(("2025/26", "年度環境、社會及管治報告"));
        assert_eq!(title_parts("2025/26年度環境、社會及管治報告"), financial);
        assert_eq!(title_parts("20234報告"), None);
        assert_eq!(title_parts("2023年"), None);
        assert_eq!(title_parts("Report 2023"), None);
    }
}
