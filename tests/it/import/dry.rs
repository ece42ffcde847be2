//! Imports that only tell what would be.

use bole::import::{Asked, Report};
use proptest::prelude::{ProptestConfig, proptest};

use super::{
    again::{HAND, texts},
    records::{Graph, asked},
};

#[test]
fn a_dry_run_writes_nothing() {
    let graph = Graph::of("");
    let asked = Asked { is_dry: true, ..asked() };
    let report = graph.import_as("file", "Person: key=a; name=A B", &asked);
    assert_eq!((report.created, report.version_before, report.version_after), (1, 1, 2));
    assert_eq!((graph.count("Person"), graph.live.record().version), (0, 1));
    assert!(report.to_string().starts_with("file.txt: read to its end (a dry run"), "{report}");
    assert!(report.to_string().ends_with("the graph would be at version 2"), "{report}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_dry_run_tells_what_the_import_does(
        text in texts(),
        batch_rows in 1usize..9,
        is_strict in proptest::bool::ANY,
    ) {
        let graph = Graph::of(HAND);
        let asked = Asked { batch_rows, is_strict, ..asked() };
        let dry = graph.import_as("file", &text, &Asked { is_dry: true, ..asked.clone() });
        let done = graph.import_as("file", &text, &asked);
        assert_eq!(Report { is_dry: false, ..dry }, done);
    }
}
