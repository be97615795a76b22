//! Inline content, with our own markup cut out of the parser's texts.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::emphasis::Line;
use super::{Build, CHAPTER_LINK, image, is_inline, push_text, trim_end};
use crate::chinese::is_han;
use crate::diag::{Code, Diagnostic, nearest, suggest};
use crate::load::images::percent_decode;
use crate::load::languages;
use crate::load::mask::MarkKind;
use crate::load::text::break_is_space;
use crate::load::yaml;
use crate::model::{Image, Inline, InlineKind, LinkTarget, Open};
use crate::source::Spanned;

/// How wordings by hand are written.
const WORDINGS: &str = "write -{zh-Hant-HK:…;zh-Hans-CN:…}-";

/// What parts a tag from its wording.
const BEHIND_TAG: [char; 4] = [':', '：', '=', '＝'];

/// What parts wordings where the tag of another stands behind it, and marks of a wording elsewhere.
const BEFORE_TAG: [char; 9] = ['；', '|', '｜', '/', '／', ',', '，', '、', ' '];

/// The tag that a wording begins with: `zh-Hant-HK:`.
fn tag_of(part: &str) -> Option<String> {
    let tag = part.split_once(BEHIND_TAG)?.0.trim();
    let language = tag.split(['-', '_']).next().unwrap_or_default();
    let is_tag = ["zh", "en"].iter().any(|known| language.eq_ignore_ascii_case(known));
    (is_tag && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
        .then(|| tag.to_owned())
}

/// Whether a wording begins with a script's name, as people call it: 繁體：, 簡:.
fn names_script(part: &str) -> bool {
    let Some((name, _)) = part.split_once(BEHIND_TAG) else { return false };
    let name = name.trim().trim_end_matches(['體', '体', '字', '中', '文', '版']).to_ascii_lowercase();
    matches!(&*name, "繁" | "簡" | "简" | "hant" | "hans")
}

/// Whether it begins with the name of a place or language, which may begin other texts as well: 香港：, HK:.
fn names_place(part: &str) -> bool {
    let Some((name, _)) = part.split_once(BEHIND_TAG) else { return false };
    let name = name.trim().trim_end_matches(['文', '版']).to_ascii_lowercase();
    let is_code = matches!(&*name, "hk" | "cn" | "tc" | "sc" | "cht" | "chs" | "eng");
    is_code || matches!(&*name, "香港" | "港" | "內地" | "内地" | "大陸" | "大陆" | "中國" | "中国" | "英")
}

impl Build<'_, '_> {
    /// Inline content up to the next thing that is none, which is left to the caller.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        let mut out = Line::new(self.slice);
        while let Some((event, range)) = self.events.get(self.at).cloned() {
            match event {
                Event::Text(text) => self.text(&mut out, &text, &range),
                Event::Code(code) => {
                    let own = self.range(&range);
                    let copy = &self.masked.text[range.clone()];
                    let text = match copy.find(&*code) {
                        Some(at) => self.original()[own.start + at..own.start + at + code.len()].to_owned(),
                        None => code.to_string(),
                    };
                    out.content().push(Inline { span: self.slice.span(own), kind: InlineKind::Code(text) });
                }
                Event::SoftBreak => {
                    if self.soft_break_is_space() {
                        push_text(out.content(), " ", self.span(&range));
                    }
                    self.run_together(&range);
                }
                Event::HardBreak => {
                    out.content().push(Inline { span: self.span(&range), kind: InlineKind::Break });
                }
                Event::InlineHtml(_) => self.html(&range),
                Event::Start(tag) if is_inline(&tag) => {
                    if let Tag::Link { title, .. } | Tag::Image { title, .. } = &tag
                        && !title.trim().is_empty()
                    {
                        self.titles.push((title.to_string(), range.clone()));
                    }
                    if !self.enter(self.span(&range)) {
                        self.leave();
                        self.skip();
                        continue;
                    }
                    self.at += 1;
                    let inner = self.inlines();
                    self.leave();
                    // `at` is on the end of this run, which the loop steps over.
                    let kind = match tag {
                        Tag::Emphasis => InlineKind::Emph(inner),
                        Tag::Strong => InlineKind::Strong(inner),
                        Tag::Link { dest_url, .. } if inner.is_empty() && !dest_url.contains('#') => {
                            let hint = "write what readers see between the square brackets: [words](https://…)";
                            self.error(
                                Code::Markup,
                                &range,
                                "this link has no words, so it would not be printed",
                                hint,
                            );
                            self.at += 1;
                            continue;
                        }
                        Tag::Link { link_type, dest_url, .. } => {
                            let target = self.link(link_type, &dest_url, &range);
                            match target {
                                Some(target) => InlineKind::Link { target, content: inner },
                                None => {
                                    out.content().extend(inner);
                                    self.at += 1;
                                    continue;
                                }
                            }
                        }
                        Tag::Image { dest_url, .. } => match self.image(&dest_url, inner, &range) {
                            Some(image) => InlineKind::Image(image),
                            None => {
                                self.titles.pop_if(|(_, place)| *place == range);
                                self.at += 1;
                                continue;
                            }
                        },
                        _ => unreachable!("not inline"),
                    };
                    out.content().push(Inline { span: self.span(&range), kind });
                }
                Event::FootnoteReference(_)
                | Event::TaskListMarker(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_) => {
                    let text = self.original()[self.range(&range)].to_owned();
                    push_text(out.content(), &text, self.span(&range));
                }
                Event::Start(_) | Event::End(_) | Event::Rule | Event::Html(_) => break,
            }
            self.at += 1;
        }
        if let Some(range) = out.too_deep() {
            let span = self.slice.span(range);
            self.too_deep(span);
        }
        for range in out.doubtful() {
            let message = "this prints in italics, and the stars around it vanish";
            let hint = "write \\* for a star that is a sign itself, **…** for bold; italics are for Latin words";
            self.cx.sink.push(Diagnostic::warning(Code::Markup, self.slice.span(range.clone()), message).hint(hint));
        }
        out.finish()
    }

    /// Takes a run of text from the original and cuts our own markup out of it.
    pub(super) fn text(&mut self, out: &mut Line<'_>, text: &str, range: &Range<usize>) {
        if self.masked.text[range.clone()] != *text {
            // An entity or an escape that the parser has decoded.
            push_text(out.content(), text, self.span(range));
            return;
        }
        let start = range.start.max(self.masked.prefix);
        if start >= range.end {
            return;
        }
        let own = self.range(&(start..range.end));
        let mut from = own.start;
        let first = self.masked.marks.partition_point(|mark| mark.range.start < own.start);
        for mark in &self.masked.marks[first..] {
            if mark.range.end > own.end {
                break;
            }
            out.plain(from..mark.range.start);
            from = mark.range.end;
            let span = self.slice.span(mark.range.clone());
            match mark.kind {
                MarkKind::Expr => {
                    let inner = self.slice.part(mark.inner.clone()).trimmed();
                    if inner.text.is_empty() {
                        self.cx.sink.push(
                            Diagnostic::error(Code::Expression, span, "there is nothing between {{ and }}")
                                .hint("write e.g. {{ kpi(\"env.ghg.total\") }}"),
                        );
                        continue;
                    }
                    let inner_span = inner.whole();
                    let kind = InlineKind::Own(Open::Expr(Spanned::new(inner.text.into_owned(), inner_span)));
                    out.content().push(Inline { span, kind });
                }
                MarkKind::Manual => {
                    let sides = self.manual(mark.inner.clone());
                    out.content().push(Inline { span, kind: InlineKind::Own(Open::Manual(sides)) });
                }
                MarkKind::Sub | MarkKind::Super => {
                    let inner = self.slice.part(mark.inner.clone());
                    let inner = vec![Inline::text(&*inner.text, inner.whole())];
                    let sub = mark.kind == MarkKind::Sub;
                    let kind = if sub { InlineKind::Sub(inner) } else { InlineKind::Super(inner) };
                    out.content().push(Inline { span, kind });
                }
                MarkKind::Run(run) => out.run(run, mark.range.clone()),
                MarkKind::Footnote => {
                    let label = &self.slice.text[mark.inner.clone()];
                    let notes = &mut self.cx.notes;
                    if notes.defined.contains_key(label) {
                        let next = notes.used.len();
                        let entry = notes.used.entry(label.to_owned());
                        let number = entry.index();
                        if number == next {
                            entry.or_insert(span);
                        }
                        out.content().push(Inline { span, kind: InlineKind::Footnote(number) });
                    } else {
                        let message = match self.cx.is_chapter {
                            true => format!("the footnote [^{label}] is not defined in this file"),
                            false => format!("the footnote [^{label}] cannot stand here"),
                        };
                        let hint = match nearest(label, self.cx.notes.defined.keys().map(String::as_str)) {
                            _ if !self.cx.is_chapter => {
                                "front matter has no footnotes: put the mark into the chapter's text, e.g. behind its # heading".to_owned()
                            }
                            Some(name) => format!("did you mean [^{name}]?"),
                            None => format!("add a line [^{label}]: …"),
                        };
                        self.cx.sink.push(Diagnostic::error(Code::MissingFootnote, span, message).hint(hint));
                    }
                }
            }
        }
        out.plain(from..own.end);
    }

    /// `-{text}-` or `-{zh-Hant-HK:管治;zh-Hans-CN:治理}-`.
    pub(super) fn manual(&mut self, inner: Range<usize>) -> Vec<(Option<String>, String)> {
        let text = &self.slice.text[inner.clone()];
        if let Some(sign) = ["**", "~~", "](", "`", "{{"].into_iter().find(|sign| text.contains(sign)) {
            let span = self.slice.span(inner.clone());
            let message = format!("`{sign}` prints as typed: words between -{{ and }}- take no markup");
            let hint = "put the marks outside: **-{管治}-**";
            self.cx.sink.push(Diagnostic::warning(Code::Markup, span, message).hint(hint));
        }
        if text.trim().is_empty() {
            let message = "there is nothing between -{ and }-";
            let hint = "write the words that conversion leaves alone, -{管治}-, or take the marks away";
            self.cx.sink.push(Diagnostic::error(Code::Markup, self.slice.span(inner), message).hint(hint));
            return vec![(None, String::new())];
        }
        if tag_of(text).is_none() {
            self.doubtful_wordings(inner.clone());
            return vec![(None, text.to_owned())];
        }
        let mut sides = Vec::new();
        // Whatever stands before a tag parts wordings; else only the semicolon does, and others are marks of a wording.
        let is_last = |at: usize, mark: &str| "；|｜".contains(mark) && text[at..].trim().is_empty();
        let parts_wordings = |at: usize, mark: &str| is_last(at, mark) || tag_of(&text[at..]).is_some();
        let others = text.match_indices(BEFORE_TAG).filter(|(at, mark)| parts_wordings(at + mark.len(), mark));
        let mut parting: Vec<(usize, &str)> = text.match_indices(';').chain(others).collect();
        parting.sort_unstable();
        let mut from = 0;
        for (end, mark) in parting.into_iter().chain([(text.len(), "")]) {
            let part = &text[from..end];
            let start = inner.start + from + (part.len() - part.trim_start().len());
            from = end + mark.len();
            if part.trim().is_empty() {
                continue;
            }
            match tag_of(part) {
                Some(tag) => {
                    let place = self.slice.span(start..start + tag.len());
                    let tag = Spanned::new(tag, place);
                    if yaml::check_tag(&tag, self.cx.sink) {
                        let wording = part.split_once(BEHIND_TAG).map_or("", |(_, wording)| wording).trim();
                        sides.push((Some(tag.node), wording.to_owned()));
                    }
                }
                None => {
                    let span = self.slice.span(start..start + part.trim().len());
                    self.cx.sink.push(
                        Diagnostic::error(Code::Markup, span, "this part does not say which edition it is for")
                            .hint(WORDINGS),
                    );
                }
            }
        }
        sides
    }

    /// Tells protected words that mean to be a wording for each edition, and do not say so as they should.
    fn doubtful_wordings(&mut self, inner: Range<usize>) {
        let text = &self.slice.text[inner.clone()];
        let parts: Vec<&str> = text.split([';', '；', '|', '｜']).collect();
        let is_named = parts.iter().any(|part| tag_of(part).is_some() || names_script(part))
            || parts.iter().filter(|part| names_place(part)).count() > 1;
        // What parts wordings stands in no name, and in no sentence either.
        let has_han = |part: &str| part.contains(is_han);
        let is_parted = text.split([';', '|', '｜']).map(has_han).filter(|has| *has).count() > 1;
        // A slash may be part of a name, and mostly parts wordings all the same.
        let is_slashed = || {
            let parts: Vec<&str> = text.split(['/', '／', '\\', '→']).map(str::trim).collect();
            matches!(&parts[..], [one, other] if [one, other].iter().all(|part| !part.is_empty() && part.chars().all(is_han)))
        };
        if !is_named && !is_parted && is_slashed() {
            let message = "both wordings print, with the sign between them, if these are the wordings of two editions";
            let told = Diagnostic::warning(Code::Markup, self.slice.span(inner), message);
            return self.cx.sink.push(
                told.hint(WORDINGS)
                    .hint("a name with a slash stands without -{ and }-, under `protect` in glossary.yaml"),
            );
        }
        let message = match (is_named, is_parted) {
            (true, _) => "this prints as typed: no part of it begins with the tag of an edition",
            (_, true) => "both wordings print, with the sign between them: none says which edition it is for",
            _ => return,
        };
        self.cx.sink.push(Diagnostic::error(Code::Markup, self.slice.span(inner), message).hint(WORDINGS));
    }

    /// Whether the soft break at hand means a space, from the characters before and after it.
    pub(super) fn soft_break_is_space(&self) -> bool {
        let before = self.events[..self.at].iter().rev().find_map(|(event, range)| self.edge(event, range, true));
        let after = self.events[self.at + 1..].iter().find_map(|(event, range)| self.edge(event, range, false));
        match (before, after) {
            (Some(before), Some(after)) => break_is_space(before, after),
            _ => false,
        }
    }

    /// The last or first character that an event shows.
    pub(super) fn edge(&self, event: &Event<'_>, range: &Range<usize>, last: bool) -> Option<char> {
        /// Stands for what is neither Han nor punctuation, e.g. a figure or a picture.
        const OTHER: char = 'x';
        let pick = |text: &str| if last { text.chars().next_back() } else { text.chars().next() };
        match event {
            Event::Code(code) => pick(code),
            Event::HardBreak | Event::Start(Tag::Image { .. }) => Some(OTHER),
            Event::Text(text) if self.masked.text[range.clone()] != **text => pick(text),
            Event::Text(_) => {
                let mut own = self.range(range);
                loop {
                    let marks = &self.masked.marks;
                    let mark = if last {
                        let at = marks.partition_point(|mark| mark.range.end <= own.end);
                        at.checked_sub(1).map(|at| &marks[at]).filter(|mark| mark.range.end == own.end)
                    } else {
                        let at = marks.partition_point(|mark| mark.range.start < own.start);
                        marks.get(at).filter(|mark| mark.range.start == own.start)
                    };
                    match mark {
                        None => return pick(&self.slice.text[own]),
                        Some(mark) if matches!(mark.kind, MarkKind::Footnote | MarkKind::Run(_)) => {
                            // A raised mark, or none in print: what counts is the text before or behind it.
                            if last {
                                own.end = mark.range.start;
                            } else {
                                own.start = mark.range.end;
                            }
                            if own.start >= own.end {
                                return None;
                            }
                        }
                        Some(mark) if mark.kind == MarkKind::Expr => return Some(OTHER),
                        Some(mark) => return pick(&self.slice.text[mark.inner.clone()]),
                    }
                }
            }
            _ => None,
        }
    }

    /// HTML comments are the author's own notes; other HTML would be in the website only.
    pub(super) fn html(&mut self, range: &Range<usize>) {
        let text = self.original()[self.range(range)].trim();
        // The end of an element needs no report of its own, where its beginning has one.
        if let Some(name) = text.strip_prefix("</") {
            let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if self.begins_before(&name[..length], self.range(range).start) {
                return;
            }
        }
        if let Some(comment) = text.strip_prefix("<!--") {
            match comment.split_once("-->") {
                None => return self.open_comment(range, "never closed: what follows is printed nowhere"),
                Some((inside, _)) if inside.contains("<!--") => {
                    return self.open_comment(
                        range,
                        "not closed before another one begins: what is between them is printed nowhere",
                    );
                }
                Some((_, behind)) if behind.trim().is_empty() => return,
                Some(_) => {}
            }
        }
        let tag: String = text.chars().take_while(|c| *c != '\n' && *c != '>').collect();
        let is_break = tag.starts_with("<br") || tag.starts_with("</br");
        let hint = if is_break && self.in_table {
            "write two rows, or a `table` component, whose cells hold lists"
        } else if is_break {
            "end the line with a backslash for a line break"
        } else if tag.starts_with("<!--") {
            "a comment stands on lines of its own, or behind a text"
        } else if tag.starts_with("<sup") || tag.starts_with("<sub") {
            "write m^2^ for a raised, CO~2~ for a lowered text"
        } else if tag.starts_with("<b>") || tag.starts_with("<strong") {
            "write **…** for bold"
        } else {
            "use Markdown or a component; write \\< for the character itself"
        };
        let range = trim_end(&self.masked.text, range);
        let range = range.start..range.end.min(range.start + tag.len() + 1);
        self.error(Code::Markup, &range, "HTML cannot be used: it has no meaning in the PDF", hint);
    }

    /// Reports a comment that takes more with it than its author meant.
    fn open_comment(&mut self, range: &Range<usize>, how: &str) {
        let range = range.start..range.start + "<!--".len();
        self.error(Code::Markup, &range, &format!("the comment that begins here is {how}"), "end it with -->");
    }

    pub(super) fn link(&mut self, kind: LinkType, url: &str, range: &Range<usize>) -> Option<LinkTarget> {
        let slice = self.find(url, range);
        let url = &*slice.text;
        if kind == LinkType::Email {
            return Some(LinkTarget::Url(format!("mailto:{url}")));
        }
        let has_scheme =
            |scheme: &&str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if ["http://", "https://", "mailto:", "tel:"].iter().any(has_scheme) {
            return Some(LinkTarget::Url(url.to_owned()));
        }
        let span = slice.whole();
        let (file, anchor) = url.split_once('#').map_or((url, None), |(file, anchor)| (file, Some(anchor)));
        let file = percent_decode(file);
        let name = file.trim_start_matches("./").trim_start_matches("../chapters/");
        // A link to a chapter's file in any language leads to the chapter of the edition at hand.
        let chapter = name.strip_suffix(".md").map(|stem| languages::split(stem).0);
        if let Some(slug) = chapter
            && !self.cx.chapters.iter().any(|chapter| chapter == slug)
        {
            let message = format!("there is no chapter `{name}`");
            let files: Vec<String> = self.cx.chapters.iter().map(|stem| format!("{stem}.md")).collect();
            let hint = suggest(name, files.iter().map(String::as_str));
            self.cx.sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint(hint));
            return None;
        }
        match (chapter, anchor.filter(|anchor| !anchor.is_empty())) {
            (Some(_), Some(anchor)) => Some(LinkTarget::Anchor(percent_decode(anchor))),
            (None, Some(anchor)) if name.is_empty() => Some(LinkTarget::Anchor(percent_decode(anchor))),
            (Some(slug), None) => Some(LinkTarget::Anchor(format!("{CHAPTER_LINK}{slug}"))),
            _ => {
                let message = match url {
                    "" => "the link goes nowhere".to_owned(),
                    url => format!("`{url}` is neither a web address nor a place in the report"),
                };
                let before = self.original()[..self.range(range).start].trim_end_matches(' ');
                let hint = match before.ends_with(['!', '！']) {
                    true => "for a picture write ![what it shows](file), with a half-width ! right before the bracket",
                    false => "write https://…, mailto:…, #anchor or chapter-file.md#anchor",
                };
                self.cx.sink.push(Diagnostic::error(Code::MissingAnchor, span, message).hint(hint));
                None
            }
        }
    }

    pub(super) fn image(&mut self, path: &str, alt: Vec<Inline>, range: &Range<usize>) -> Option<Image> {
        let slice = self.find(path, range);
        let hint = || format!("write ![what the picture shows]({path})");
        image(&slice, alt, self.span(range), hint, self.cx)
    }
}
