//! By what a report of ours is known, where drafts are looked for.

/// Whether these bytes are the beginning of a report that this program wrote.
///
/// The commands for GitHub go to a log, which is no file that drafts lie beside.
pub fn is_own(bytes: &[u8]) -> bool {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(300)]);
    let second = begin.lines().nth(1).unwrap_or_default();
    let human = begin.starts_with("reclint ")
        && begin.lines().next().is_some_and(|it| it.contains(", rules "));
    let json = begin.starts_with('{') && begin.contains("\"reclint-report/");
    let html = begin.starts_with("<!DOCTYPE html>\n<!-- reclint-report/");
    let sarif = begin.starts_with("{\n  \"$schema\"")
        && begin.contains("\n          \"name\": \"reclint\"");
    let markdown = begin.starts_with("<!-- reclint-report/markdown -->\n");
    let junit =
        begin.starts_with("<?xml ") && second.starts_with("<!-- reclint-report/junit:");
    // A spreadsheet that saves the table again may leave out the byte order mark.
    let table = begin.trim_start_matches('\u{feff}');
    let csv =
        table.starts_with("path,number,title,question,kind,rule,name,group,severity,");
    human || json || sarif || html || markdown || junit || csv
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use crate::{
        formats::View,
        report::{OUTPUTS, Report, Style, sample},
    };

    #[test]
    fn every_report_that_may_lie_beside_drafts_is_known() {
        let rules = sample::rules();
        let empty = Report::of(&rules, View::Final, &[], Vec::new());
        for report in [sample::report(&rules), sample::answered(&rules), empty] {
            for output in OUTPUTS {
                let mut bytes = Vec::new();
                (output.write)(&report, Style::PLAIN, &mut bytes).unwrap();
                let expected = output.name != "github";
                assert_eq!(is_own(&bytes), expected, "{}", output.name);
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_report_is_a_draft() {
        assert!(is_own(b"reclint 0.1.0, rules 00ff, final view\n\n..."));
        assert!(is_own(b"path,number,title,question,kind,rule,name,group,severity,x"));
        for words in [
            "reclint reads drafts.\n\nIt has rules, too.",
            "<!-- reclint-report/markdown --> is how a report begins",
            "<?xml version=\"1.0\"?>\n<testsuites name=\"reclint\">",
            "path,number,title\n",
            "{ a }",
        ] {
            assert!(!is_own(words.as_bytes()), "{words}");
        }
    }
}
