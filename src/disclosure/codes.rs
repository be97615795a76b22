//! Whether what the authors name exists: standards, codes, reasons.

use std::collections::BTreeSet;

use super::places::Tag;
use crate::diag::{Code, Diagnostic, Sink, nearest, suggest, suggest_listed};
use crate::model::printed::{Block, BlockKind, Chapter};
use crate::model::{DisclosureRef, Edition, Report, StandardClaim, for_each_block, plain_text};
use crate::source::Span;
use crate::standards::catalogue::{RuleValue, StringOrList};
use crate::standards::{Entry, Standard};

/// A standard that the report follows, and how.
pub(super) type Followed<'a> = (&'a StandardClaim, &'a Standard);

/// Tells standards that do not exist or are not for this report.
pub fn check_standards(report: &Report, sink: &mut Sink) {
    followed(report, sink);
}

/// The standards that the report follows. Reports those that do not exist.
pub(super) fn followed<'a>(report: &'a Report, sink: &mut Sink) -> Vec<Followed<'a>> {
    let mut found: Vec<Followed<'a>> = Vec::new();
    for claim in &report.config.standards {
        let id = &claim.id;
        let Some(standard) = report.catalogues.standard(&id.node) else {
            if report.catalogues.is_set_aside(&id.node) {
                continue;
            }
            sink.push(
                Diagnostic::error(Code::UnknownStandard, id.span, format!("there is no standard `{}`", id.node))
                    .hint(suggest(&id.node, report.catalogues.ids())),
            );
            continue;
        };
        check_dates(report, standard, id.span, sink);
        check_sectors(claim, standard, sink);
        found.push((claim, standard));
    }
    ask_for_listing(report, &found, sink);
    found
}

/// Tells sector standards that do not exist.
fn check_sectors(claim: &StandardClaim, standard: &Standard, sink: &mut Sink) {
    let entries = standard.catalogue.entries.iter();
    let known: Vec<&str> = entries.filter(|entry| entry.kind == SECTOR).map(|entry| entry.code.as_str()).collect();
    for sector in &claim.sectors {
        let at = standard.position(&sector.node);
        if !at.is_some_and(|at| known.contains(&standard.entry(at).code.as_str())) {
            let id = &standard.catalogue.meta.id;
            let message = format!("{id} has no sector standard `{}`", sector.node);
            let hint = suggest(&sector.node, known.iter().copied());
            sink.push(Diagnostic::error(Code::UnknownStandard, sector.span, message).hint(hint));
        }
    }
}

/// The kind of entry that a sector standard is.
const SECTOR: &str = "sector-standard";

/// Tells where the standard is not for the financial year, and which is. One that is out of date is an error; one that
/// is not in force yet may be used early.
fn check_dates(report: &Report, standard: &Standard, span: Span, sink: &mut Sink) {
    let (meta, year) = (&standard.catalogue.meta, report.config.period.from.iso());
    let early = meta.applies_from.as_ref().filter(|from| year < **from);
    let late = meta.applies_until.as_ref().filter(|until| year > **until);
    let message =
        |when: String| format!("`{}` is for financial years that begin {when}; this one begins on {year}", meta.id);
    let diagnostic = match (early, late) {
        (Some(from), _) => Diagnostic::warning(Code::WrongVersion, span, message(format!("on {from} or later"))),
        (None, Some(until)) => Diagnostic::error(Code::WrongVersion, span, message(format!("on {until} or earlier"))),
        (None, None) => return,
    };
    sink.push(match report.catalogues.for_year(&meta.family, &year) {
        Some(right) => diagnostic.hint(format!("use `{}`", right.catalogue.meta.id)),
        None => diagnostic.hint("huibao has no catalogue of this standard for that year"),
    });
}

/// Asks where the issuer is listed, where that makes a difference.
fn ask_for_listing(report: &Report, followed: &[Followed<'_>], sink: &mut Sink) {
    let phased = followed.iter().find(|(_, standard)| !standard.catalogue.phase_in.is_empty());
    if let (Some((claim, standard)), None) = (phased, report.config.listing) {
        let id = &standard.catalogue.meta.id;
        let message = format!(
            "what {id} asks for depends on where the issuer is listed, and report.yaml does not say; \
             huibao takes an issuer of the Main Board that is no large cap"
        );
        let hint = "write `listing: {board: main, large_cap: false}` in report.yaml; large_cap is true for a constituent \
                    of the Hang Seng Composite LargeCap Index throughout the year before the reporting year";
        sink.push(Diagnostic::warning(Code::UnknownListing, claim.id.span, message).hint(hint));
    }
}

/// Tells a title that a standard does not allow: the mainland's guidelines ask for one of two names, in its own words.
pub(super) fn check_title(report: &Report, edition: Edition, followed: &[Followed<'_>], sink: &mut Sink) {
    let Some(title) = report.config.title.get(edition).filter(|_| edition.tag().starts_with(MAINLAND)) else { return };
    for (_, standard) in followed {
        let names: Vec<&str> =
            standard.rule(REPORT_NAME).into_iter().flat_map(|rule| rule.values.iter().map(RuleValue::id)).collect();
        if !names.is_empty() && !names.iter().any(|name| title.node.contains(name)) {
            let id = &standard.catalogue.meta.id;
            let message = format!("{id} asks for another name of the report than {}", title.node);
            sink.push(
                Diagnostic::warning(Code::ReportName, title.span, message)
                    .hint(format!("`title: {{{edition}: …}}` has one of these in it: {}", names.join(", "))),
            );
        }
    }
}

/// The rule that lists what the title of a report may be, and the language of the editions that it is for.
const REPORT_NAME: &str = "report-name";
const MAINLAND: &str = "zh-Hans";

/// Reports every component `index` of a standard that the report does not follow: there is no such index; one below a
/// heading that names another standard; and a standard without an index where others have theirs.
pub(super) fn check_components(report: &Report, chapters: &[Chapter], sink: &mut Sink) {
    let known = || report.config.standards.iter().map(|claim| claim.id.node.as_str());
    let family =
        |id: &str| report.catalogues.standard(id).map(|standard| standard.catalogue.meta.family.to_uppercase());
    let families: Vec<String> = known().filter_map(family).collect();
    let (mut heading, mut printed) = (String::new(), BTreeSet::new());
    let mut check = |block: &Block| {
        if let BlockKind::Heading { inlines, .. } = &block.kind {
            heading = plain_text(inlines);
        }
        let BlockKind::Component(component) = &block.kind else { return };
        let Some(wanted) = component.standard() else { return };
        printed.insert(wanted.node.clone());
        let names = |family: &String| heading.contains(family.as_str());
        let own = family(&wanted.node);
        if let Some(other) = families.iter().find(|family| names(family))
            && own.is_some_and(|own| !names(&own))
        {
            let message = format!("the index of {} stands below the heading `{}`", wanted.node, heading.trim());
            let hint = format!("put the index of {other} there, or mend the heading");
            sink.push(Diagnostic::warning(Code::UnknownStandard, wanted.span, message).hint(hint));
        }
        if known().all(|id| id != wanted.node) {
            let message = format!("the report does not follow a standard `{}`", wanted.node);
            sink.push(
                Diagnostic::error(Code::UnknownStandard, wanted.span, message)
                    .hint(suggest(&wanted.node, known().collect::<Vec<_>>()))
                    .hint("report.yaml lists the standards that it follows"),
            );
        }
    };
    chapters.iter().for_each(|chapter| for_each_block(&chapter.blocks, &mut check));
    // A standard that is none, or whose catalogue cannot be used, has been told.
    let is_missing = |id: &String| !printed.contains(id) && report.catalogues.standard(id).is_some();
    let missing = report.config.standards.iter().filter(|claim| is_missing(&claim.id.node));
    for claim in missing.filter(|_| !printed.is_empty()) {
        let id = &claim.id.node;
        let message = format!("the report follows {id} and prints no index of it, but of others");
        let hint = format!("add a block ```index with the line `standard: {id}`");
        sink.push(Diagnostic::warning(Code::UnreportedDisclosure, claim.id.span, message).hint(hint));
    }
}

/// Reports every `disclose` and every note whose standard or code does not exist.
pub(super) fn check_codes(report: &Report, tags: &[Tag<'_>], followed: &[Followed<'_>], sink: &mut Sink) {
    let in_text = tags.iter().map(|tag| (&tag.disclosure.node, tag.disclosure.span));
    let in_data = report.kpis.kpis.values().flat_map(|kpi| &kpi.disclose).map(|tag| (&tag.node, tag.span));
    let in_notes = report.disclosures.notes.iter().map(|(disclosure, note)| (disclosure, note.span));
    for (disclosure, span) in in_text.chain(in_data).chain(in_notes) {
        check_code(report, disclosure, span, followed, sink);
    }
    let families: BTreeSet<&str> = report.catalogues.families().collect();
    for (family, names) in &report.disclosures.statements {
        if !families.contains(family.as_str()) && !report.catalogues.is_set_aside(family) {
            let span = names.iter().next().map(|(_, text)| text.span);
            sink.push(
                Diagnostic::error(Code::UnknownStandard, span, format!("there is no standard `{family}`"))
                    .hint(suggest(family, families.iter().copied())),
            );
        }
    }
}

fn check_code(report: &Report, disclosure: &DisclosureRef, span: Span, followed: &[Followed<'_>], sink: &mut Sink) {
    let DisclosureRef { standard: family, code } = disclosure;
    let mut standards: Vec<&Standard> = followed.iter().map(|(_, standard)| *standard).collect();
    standards.retain(|standard| standard.catalogue.meta.family == *family);
    if standards.is_empty() {
        standards.extend(report.catalogues.newest(family));
    }
    let Some(first) = standards.first() else {
        if report.catalogues.is_set_aside(family) {
            return;
        }
        let families: BTreeSet<&str> = report.catalogues.families().collect();
        sink.push(
            Diagnostic::error(Code::UnknownStandard, span, format!("there is no standard `{family}`"))
                .hint(suggest(family, families)),
        );
        return;
    };
    let id = &first.catalogue.meta.id;
    let found: Vec<&Entry> =
        standards.iter().filter_map(|standard| standard.reported_by(code).map(|at| standard.entry(at))).collect();
    if let Some(entry) = found.first() {
        if found.iter().all(|entry| entry.repealed_from.is_some()) {
            let message = format!("`{disclosure}` is not reported any more under {id}");
            let hint = instead(first, entry.replaced_by.as_ref());
            sink.push(Diagnostic::warning(Code::UnknownDisclosure, span, message).hint(hint));
        }
        let published = report.config.published.iso();
        let gone = |entry: &&Entry| entry.superseded_from.as_ref().filter(|from| **from <= published).cloned();
        if let (Some(from), true) = (gone(entry), found.iter().all(|entry| gone(entry).is_some())) {
            let message = format!("`{disclosure}` is not used any more in reports published from {from} on");
            let hint = instead(first, entry.superseded_by.as_ref());
            sink.push(Diagnostic::warning(Code::WrongVersion, span, message).hint(hint));
        }
        return;
    }
    sink.push(match first.position(code) {
        Some(heading) => {
            let below: Vec<&str> = first.below(heading).map(|at| first.entry(at).code.as_str()).collect();
            Diagnostic::error(Code::UnknownDisclosure, span, format!("`{disclosure}` is a heading, not a disclosure"))
                .hint(format!("name what is reported: {}", below.join(", ")))
        }
        None => {
            let codes = first.catalogue.entries.iter().map(|entry| entry.code.as_str());
            let codes: Vec<&str> = codes.filter(|code| first.reported_by(code).is_some()).collect();
            // Written as it can be put in the place.
            // Letters and digits say which is meant: a1.1, D28a.
            let bare = |code: &str| -> String {
                code.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
            };
            let wanted = bare(code);
            let same = codes.iter().copied().find(|known| bare(known) == wanted);
            // 13(i) for MDR-13-i, KPI A1.2 for A1.2: one has more before it than the other.
            let shared = |known: &str| {
                let known = bare(known);
                let is_end = known.ends_with(&wanted) || wanted.ends_with(&known);
                Some(known.len().min(wanted.len())).filter(|length| is_end && *length > 1)
            };
            let ended =
                || codes.iter().copied().filter(|known| shared(known).is_some()).max_by_key(|known| shared(known));
            let hint = match same.or_else(ended).or_else(|| nearest(code, codes.iter().copied())) {
                Some(near) => format!("did you mean `{family}:{near}`?"),
                None => suggest_listed("disclosures", code, codes),
            };
            Diagnostic::error(Code::UnknownDisclosure, span, format!("{id} has no disclosure `{code}`")).hint(hint)
        }
    });
}

/// What to write instead of a disclosure: what can be reported, under a heading what stands below it.
fn instead(standard: &Standard, codes: Option<&StringOrList>) -> String {
    fn add(standard: &Standard, at: usize, out: &mut Vec<String>) {
        let code = &standard.entry(at).code;
        if standard.reported_by(code).is_some() {
            out.push(format!("{}:{code}", standard.catalogue.meta.family));
        } else {
            standard.below(at).for_each(|below| add(standard, below, out));
        }
    }
    let mut names = Vec::new();
    let positions = codes.into_iter().flat_map(|codes| codes.as_slice()).filter_map(|code| standard.position(code));
    positions.for_each(|at| add(standard, at, &mut names));
    match &names[..] {
        [] => "take it away".to_owned(),
        [one] => format!("use {one}"),
        _ => format!("use what applies of {}", names.join(", ")),
    }
}
