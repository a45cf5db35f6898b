//! What the page of a draft is called: a name that any disk takes and that leads nowhere
//! but into the folder of pages.

/// So many characters of a draft's own name are kept: the rest tells drafts apart.
const LONGEST: usize = 60;

/// Where the page of the draft at `path` lies, below the page of the meeting.
pub fn page_name(path: &str) -> String {
    format!("drafts/{}-{}.html", slug(path), key(path))
}

/// What tells the draft at `path` from every other one.
pub(super) fn key(path: &str) -> String {
    blake3::hash(path.as_bytes()).to_hex()[..12].to_owned()
}

/// What a file is called, without the folders around it.
pub(super) fn file(path: &str) -> &str {
    let name = path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next();
    name.filter(|it| !it.is_empty()).unwrap_or(path)
}

/// The name of the file, in letters and digits that every disk knows.
fn slug(path: &str) -> String {
    let name = file(path);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
    let mut slug = String::new();
    for c in name.chars().map(|it| it.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if LONGEST <= slug.len() {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "draft".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let name = page_name(path);
        let rest = name.strip_prefix("drafts/").unwrap();
        let (slug, rest) = rest.rsplit_once('-').unwrap();
        assert_eq!(slug, expected);
        let key = rest.strip_suffix(".html").unwrap();
        assert!(key.len() == 12 && key.bytes().all(|it| it.is_ascii_hexdigit()));
        let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
        assert!(slug.bytes().all(plain) && slug.len() <= LONGEST, "{slug}");
    }

    #[test]
    fn a_name_is_that_of_the_file_and_leads_nowhere() {
        check("SG17/TD 12R1.docx", "td-12r1");
        check("a.zip/in/X.1234 (draft).v2.docx", "x-1234-draft-v2");
        check("../../etc/passwd", "passwd");
        check("C:\\drafts\\NUL", "nul");
        check("/", "draft");
        check("", "draft");
        check("..", "draft");
        check(".hidden", "draft");
        check("文稿.docx", "draft");
        check(
            &format!("{}.docx", "long name ".repeat(40)),
            "long-name-long-name-long-name-long-name-long-name-long-name",
        );
        check("a\0b\n<c>.md", "a-b-c");
    }

    #[test]
    fn paths_that_look_the_same_have_pages_of_their_own() {
        assert_ne!(page_name("a/draft.md"), page_name("b/draft.md"));
        assert_ne!(page_name("a/A.md"), page_name("a/a.md"));
        assert_eq!(page_name("a/A.md"), page_name("a/A.md"));
    }
}
