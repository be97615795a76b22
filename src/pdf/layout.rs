//! One layout after the other: the loop of `typst::compile`, opened, so that the fit pass decides between two layouts what
//! the next one sets otherwise.
//!
//! Typst lays a document out again and again until what it reads of itself (page numbers, headings on other pages) is what
//! comes out. Here each layout also starts from what the one before came to, and one that is only measured need not settle.

use comemo::{Constraint, Track};
use typst::World;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::ecow::EcoVec;
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector};
use typst::utils::Protected;
use typst_layout::{PagedDocument, PagedIntrospector, layout_document};

/// Layouts that Typst makes at most until one is what it read of itself.
pub(super) const MOST: usize = typst::introspection::MAX_ITERS;

/// What came of one layout.
pub(super) struct Layout {
    pub(super) document: PagedDocument,
    /// Whether another layout would read the same of it, and so be the same.
    pub(super) is_settled: bool,
    /// What is wrong if it stays at this one: errors that another layout may mend, or else warnings.
    sink: Sink,
}

impl Layout {
    /// The layout as the last one.
    pub(super) fn finish(mut self) -> Warned<SourceResult<PagedDocument>> {
        let delayed = self.sink.delayed();
        let output = if delayed.is_empty() { Ok(self.document) } else { Err(unique(delayed)) };
        Warned { output, warnings: self.sink.warnings() }
    }
}

/// Lays a document out once. What it reads of itself is that of the layout `before`.
///
/// # Errors
/// What Typst cannot lay out, with its warnings so far.
pub(super) fn once(
    world: &dyn World,
    before: Option<&PagedIntrospector>,
) -> Result<Layout, Box<Warned<SourceResult<PagedDocument>>>> {
    let mut sink = Sink::new();
    let laid_out = lay_out(world, before, &mut sink);
    match laid_out {
        Ok((document, is_settled)) => Ok(Layout { document, is_settled, sink }),
        Err(errors) => Err(Box::new(Warned { output: Err(unique(errors)), warnings: sink.warnings() })),
    }
}

fn lay_out(
    world: &dyn World,
    before: Option<&PagedIntrospector>,
    sink: &mut Sink,
) -> SourceResult<(PagedDocument, bool)> {
    let library = world.library();
    let traced = Traced::default();
    let main = world
        .source(world.main())
        .map_err(|error| EcoVec::from([SourceDiagnostic::error(typst::syntax::Span::detached(), error.to_string())]))?;
    let route = Route::default();
    let content =
        typst_eval::eval(world.track(), library, traced.track(), sink.track_mut(), route.track(), &main)?.content();
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&library.styles);
    let introspector: &dyn Introspector = before.map_or(&EmptyIntrospector, |before| before);
    let constraint = Constraint::new();
    let mut engine = Engine {
        world: world.track(),
        library,
        introspector: Protected::new(introspector.track_with(&constraint)),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    };
    let document = layout_document(&mut engine, &content, base.chain(&target))?;
    let own: &dyn Introspector = document.introspector().as_ref();
    let is_settled = constraint.validate(own);
    Ok((document, is_settled))
}

/// Each problem once.
fn unique(mut problems: EcoVec<SourceDiagnostic>) -> EcoVec<SourceDiagnostic> {
    let mut seen = std::collections::BTreeSet::new();
    problems.retain(|problem| seen.insert(typst::utils::hash128(&(&problem.span, &problem.message))));
    problems
}
