use std::collections::BTreeMap;

use super::pour::pour;
use super::settle::closing;
use super::unit::{FIXED, Kind, LEAST, MOST, PITCH};
use super::*;
use crate::pdf::fit::measure::Region;

fn unit(id: usize, kind: Kind, height: f64) -> Unit {
    Unit {
        id,
        kind,
        height,
        passes: matches!(kind, Kind::Lines(_)),
        leads: false,
        is_set: true,
        tight: None,
        pliant: if kind == Kind::Solid(1.0) { height - FIXED } else { 0.0 },
        least: LEAST,
        most: MOST,
    }
}

/// Regions of 700 points, the first block at the top.
fn poured(count: usize) -> Poured {
    let region =
        |page| Region { page, top: 0.0, height: 700.0, across: 0.0, foot: 0.0, has_pattern: false, used: 700.0 };
    Poured {
        starts: vec![Some((0, 0.0)); count],
        regions: (1..9).map(region).collect(),
        height: 700.0,
        columns: 1,
        across: BTreeMap::new(),
        end: 0,
        is_torn: false,
        strays: BTreeSet::new(),
    }
}

/// The holes that are left after settling, and how.
fn settled(units: &[Unit]) -> (Vec<f64>, Change) {
    // Nothing of where they stood is known.
    let poured = poured(units.len());
    let change = &Change::default();
    let chapter =
        Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts: BTreeSet::new() };
    let (change, _) = settle(&chapter);
    let pages = pour(&chapter, &change.order(units.len()), &change);
    (pages.holes.iter().map(|hole| hole.height).filter(|height| *height > SMALL * 700.0).collect(), change)
}

#[test]
fn text_of_its_section_passes_a_figure() {
    let units = [
        unit(0, Kind::Lines(PITCH), 500.0),
        unit(1, Kind::Solid(0.0), 300.0),
        unit(2, Kind::Lines(PITCH), 312.0),
        unit(3, Kind::Lines(PITCH), 468.0),
    ];
    let (holes, change) = settled(&units);
    assert_eq!(holes, [] as [f64; 0]);
    assert_eq!(change.behind, BTreeMap::from([(1, 2)]));
    assert_eq!(change.order(4), [0, 2, 1, 3]);
}

#[test]
fn text_stays_behind_the_heading_of_its_section() {
    let units = [
        unit(0, Kind::Lines(PITCH), 500.0),
        unit(1, Kind::Solid(0.0), 300.0),
        unit(2, Kind::Heading, 40.0),
        unit(3, Kind::Lines(PITCH), 780.0),
    ];
    assert_eq!(settled(&units).1.order(4), [0, 1, 2, 3]);
}

#[test]
fn what_stands_across_columns_never_comes_before_its_heading() {
    let units = [
        unit(0, Kind::Lines(PITCH), 580.0),
        unit(1, Kind::Heading, 40.0),
        Unit { passes: true, ..unit(2, Kind::Across, 380.0) },
        unit(3, Kind::Lines(PITCH), 312.0),
    ];
    let poured = Poured { columns: 2, ..poured(units.len()) };
    let change = &Change::default();
    let starts = BTreeSet::new();
    let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
    let stray = |change: &Change| pour(&chapter, &change.order(units.len()), change).stray;
    assert_eq!(stray(change), Some((1, 2)));
    assert_eq!(stray(&settle(&chapter).0), None);
}

#[test]
fn what_stands_across_columns_never_leaves_its_section() {
    let poured = Poured { columns: 2, ..poured(6) };
    let change = &Change::default();
    for text in [156.0, 312.0, 468.0, 624.0] {
        let units = vec![
            unit(0, Kind::Lines(PITCH), text),
            Unit { passes: true, ..unit(1, Kind::Across, 300.0) },
            unit(2, Kind::Heading, 40.0),
            unit(3, Kind::Lines(PITCH), 156.0),
            unit(4, Kind::Solid(0.0), 420.0),
            unit(5, Kind::Lines(PITCH), 624.0),
        ];
        let starts = BTreeSet::new();
        let chapter = Chapter { units, poured: &poured, change, order: &[], expected: None, starts };
        let order = settle(&chapter).0.order(6);
        let place = |id: usize| order.iter().position(|of| *of == id);
        assert!(place(1) < place(2), "{order:?}");
    }
}

#[test]
fn what_stands_across_columns_gets_lower_where_that_lets_it_fit() {
    let across = Unit { passes: true, pliant: 270.0, ..unit(1, Kind::Across, 300.0) };
    let units = [unit(0, Kind::Lines(PITCH), 899.6), across];
    let poured = Poured { columns: 2, ..poured(units.len()) };
    let change = &Change::default();
    let starts = BTreeSet::new();
    let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
    let page = |change: &Change| pour(&chapter, &change.order(units.len()), change).across[&1];
    assert_eq!(page(change), 1);
    assert_eq!(page(&settle(&chapter).0), 0);
}

#[test]
fn a_picture_gets_lower_where_that_lets_it_fit() {
    let units =
        [unit(0, Kind::Lines(PITCH), 460.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 624.0)];
    let (holes, change) = settled(&units);
    assert_eq!(holes, [] as [f64; 0]);
    assert!(change.behind.is_empty(), "{change:?}");
    assert!(change.stretch[&1] < 1.0 && change.stretch[&1] >= LEAST, "{change:?}");
}

#[test]
fn text_ends_a_chapter_in_columns_rather_than_a_figure_alone() {
    let units =
        [unit(0, Kind::Lines(PITCH), 1092.0), unit(1, Kind::Lines(PITCH), 280.8), unit(2, Kind::Solid(0.0), 250.0)];
    let mut poured = Poured { columns: 2, ..poured(units.len()) };
    poured.regions.truncate(4);
    poured.regions.iter_mut().for_each(|region| region.page = region.page.div_ceil(2));
    poured.regions[2].used = 250.0;
    poured.regions[3].used = 0.0;
    let change = &Change::default();
    let starts = BTreeSet::new();
    let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &[], expected: None, starts };
    assert_eq!(closing(&chapter), BTreeMap::from([(0, 2), (1, 2)]));
    let headed = [Unit { kind: Kind::Heading, passes: false, ..units[0].clone() }, units[1].clone(), units[2].clone()];
    let chapter = Chapter { units: headed.to_vec(), ..chapter };
    assert_eq!(closing(&chapter), BTreeMap::from([(1, 2)]));
}

#[test]
fn a_page_ends_at_the_last_line_and_its_paragraphs_stay_together() {
    let units = [
        unit(0, Kind::Lines(PITCH), 312.0),
        unit(1, Kind::Lines(PITCH), 156.0),
        unit(2, Kind::Solid(0.0), 140.0),
        unit(3, Kind::Lines(PITCH), 312.0),
    ];
    let mut poured = poured(units.len());
    poured.starts = vec![Some((0, 0.0)), Some((0, 312.0)), Some((0, 468.0)), Some((1, 0.0))];
    poured.regions.truncate(2);
    poured.regions[0].used = 660.0;
    let change = &Change::default();
    let starts = BTreeSet::new();
    let order = [0, 1, 2, 3];
    let chapter = Chapter { units: units.to_vec(), poured: &poured, change, order: &order, expected: None, starts };
    let justified = |full: Option<&BTreeSet<usize>>| justified(&chapter, full).room;
    let room = justified(Some(&BTreeSet::new()));
    assert!(room[&1] < 4.0 && room[&2] > 12.0 && !room.contains_key(&3), "{room:?}");
    assert_eq!(justified(Some(&BTreeSet::from([0]))), BTreeMap::new());
    assert_eq!(justified(None), BTreeMap::new());
}

#[test]
fn a_page_that_loses_a_line_to_the_next_one_is_known() {
    let known = Poured { starts: vec![Some((0, 0.0)), Some((0, 312.0)), Some((1, 20.0))], ..poured(3) };
    let looser = Poured { starts: vec![Some((0, 0.0)), Some((0, 330.0)), Some((1, 20.0))], ..known.clone() };
    let burst = Poured { starts: vec![Some((0, 0.0)), Some((0, 340.0)), Some((1, 36.0))], ..known.clone() };
    assert_eq!((looser.burst(&known), burst.burst(&known)), (None, Some(0)));
}

#[test]
fn what_fits_is_left_alone() {
    let units =
        [unit(0, Kind::Lines(PITCH), 660.0), unit(1, Kind::Solid(1.0), 280.0), unit(2, Kind::Lines(PITCH), 390.0)];
    assert_eq!(settled(&units).1, Change::default());
}

#[test]
fn a_few_rows_of_a_table_do_not_go_on_by_themselves() {
    // A table of 400 points that begins at 300 of 700: where what follows it begins, and whether its rows stand closer.
    let cases = [
        ((1, 76.0), true),
        // Its notes only.
        ((1, 40.0), true),
        ((1, 110.0), false),
        ((0, 690.0), false),
    ];
    for (next, is_closer) in cases {
        let mut poured = Poured { starts: vec![Some((0, 0.0)), Some((0, 300.0)), Some(next)], ..poured(3) };
        poured.regions.truncate(2);
        let tails = |is_table: bool| poured.tails(&[0, 1, 2], &BTreeMap::new(), |id| id == 1 && is_table);
        let found = tails(true);
        assert_eq!(
            found.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            if is_closer { vec![1] } else { vec![] },
            "{next:?}"
        );
        assert!(found.iter().all(|(_, by)| (0.9..0.95).contains(by)), "{found:?}");
        assert_eq!(tails(false), []);
    }
    // At a chapter's end more of them come back.
    let mut index = Poured { starts: vec![Some((0, 0.0))], ..poured(1) };
    index.regions.truncate(3);
    index.regions[2].used = 110.0;
    assert_eq!(index.tails(&[0], &BTreeMap::new(), |_| true).len(), 1);
    index.regions[2].used = 200.0;
    assert_eq!(index.tails(&[0], &BTreeMap::new(), |_| true), []);
}
