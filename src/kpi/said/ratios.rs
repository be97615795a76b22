//! What is implied by two figures and must be the same elsewhere: revenue, emission factors, the coal that a kilowatt-hour
//! saves, what was made of what was used.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::kind::Kind;
use super::lines::Line;
use super::statement::{Origin, Said};
use super::subject::Subject;
use super::twice::MOST_TIMES;
use crate::chinese::words;
use crate::diag::{Code, Diagnostic};
use crate::figure;
use crate::kpi::bound::Claim;

/// A quotient of two figures, as exactly as both are told.
#[derive(Clone, Copy)]
struct Quotient<'s> {
    of: &'s Said,
    per: &'s Said,
    low: Decimal,
    high: Decimal,
}

impl<'s> Quotient<'s> {
    fn new(of: &'s Said, per: &'s Said) -> Option<Self> {
        let (least, most) = (per.value - per.fine, per.value + per.fine);
        (least > Decimal::ZERO && of.value > Decimal::ZERO).then_some(())?;
        let low = (of.value - of.fine).checked_div(most)?;
        let high = (of.value + of.fine).checked_div(least)?;
        Some(Self { of, per, low, high })
    }

    fn agrees(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// How many times larger one is than the other.
    fn times(&self, other: &Self) -> Decimal {
        let (one, two) = ((self.low + self.high), (other.low + other.high));
        one.max(two).checked_div(one.min(two)).unwrap_or(Decimal::ONE)
    }

    fn is_of_data(&self) -> bool {
        self.of.metric.is_some() && self.per.metric.is_some()
    }
}

/// Whether a figure is a plain one of the whole company.
fn is_plain(said: &&Said) -> bool {
    said.kind == Kind::Level && said.claim == Claim::Exactly && said.scope.is_empty()
}

/// What a subject is without the words that make it an intensity.
fn of_total(subject: &Subject) -> String {
    let is_own =
        |word: &&String| !["强度", "密度", "单位", "每", "万元", "产值", "营收", "营业"].contains(&word.as_str());
    Subject { words: subject.words.iter().filter(is_own).cloned().collect() }.key()
}

/// Figures per revenue: what each implies of the revenue must be what the others imply.
pub(super) fn intensities(all: &[Said], found: &mut Vec<Diagnostic>) {
    // Only what something is an intensity of.
    let ratios = || all.iter().filter(is_plain).filter_map(|said| Some((said, said.class.split_once('/')?)));
    let wanted: BTreeSet<(&str, i32)> = ratios().map(|(said, (of, _))| (of, said.year)).collect();
    let mut totals: BTreeMap<(&str, String, i32), Vec<&Said>> = BTreeMap::new();
    for said in all.iter().filter(is_plain).filter(|said| wanted.contains(&(said.class.as_str(), said.year))) {
        totals.entry((&said.class, said.subject.key(), said.year)).or_default().push(said);
    }
    let mut implied: BTreeMap<(&str, i32), Vec<Quotient>> = BTreeMap::new();
    for (said, (of, per)) in ratios() {
        let key = (of, of_total(&said.subject), said.year);
        let Some(known) = totals.get(&key).filter(|_| ["RMB", "HKD", "persons", "area"].contains(&per)) else {
            continue;
        };
        let [total, others @ ..] = &known[..] else { continue };
        if others.iter().all(|other| other.value == total.value) {
            implied.entry((per, said.year)).or_default().extend(Quotient::new(total, said));
        }
    }
    for ((per, year), mut all) in implied {
        // What is said in several places is one.
        all.sort_by(|one, other| one.low.cmp(&other.low).then(one.of.span.cmp(&other.of.span)));
        all.dedup_by(|one, other| one.of.subject == other.of.subject && one.low == other.low);
        if !(3..=MOST_TIMES).contains(&all.len()) || all.iter().all(Quotient::is_of_data) {
            continue;
        }
        for one in &all {
            let against: Vec<&Quotient> = all.iter().filter(|other| !one.agrees(other)).collect();
            // The one that stands alone is wrong; how far rounding goes is not always told.
            let alone = against.len() * 2 >= all.len() && all.len() - against.len() == 1;
            let Some(other) = against.first().filter(|other| alone && one.times(other) > Decimal::new(105, 2)) else {
                continue;
            };
            let message = format!(
                "{} does not go with {} of {year}: the others imply another {}",
                one.per.shown,
                one.of.shown,
                if per == "persons" { "head count" } else { "revenue" },
            );
            found.push(
                Diagnostic::warning(Code::FigureIntensity, one.per.span, message)
                    .label(one.of.span, "its total")
                    .label(other.per.span, "one of the others")
                    .hint("mend the figure, its total or the unit of one of them"),
            );
        }
    }
}

/// How many times the emission factor of one year may be that of another: grids change by some per cent.
const FACTOR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// How far a factor that is told may be from the one that emissions and power imply.
const NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// How far at most: further off is the factor of another grid or unit.
const FAR: Decimal = Decimal::from_parts(3, 0, 0, false, 2);

/// Emissions of bought power: their factor must not jump between years, and is the one that is told.
pub(super) fn factors(all: &[Said], found: &mut Vec<Diagnostic>) {
    let has = |said: &Said, words: &[&str]| {
        let text = said.subject.words.concat();
        words.iter().any(|word| text.contains(word))
    };
    let one = |year: i32, class: &str, words: &[&str], without: &[&str]| {
        let mut known = all
            .iter()
            .filter(is_plain)
            .filter(|said| said.year == year && said.class == class && has(said, words) && !has(said, without));
        let first = known.next()?;
        known
            .all(|other| other.value == first.value || (other.value - first.value).abs() <= other.slack)
            .then_some(first)
    };
    let years: BTreeSet<i32> = all.iter().map(|said| said.year).collect();
    let quotients: Vec<(i32, Quotient)> = years
        .into_iter()
        .filter_map(|year| {
            let emitted = one(year, "CO2e", &["范围二", "范围2"], &["强度", "密度"])?;
            let power = one(year, "energy", &["外购电力", "购电", "外购电"], &["绿色", "绿电", "强度"])?;
            Some((year, Quotient::new(emitted, power)?))
        })
        .collect();
    for pair in quotients.windows(2) {
        let [(before, old), (year, new)] = pair else { continue };
        if old.times(new) > FACTOR && !(old.is_of_data() && new.is_of_data()) {
            let message = format!(
                "{} of {year} and {} for it give another emission factor than {before} has: a unit has slipped",
                new.of.shown, new.per.shown
            );
            found.push(
                Diagnostic::warning(Code::FigureIntensity, new.of.span, message)
                    .label(new.per.span, "the power")
                    .label(old.of.span, format!("the emissions of {before}"))
                    .label(old.per.span, format!("the power of {before}"))
                    .hint("check the units of the four figures"),
            );
        }
    }
    let told: Vec<&Said> =
        all.iter().filter(is_plain).filter(|said| said.class == "CO2e/energy" || said.class == "mass/energy").collect();
    // Where several factors are told, each is of another grid.
    let mut values: BTreeMap<&str, BTreeSet<Decimal>> = BTreeMap::new();
    for said in all {
        values.entry(&said.class).or_default().insert(said.value);
    }
    for told in &told {
        let is_one = values[told.class.as_str()].len() == 1;
        let Some((_, implied)) = quotients.iter().find(|(year, _)| *year == told.year && is_one) else { continue };
        let middle = (implied.low + implied.high) / Decimal::TWO;
        let off = (told.value - middle).abs();
        if off > middle * NEAR && off < middle * FAR {
            let times = middle.checked_div(told.value).unwrap_or_default();
            let message = format!(
                "the factor told is {}, but {} for {} is {} times that",
                told.shown,
                implied.of.shown,
                implied.per.shown,
                figure::number(times, Some(3))
            );
            found.push(
                Diagnostic::warning(Code::FigureIntensity, told.span, message)
                    .label(implied.of.span, "the emissions")
                    .label(implied.per.span, "the power")
                    .hint("mend one of them, or say which factor was used for what"),
            );
        }
    }
}

/// 發電150,000千瓦時，節約標準煤88噸: a kilowatt-hour saves the same everywhere.
pub(super) fn savings(lines: &[Line], all: &[Said], found: &mut Vec<Diagnostic>) {
    let mut known: Vec<Quotient> = Vec::new();
    let mut read = (usize::MAX, String::new());
    for pair in all.windows(2) {
        let [power, coal] = pair else { continue };
        let Origin::Line(at) = power.origin else { continue };
        if power.origin != coal.origin || power.sentence != coal.sentence || power.class != "energy" {
            continue;
        }
        if read.0 != at {
            read = (at, words::in_place(&lines[at].passage.text));
        }
        let between = &read.1[power.at.end..coal.at.start];
        let is_coal = between.contains("标准煤") || between.contains("标煤") || coal.shown.contains('煤');
        let is_sure = [power, coal].iter().all(|said| said.claim == Claim::Exactly);
        if !is_coal || !["mass", "energy"].contains(&coal.class.as_str()) || between.chars().count() > 24 || !is_sure {
            continue;
        }
        // By mass, whichever unit.
        let per_kg = Decimal::from(29_307_600);
        let value = if coal.class == "energy" { coal.value / per_kg } else { coal.value };
        let fine = if coal.class == "energy" { coal.fine / per_kg } else { coal.fine };
        let (least, most) = (power.value - power.fine, power.value + power.fine);
        let (Some(low), Some(high)) = ((value - fine).checked_div(most), (value + fine).checked_div(least)) else {
            continue;
        };
        known.push(Quotient { of: coal, per: power, low, high });
    }
    for (at, one) in known.iter().enumerate() {
        if let Some(other) = known[..at.min(MOST_TIMES)].iter().find(|other| !one.agrees(other)) {
            let message = format!(
                "{} for {} is another ratio than {} for {}",
                one.of.shown, one.per.shown, other.of.shown, other.per.shown
            );
            found.push(
                Diagnostic::warning(Code::FigureIntensity, one.of.span, message)
                    .label(other.of.span, "the other one")
                    .label(other.per.span, "of so much power")
                    .hint("a kilowatt-hour saves the same coal everywhere: mend one of the four, or say how each is counted"),
            );
        }
    }
}

/// What is used of what was made is not more than that.
pub(super) fn own_use(all: &[Said], year: i32, found: &mut Vec<Diagnostic>) {
    const USED: [&str; 6] = ["自用", "自发自用", "消纳", "上网", "自发", "外售"];
    let plain: Vec<&Said> =
        all.iter().filter(is_plain).filter(|said| said.year == year && said.class == "energy").collect();
    let is_used = |said: &Said| {
        let words = said.subject.words.concat();
        USED.iter().any(|used| words.contains(used))
    };
    let bare = |said: &Said| {
        let words = said.subject.words.concat();
        let words = USED.iter().fold(words, |words, used| words.replace(used, ""));
        let mut letters: Vec<char> = words.replace(['总', '量', '电'], "").chars().collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    // What is said first of each.
    let mut made: BTreeMap<Vec<char>, &Said> = BTreeMap::new();
    for said in plain.iter().filter(|said| !is_used(said)) {
        made.entry(bare(said)).or_insert(said);
    }
    for used in plain.iter().filter(|said| is_used(said)) {
        let made = made.get(&bare(used)).filter(|made| !bare(made).is_empty());
        if let Some(made) = made.filter(|made| used.value - used.fine > made.value + made.fine) {
            if used.metric.is_some() && made.metric.is_some() {
                continue;
            }
            let message = format!("{} are used of {} that were made", used.shown, made.shown);
            found.push(
                Diagnostic::warning(Code::FigureSum, used.span, message)
                    .label(made.span, "what was made")
                    .hint("a part cannot be more than the whole: mend one of the two, or say what each counts"),
            );
        }
    }
}
