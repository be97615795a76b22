//! Tests over the built-in catalogues.

use super::*;
use crate::assets;

fn count(id: &str, kind: &str) -> usize {
    let shelf = Shelf::default();
    shelf.standard(id).unwrap().catalogue.entries.iter().filter(|entry| entry.kind == kind).count()
}

#[test]
fn every_catalogue_can_be_used_and_is_filed_under_its_family() {
    let shelf = Shelf::default();
    for id in shelf.ids() {
        let meta = &shelf.standard(id).unwrap().catalogue.meta;
        assert!(shelf.newest(&meta.family).is_some(), "{id}");
        assert!(meta.successor.as_ref().is_none_or(|next| shelf.standard(next).is_some()), "{id}");
    }
    assert_eq!(count("hkex-2023", "kpi"), 36);
    assert_eq!(count("gri", "disclosure"), 141);
    assert_eq!(count("sdg", "goal"), 17);
    assert_eq!(count("ungc", "principle"), 10);
}

#[test]
fn what_an_entry_is_related_to_exists() {
    let shelf = Shelf::default();
    for id in shelf.ids() {
        for entry in &shelf.standard(id).unwrap().catalogue.entries {
            for related in &entry.related {
                let (family, code) = related.split_once(':').unwrap();
                let found = shelf.of_family(family).iter().any(|standard| standard.position(code).is_some());
                assert!(found, "{id} {}: {related}", entry.code);
            }
            let next = entry.superseded_by.iter().chain(&entry.replaced_by).flat_map(|codes| codes.as_slice());
            for code in next {
                assert!(shelf.standard(id).unwrap().position(code).is_some(), "{id} {}: {code}", entry.code);
            }
        }
    }
}

#[test]
fn a_broken_catalogue_says_what_is_wrong() {
    let text = assets::standard("sdg.yaml").unwrap();
    let error = |old: &str, new: &str| {
        assert!(text.contains(old), "{old}");
        Catalogue::parse("sdg", &text.replacen(old, new, 1)).unwrap_err()
    };
    assert!(error("code: '2'", "code: '1'").contains("`1` is there twice"));
    assert!(error("kind: goal", "kind: goal\n  parent: X").contains("which does not come before it"));
    assert!(error("kind: goal", "kind: gaol").contains("no kind `gaol`"));
    assert!(error("count: 17", "count: 16").contains("its count says 16"));
    assert!(error("zh-Hans: 无贫穷", "zh-Hans: ''").contains("a Chinese title is missing"));
}

#[test]
fn a_key_that_no_catalogue_has_fails_the_build() {
    let text = assets::standard("sdg.yaml").unwrap();
    for (old, new) in [
        ("meta:\n", "meta:\n  familie: sdg\n"),
        ("kinds:\n  goal:\n", "kinds:\n  goal:\n    titel: x\n"),
        ("  kind: goal\n", "  kind: goal\n  obligatoin: mandatory\n"),
        ("entries:\n", "entris: []\nentries:\n"),
    ] {
        assert!(text.contains(old), "{old}");
        let error = Catalogue::parse("sdg", &text.replacen(old, new, 1)).unwrap_err();
        assert!(error.contains("unknown field"), "{error}");
    }
}

#[test]
fn codes_are_found_as_written_and_as_printed() {
    let shelf = Shelf::default();
    let found = |id: &str, code: &str| {
        let standard = shelf.standard(id).unwrap();
        standard.position(code).map(|at| standard.entry(at).code.as_str())
    };
    assert_eq!(found("hkex-2025", "MDR-13-i"), Some("MDR-13-i"));
    assert_eq!(found("hkex-2025", "第13(i)段"), Some("MDR-13-i"));
    assert_eq!(found("hkex-2025", "第13（i）段"), Some("MDR-13-i"));
    assert_eq!(found("hkex-2025", "第14段"), Some("MDR-14"));
    assert_eq!(found("hkex-2023", "A1一般披露"), Some("A1-GD"));
    assert_eq!(found("gri", "306-3(2016)"), Some("306-3-2016"));
    assert_eq!(found("sse-2024", "第二十一條"), Some("21"));
    assert_eq!(found("sse-2024", "第二十一条"), Some("21"));
    assert_eq!(found("sse-2024", "第五十条（二）"), Some("50.2"));
}

/// How binding entries of the HKEX catalogue for a year that begins on `begins` are.
fn binding(board: Board, large_cap: bool, begins: &str, codes: &[&str]) -> Vec<Option<Obligation>> {
    let shelf = Shelf::default();
    let standard = shelf.for_year("hkex", begins).unwrap();
    let obligation =
        |code: &&str| standard.obligation(standard.position(code).unwrap(), Listing { board, large_cap }, begins).0;
    codes.iter().map(obligation).collect()
}

/// The phase-in of Part D: Scope 1 and 2 with what is said of them, the rest of Part D, Part B, Part C.
#[test]
fn every_row_of_the_phase_in_table_holds() {
    use Board::{Gem, Main};
    use Obligation::{ComplyOrExplain, Mandatory, Voluntary};
    const SCOPES: [&str; 5] = ["D28(a)", "D28(b)", "D29(a)", "D29(b)", "D29(c)"];
    const REST: [&str; 8] = ["D19", "D20(a)", "D22(a)", "D26(b)", "D28(c)", "D29(d)", "D34", "D40(e)"];
    let rows = [
        (Main, true, "2025-01-01", ComplyOrExplain),
        (Main, true, "2025-12-31", ComplyOrExplain),
        (Main, true, "2026-01-01", Mandatory),
        (Main, true, "2026-07-01", Mandatory),
        (Main, true, "2030-04-01", Mandatory),
        (Main, false, "2025-01-01", ComplyOrExplain),
        (Main, false, "2025-04-01", ComplyOrExplain),
        (Main, false, "2028-01-01", ComplyOrExplain),
        (Gem, false, "2025-01-01", Voluntary),
        (Gem, false, "2027-01-01", Voluntary),
    ];
    for (board, large_cap, begins, rest) in rows {
        let all = |codes: &[&str], expected| {
            let found = binding(board, large_cap, begins, codes);
            assert_eq!(found, vec![Some(expected); codes.len()], "{board:?} {large_cap} {begins} {codes:?}");
        };
        all(&SCOPES, Mandatory);
        all(&REST, rest);
        // The most binding of their items.
        all(&["D28", "D29"], Mandatory);
        all(&["MDR-13", "MDR-14-materiality", "MDR-15"], Mandatory);
        all(&["A1-GD", "A1.1", "B8.2"], ComplyOrExplain);
        all(&["D36"], Obligation::Encouraged);
        all(&["D41"], Obligation::Guidance);
    }
    // Before 2025 the guide of 2023 holds.
    for large_cap in [false, true] {
        assert_eq!(
            binding(Main, large_cap, "2024-12-31", &["MDR-15", "A1.2", "A4.1"]),
            [Some(Mandatory), Some(ComplyOrExplain), Some(ComplyOrExplain)]
        );
    }
}

#[test]
fn every_obligation_is_decided() {
    let shelf = Shelf::default();
    let standard = shelf.standard("hkex-2025").unwrap();
    let phased = |at: &usize| standard.entry(*at).obligation == Some(Obligation::Phased) && !standard.is_heading(*at);
    let phased: Vec<usize> = (0..standard.catalogue.entries.len()).filter(phased).collect();
    assert!(phased.len() > 60);
    for at in phased {
        let listing = Listing { board: Board::Main, large_cap: true };
        let (obligation, row) = standard.obligation(at, listing, "2026-01-01");
        assert_eq!(obligation, Some(Obligation::Mandatory), "{}", standard.entry(at).code);
        assert!(row.is_some());
    }
}

#[test]
fn the_listing_rule_is_the_board_s() {
    let shelf = Shelf::default();
    let rule = |id: &str, board| shelf.standard(id).unwrap().listing_rule(board).map(str::to_owned);
    assert_eq!(rule("hkex-2025", Board::Main).unwrap(), "Main Board Rule 13.91");
    assert_eq!(rule("hkex-2025", Board::Gem).unwrap(), "GEM Rule 17.103");
    assert_eq!(rule("sse-2024", Board::Main).unwrap(), "Art. 7");
    assert_eq!(rule("gri", Board::Main), None);
}
