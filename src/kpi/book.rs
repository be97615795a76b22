//! A report's figures in the words of one edition.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::expression::{Outcome, Problem, Quantity, Style};
use super::to_come::is_to_come;
use super::{format, targets};
use crate::diag::{Code, suggest, suggest_listed};
use crate::figure;
use crate::model::Locale;
use crate::model::units;
use crate::model::{
    Absence, Amount, Edition, Figure, Goal, Kpi, KpiBook, KpiRow, Lack, Many, Names, Period, Print, Remarks, Series,
    Target, TargetRow, Unit, Values,
};
use crate::source::{Span, Spanned};

/// Places of a change in per cent.
const CHANGE_PLACES: u32 = 1;

/// Most places of a figure in large units where nothing is said: 390.96萬.
const LARGE_PLACES: u32 = 2;

/// Unit whose changes are told in percentage points, and which changes are told in.
pub(super) const PER_CENT: &str = "%";

/// Unit of the changes of shares.
pub(super) const PERCENTAGE_POINTS: &str = "pp";

/// Whether words tell a number: 5–9, <0.01, 數百.
fn has_numeral(words: &str) -> bool {
    const NUMERALS: &str = "零〇一二兩两三四五六七八九十百千萬万億亿數数幾几";
    words.chars().any(|c| c.is_numeric() || NUMERALS.contains(c))
}

/// Everything needed to print any figure of one edition.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    /// The edition's words.
    pub locale: &'a Locale,
    /// The reporting year.
    pub year: i32,
    /// The reporting period.
    pub period: Period,
    /// Whether figures of the reporting year may still be to come.
    pub draft: bool,
    /// The figures.
    pub values: &'a Values,
    /// Names and units in the edition's words.
    pub words: &'a KpiBook,
}

impl<'a> Book<'a> {
    /// The edition.
    pub(super) fn edition(&self) -> Edition {
        self.locale.edition()
    }

    /// Whether there is a metric with this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.values.metrics.contains_key(id)
    }

    /// A metric.
    ///
    /// # Errors
    /// If there is none with this id.
    pub(super) fn metric(&self, id: &str) -> Result<(&'a Kpi, &'a Series), Problem> {
        match (self.words.kpis.get(id), self.values.metrics.get(id)) {
            (Some(words), Some(series)) => Ok((words, series)),
            _ => {
                let known = self.values.metrics.keys().map(String::as_str);
                let problem = Problem::new(Code::UnknownKpi, "id", format!("there is no metric `{id}`"));
                Err(problem.hint(suggest(id, known)))
            }
        }
    }

    /// A unit by its id.
    ///
    /// # Errors
    /// If there is none with this id.
    pub(super) fn unit(&self, id: &str) -> Result<&'a Unit, Problem> {
        self.words.units.get(id).ok_or_else(|| {
            Problem::new(Code::UnknownUnit, "unit", format!("there is no unit `{id}`")).hint(suggest_listed(
                "units",
                id,
                self.words.units.keys().map(String::as_str),
            ))
        })
    }

    /// The wording of a unit; that of a pure number is empty.
    pub(super) fn unit_text(&self, id: &str) -> &'a str {
        self.words.units.get(id).map_or("", |unit| unit.names.text(self.edition()))
    }

    /// What a metric comes to in a year.
    fn amount(&self, id: &str, year: i32) -> Outcome<&'a Amount> {
        let (_, series) = self.metric(id)?;
        match series.years.get(&year) {
            Some(amount) => Ok(&amount.node),
            None if series.broken => Err(None),
            None if self.draft && is_to_come(series, year, self.year) => {
                let message = format!("the figure of `{id}` for {year} is still to come");
                Err(Some(Problem::new(Code::FigureToCome, "year", message)))
            }
            None => {
                let message = format!("the metric `{id}` has no figure for {year}");
                let mut problem = Problem::new(Code::UnknownYear, "year", message).hint(known_years(series));
                if let Some(lack) = series.lacks.get(&year) {
                    problem = problem.hint(format!("{}: give it a figure", lacking(lack, year)));
                    problem.labels.push((lack.place, "this part".to_owned()));
                } else if is_to_come(series, year, self.year) {
                    problem = problem
                        .hint(format!("give the figure, or say why there is none: {year}: {{not-available: …}}"));
                }
                let cause = series.wordy.get(&year).map(|place| (*place, "this is words".to_owned()));
                problem.has_cause = cause.is_some();
                problem.labels.extend(cause);
                problem.labels.push((series.defined_at, "defined here".to_owned()));
                Err(Some(problem))
            }
        }
    }

    /// A metric's figure of a year.
    ///
    /// # Errors
    /// An unknown metric or year.
    pub(super) fn quantity(&self, id: &str, year: i32) -> Outcome<Quantity> {
        let mut amount = self.amount(id, year)?.clone();
        let (words, series) = self.metric(id)?;
        if let (Amount::Words(own), Some(words)) = (&mut amount, words.words.get(&year)) {
            words.text(self.edition()).clone_into(own);
        }
        let (unit, places) = (series.unit.clone(), series.places);
        Ok(Quantity { of: Some((id.to_owned(), year)), amount, unit, places, style: Style::Full })
    }

    /// A figure with so many decimal places.
    ///
    /// # Errors
    /// If it is no number.
    pub(super) fn rounded(&self, figure: Quantity, places: Option<u32>) -> Result<Quantity, Problem> {
        match (&figure.amount, places) {
            (Amount::Words(_) | Amount::Absent(_), Some(_)) => Err(no_number(&figure, "decimals")),
            _ => Ok(Quantity { places: places.or(figure.places), ..figure }),
        }
    }

    /// A figure in another unit of the same quantity, with as many places as it comes to.
    ///
    /// # Errors
    /// An unknown unit, one of another quantity, a figure that is no number.
    pub(super) fn in_unit(&self, figure: Quantity, unit: &str) -> Result<Quantity, Problem> {
        if figure.unit == unit {
            return Ok(figure);
        }
        self.unit(unit)?;
        let number = match &figure.amount {
            Amount::Number(number) => *number,
            Amount::Words(_) | Amount::Absent(_) => return Err(no_number(&figure, "unit")),
        };
        let own = &figure.unit;
        let converted = units::convert(&self.words.units, number, own, unit).ok_or_else(|| {
            let message = format!("a figure in `{own}` cannot be shown in `{unit}`");
            let related: Vec<&str> = units::related(&self.words.units, own).collect();
            Problem::new(Code::BadFormat, "unit", message).hint(match related.is_empty() {
                true => format!("`{own}` has no other units"),
                false => format!("`{own}` can be shown in: {}", related.join(", ")),
            })
        })?;
        Ok(Quantity { amount: Amount::Number(converted), unit: unit.to_owned(), places: None, ..figure })
    }

    /// How a figure differs from the year before: in per cent, or in the metric's own unit if `absolute`; of a share in
    /// percentage points either way. Nothing where per cent mean nothing: of a figure that was below zero.
    ///
    /// # Errors
    /// If one of the two years has no figure, or they cannot be compared.
    pub(super) fn change(&self, id: &str, year: i32, absolute: bool, places: Option<u32>) -> Outcome<Option<Quantity>> {
        self.change_from(id, (year - 1, year), absolute, places)
    }

    /// How the figure of one year differs from that of another, as [`Self::change`].
    fn change_from(
        &self,
        id: &str,
        (earlier, year): (i32, i32),
        absolute: bool,
        places: Option<u32>,
    ) -> Outcome<Option<Quantity>> {
        let (_, series) = self.metric(id)?;
        // The years are none of the filter's arguments: what is wrong with them stands at the filter.
        let number = |year: i32| match self.amount(id, year) {
            Ok(amount) => Ok(amount.number()),
            Err(problem) => Err(problem.map(|problem| Problem { argument: None, ..problem })),
        };
        let (Some(now), Some(before)) = (number(year)?, number(earlier)?) else {
            let message = format!("the figures of `{id}` for {year} and {} are no two numbers to compare", earlier);
            let mut problem = Problem::new(Code::BadFormat, None, message);
            let words = [year, earlier].into_iter().filter_map(|year| series.years.get(&year));
            let words = words.filter(|amount| amount.node.number().is_none());
            problem.labels.extend(words.map(|amount| (amount.span, "this is words".to_owned())));
            return Err(Some(problem.hint("leave `| change` out, or give both years a number")));
        };
        let too_large = || Problem::new(Code::BadFormat, None, format!("the change of `{id}` is too large to compute"));
        let difference = now.checked_sub(before).ok_or_else(too_large)?;
        let (difference, unit, places) = if series.unit == PER_CENT {
            // As fine as the shares themselves are printed.
            let finest = series.places.unwrap_or(now.scale().max(before.scale()));
            (difference, PERCENTAGE_POINTS, Some(places.unwrap_or(finest)))
        } else if absolute {
            (difference, series.unit.as_str(), places.or(series.places))
        } else if before.is_zero() && now.is_zero() {
            (difference, PER_CENT, Some(places.unwrap_or(CHANGE_PLACES)))
        } else if before.is_zero() {
            let message = format!("`{id}` was 0 in {}: there is no change in per cent", earlier);
            return Err(Some(Problem::new(Code::BadFormat, None, message).hint("use `| change_abs`")));
        } else if before.is_sign_negative() || now.is_sign_negative() {
            // A loss is no profit that went down by so much.
            return Ok(None);
        } else {
            let share = difference.checked_div(before).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
            (share.ok_or_else(too_large)?, PER_CENT, Some(places.unwrap_or(CHANGE_PLACES)))
        };
        Ok(Some(Quantity {
            of: Some((id.to_owned(), year)),
            amount: Amount::Number(difference),
            unit: unit.to_owned(),
            places,
            style: Style::Change,
        }))
    }

    /// A figure as this edition prints it.
    pub(super) fn print(&self, figure: &Quantity) -> Print {
        let unit = self.words.units.get(&figure.unit);
        let print = |number: Decimal, places: Option<u32>| match unit {
            Some(unit) if unit.ungrouped => figure::ungrouped(number, places),
            _ => figure::number(number, places),
        };
        let many = self.many(figure);
        let text = many.unit.as_ref();
        let attached = unit.is_some_and(|unit| unit.attached);
        let number = match &figure.amount {
            // Not applicable, confidential: nothing is measured in words without a numeral.
            Amount::Words(words) if !has_numeral(words) => return Print { number: words.clone(), ..Print::default() },
            Amount::Words(words) => words.clone(),
            Amount::Absent(why) => {
                return Print { number: self.locale.label(why.name()).to_owned(), ..Print::default() };
            }
            Amount::Number(number) if figure.style == Style::Change => {
                let rounded = figure.places.map_or(*number, |places| figure::round(*number, places));
                let sign = rounded.cmp(&Decimal::ZERO);
                let (before, after) = self.locale.change(sign);
                if sign == Ordering::Equal {
                    return Print { before: format!("{before}{after}"), ..Print::default() };
                }
                let number = figure::number(rounded.abs(), figure.places);
                let behind = format!("{}{after}", format::with_unit("", text, attached));
                return Print { before: before.to_owned(), number, behind, ..Print::default() };
            }
            Amount::Number(number) => match figure.style {
                Style::Large(asked) => {
                    let number = number * many.times;
                    // The places of a figure in 百萬元 are none of one in 元.
                    let own = if many.times == Decimal::ONE { figure.places } else { Some(number.normalize().scale()) };
                    let places = asked.or(own);
                    self.large(number, asked, places).unwrap_or_else(|| print(number, places))
                }
                _ => print(*number, figure.places),
            },
        };
        let metric = figure.of.as_ref().and_then(|(id, _)| self.words.kpis.get(id));
        let qualifier = metric.map_or("", |metric| metric.qualifier.text(self.edition()));
        let (before, behind) = match figure.style {
            Style::Unitless => format::around(self.locale, qualifier, "", false),
            Style::Number => Default::default(),
            Style::Full | Style::Change | Style::Large(_) => {
                let (sign, rest) = self.money(figure, text).unwrap_or((many.lead, text));
                let (before, behind) = format::around(self.locale, qualifier, rest, attached);
                (format!("{before}{sign}"), behind)
            }
        };
        let cell = if qualifier.is_empty() {
            String::new()
        } else {
            let (before, behind) = format::around(self.locale, qualifier, "", false);
            format!("{before}{number}{behind}")
        };
        Print { before, number, cell, behind }
    }

    /// The wording of a figure's unit; in large units, that of which it is a number: 元 of 百萬元.
    fn many(&self, figure: &Quantity) -> Many<'a> {
        let text = self.unit_text(&figure.unit);
        let fits = |many: &Many| figure.amount.number().is_some_and(|number| number.checked_mul(many.times).is_some());
        let many = matches!(figure.style, Style::Large(_)).then(|| Many::of(text)).filter(fits);
        many.unwrap_or_else(|| Many::one(text))
    }

    /// The sign that stands before an amount of money in this edition, and what of the unit's words stands behind.
    fn money<'u>(&self, figure: &Quantity, unit: &'u str) -> Option<(&'static str, &'u str)> {
        let is_amount = figure.amount.number().is_some_and(|number| !number.is_sign_negative());
        format::money(unit).filter(|_| is_amount && !self.edition().script().is_ideographic())
    }

    /// A figure of a metric for a document.
    pub(super) fn figure(&self, figure: Quantity) -> Result<Figure, String> {
        let print = self.print(&figure);
        let Some((metric, year)) = figure.of else { return Err(print.to_string()) };
        let restated = self.values.metrics.get(&metric).is_some_and(|series| series.restated.contains(&year));
        let Quantity { amount, unit, places, style, .. } = figure;
        Ok(Figure { metric, year, amount, unit, places, restated, is_change: style == Style::Change, print })
    }

    /// A metric's row in a table with these years.
    ///
    /// # Errors
    /// An unknown metric, or one without a figure in any of the years.
    pub(super) fn row(&self, id: &Spanned<String>, years: &[i32]) -> Outcome<KpiRow> {
        let (_, series) = self.metric(&id.node)?;
        let to_come = |year: &i32| self.draft && is_to_come(series, *year, self.year);
        if let [first, ..] = years
            && !series.broken
            && !years.iter().any(|year| series.years.contains_key(year) || to_come(year))
        {
            self.amount(&id.node, *first)?;
        }
        // A table that shows the reporting year shows its figure, or says why there is none.
        if !self.draft && !series.broken && years.contains(&self.year) && is_to_come(series, self.year, self.year) {
            self.amount(&id.node, self.year)?;
        }
        self.row_of(&id.node, id.span, years.iter().copied())
    }

    /// Every metric with all its years.
    pub(super) fn rows(&self) -> Vec<KpiRow> {
        let metrics = self.values.metrics.iter();
        metrics
            .filter_map(|(id, series)| self.row_of(id, series.defined_at, series.years.keys().copied()).ok())
            .collect()
    }

    fn row_of(&self, id: &str, span: Span, years: impl Iterator<Item = i32>) -> Outcome<KpiRow> {
        let (words, series) = self.metric(id)?;
        let years: Vec<i32> = years.collect();
        let latest = years.iter().copied().max().unwrap_or(self.year);
        let change = |year: &i32| {
            let change =
                (*year != latest).then(|| self.change_from(id, (*year, latest), false, None).ok().flatten())??;
            self.figure(change).ok()
        };
        let figure = |year: i32| {
            let quantity = self.quantity(id, year).ok().or_else(|| {
                let waits = self.draft && is_to_come(series, year, self.year);
                let (of, unit) = (Some((id.to_owned(), year)), series.unit.clone());
                let amount = Amount::Absent(Absence::ToCome);
                waits.then_some(Quantity { of, amount, unit, places: None, style: Style::Full })
            })?;
            self.figure(quantity).ok()
        };
        let absent = series.years.iter().filter_map(|(year, amount)| match amount.node {
            Amount::Absent(why) => Some((*year, why)),
            _ => None,
        });
        Ok(KpiRow {
            id: id.to_owned(),
            span,
            name: words.name.text(self.edition()).to_owned(),
            unit: self.unit_text(&series.unit).to_owned(),
            changes: years.iter().map(change).collect(),
            figures: years.into_iter().map(|year| (year, figure(year))).collect(),
            known: series.years.keys().copied().collect(),
            ungrouped: self.words.units.get(&series.unit).is_some_and(|unit| unit.ungrouped),
            note: self.note(words, series),
            remarks: self.remarks(words),
            absent: absent.map(|(year, why)| (year, (why, self.reason(words, year).to_owned()))).collect(),
            targets: words.targets.iter().map(|target| self.target(target, series)).collect(),
            anchor: None,
            disclose: words.disclose.clone(),
        })
    }
}

impl Book<'_> {
    /// A number in the largest of the edition's large units that it fills: 390.96萬, 1.2億. None where it fills none, as
    /// printed with these `places`.
    fn large(&self, number: Decimal, asked: Option<u32>, places: Option<u32>) -> Option<String> {
        let words: Vec<&str> = self.locale.label("large-units").split_whitespace().collect();
        let units: Vec<(Decimal, &str)> = words
            .chunks_exact(2)
            .filter_map(|pair| Some((10_i64.checked_pow(pair[0].parse().ok()?)?.into(), pair[1])))
            .collect();
        let filled = |number: Decimal| {
            let filled = units.iter().filter(|(size, _)| number.abs() >= *size);
            filled.max_by_key(|(size, _)| *size).copied()
        };
        let scaled = |size: Decimal| figure::round(number / size, asked.unwrap_or(LARGE_PLACES));
        // In two places, 9,999.999萬 is 1億.
        let printed = match filled(number) {
            Some((size, _)) => scaled(size) * size,
            None => places.map_or(number, |places| figure::round(number, places)),
        };
        let (size, word) = filled(printed)?;
        Some(format::with_unit(&figure::number(scaled(size).normalize(), None), word, false))
    }

    /// Why a metric has no figure for a year.
    fn reason<'k>(&self, words: &'k Kpi, year: i32) -> &'k str {
        words.words.get(&year).map_or("", |reason| reason.text(self.edition()))
    }

    fn remarks(&self, words: &Kpi) -> Remarks<String> {
        let text = |names: &Names| names.text(self.edition()).to_owned();
        let Remarks { note, boundary, method, source } = &words.remarks;
        Remarks { note: text(note), boundary: text(boundary), method: text(method), source: text(source) }
    }

    /// All that is told of a metric below a table: its remarks, each with what it is about, why figures are not there, and
    /// why they are others than in an earlier report.
    fn note(&self, words: &Kpi, series: &Series) -> String {
        let locale = self.locale;
        let mut parts: Vec<String> = Vec::new();
        for (key, text) in words.remarks.each().map(|(key, names)| (key, names.text(self.edition()))) {
            match key {
                _ if text.is_empty() => {}
                "note" => parts.push(text.to_owned()),
                _ => parts.push(locale.titled(locale.label(&format!("remark-{key}")), text)),
            }
        }
        for (year, amount) in &series.years {
            if let Amount::Absent(why) = amount.node {
                let title = locale.filled(
                    "remark-absent",
                    [("year", &locale.year(&self.period, *year)), ("what", locale.label(why.name()))],
                );
                parts.push(locale.titled(&title, self.reason(words, *year)));
            }
        }
        for (year, restated) in &words.restated {
            let reason = restated.reason.text(self.edition());
            if !reason.is_empty() {
                let title = locale.filled("remark-restated", [("year", &locale.year(&self.period, *year))]);
                parts.push(locale.titled(&title, reason));
            }
        }
        // One remark needs no full stop where its author wrote none; several are sentences.
        let several = parts.len() > 1;
        let ended = |part: String| match part.ends_with(['。', '.', '！', '!', '？', '?', '；', ';', '）']) || !several
        {
            true => part,
            false => part + locale.label("full-stop"),
        };
        parts.into_iter().map(ended).reduce(|all, part| locale.sentences(&all, &part)).unwrap_or_default()
    }

    fn target(&self, target: &Target, series: &Series) -> TargetRow {
        let way = targets::way(target, series, self.year);
        let base = way.map(|way| way.base.1);
        TargetRow {
            name: target.name.text(self.edition()).to_owned(),
            year: target.year.node,
            change: match &target.goal {
                Goal::Change(change) => Some(change.node),
                Goal::Value(_) => None,
            },
            goal: target.goal.figure(base),
            state: target.state.as_ref().map(|state| state.node).or_else(|| way.map(|way| way.state())),
            way,
        }
    }
}

pub(super) fn no_number(figure: &Quantity, argument: impl Into<Option<&'static str>>) -> Problem {
    let of = figure.of.as_ref().map_or(String::new(), |(id, year)| format!(" of `{id}` for {year}"));
    let message = format!("the figure{of} is no single number and can only be shown as it is");
    Problem::new(Code::BadFormat, argument, message)
}

/// Which part of what is computed has no number.
pub(super) fn lacking(lack: &Lack, year: i32) -> String {
    let why = lack.why.map_or("has no number", |why| match why {
        Absence::NotApplicable => "is not applicable",
        Absence::BelowDetection => "is below detection",
        Absence::NotAvailable | Absence::ToCome => "is not available",
    });
    format!("`{}`, which it is computed from, {why} for {year}", lack.metric)
}

fn known_years(series: &Series) -> String {
    let years: Vec<String> = series.years.keys().map(i32::to_string).collect();
    match years.len() {
        0 => "it has no figures at all".to_owned(),
        _ => format!("it has figures for {}", years.join(", ")),
    }
}
