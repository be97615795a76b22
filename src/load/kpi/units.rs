//! Units of measurement, as `units:` has them.

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, Sink};
use crate::load::yaml::{self, Kind, Node};
use crate::model::{Edition, KpiBook, Measure, Unit};
use crate::source::Spanned;

/// `{id: {name: …, attached: true}}` or, shorter, `{id: {zh-Hant: …, en: …, attached: true}}`; `ungrouped` likewise.
pub(super) fn read(node: &Node, source: Edition, book: &mut KpiBook, sink: &mut Sink) {
    for (id, node) in yaml::entries(node, sink) {
        let Some(mut unit) = unit(node, source, sink) else { continue };
        // A report that words a built-in unit otherwise does not change what it measures.
        if let Some(known) = book.units.get(&id.node) {
            unit.measure = unit.measure.or_else(|| known.measure.clone());
            unit.symbol = unit.symbol.or_else(|| known.symbol.clone());
            unit.also.extend(known.also.iter().cloned());
        }
        book.units.insert(id.node.clone(), unit);
    }
}

fn unit(node: &Node, source: Edition, sink: &mut Sink) -> Option<Unit> {
    let Kind::Map(entries) = &node.kind else {
        return Some(Unit { names: yaml::names(node, source, sink), ..Unit::default() });
    };
    let mut unit = Unit::default();
    let mut facts = Facts::default();
    let named = entries.iter().any(|(key, _)| key.node == "name");
    for (key, value) in entries {
        match key.node.as_str() {
            "name" => unit.names = yaml::names(value, source, sink),
            "attached" => unit.attached = yaml::boolean(value, sink).unwrap_or_default(),
            "ungrouped" => unit.ungrouped = yaml::boolean(value, sink).unwrap_or_default(),
            "symbol" => unit.symbol = yaml::text(value, sink).map(|symbol| symbol.node),
            "also" => {
                let words = yaml::list(value, sink).unwrap_or_default();
                unit.also = words.iter().filter_map(|word| yaml::text(word, sink)).map(|word| word.node).collect();
            }
            "measures" => facts.measures = yaml::text(value, sink),
            "size" => facts.size = yaml::decimal(value, sink).filter(|size| positive(size, sink)),
            "of" => facts.of = yaml::text(value, sink),
            "per" => facts.per = yaml::text(value, sink),
            _ if named => sink.push(yaml::unknown_key(key, &UNIT_KEYS)),
            _ if yaml::check_tag(key, sink) => {
                if let Some(text) = yaml::text(value, sink) {
                    unit.names.set(key.node.clone(), text);
                }
            }
            _ => {}
        }
    }
    unit.measure = facts.measure(node, sink);
    Some(unit)
}

/// What a unit may have beside its names.
const UNIT_KEYS: [&str; 9] = ["name", "attached", "ungrouped", "symbol", "also", "measures", "size", "of", "per"];

/// What a unit measures, as the author says it.
#[derive(Default)]
struct Facts {
    measures: Option<Spanned<String>>,
    size: Option<Spanned<Decimal>>,
    of: Option<Spanned<String>>,
    per: Option<Spanned<String>>,
}

impl Facts {
    fn measure(self, node: &Node, sink: &mut Sink) -> Option<Measure> {
        match self {
            Facts { measures: None, size: None, of: None, per: None } => None,
            Facts { measures: Some(quantity), size: Some(size), of: None, per: None } => {
                Some(Measure::Size { quantity: quantity.node, size: size.node })
            }
            Facts { measures: None, size: None, of: Some(of), per: Some(per) } => {
                Some(Measure::Ratio { of: of.node, per: per.node })
            }
            _ => {
                let message = "what the unit measures is told by halves";
                let hint = "write `measures: energy, size: 3600000`, or `of: t, per: RMB-10k`";
                sink.push(Diagnostic::error(Code::MissingKey, node.span, message).hint(hint));
                None
            }
        }
    }
}

fn positive(size: &Spanned<Decimal>, sink: &mut Sink) -> bool {
    let fine = size.node > Decimal::ZERO;
    if !fine {
        let message = format!("{} cannot be the size of a unit", size.node);
        sink.push(Diagnostic::error(Code::BadValue, size.span, message).hint("write how large it is, e.g. 1000"));
    }
    fine
}
