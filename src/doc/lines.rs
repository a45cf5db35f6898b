use super::Place;

/// Where the lines of a source begin, so that no place is counted from the start of the
/// file.
#[derive(Debug, Default)]
pub(super) struct Lines {
    // Invariant: sorted; the first is the start of the text.
    marks: Vec<Mark>,
}

/// A byte of a source whose line and column are known, counted from zero.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: u32,
    line: u32,
    column: u32,
}

/// How far apart marks stand in a line: a web page may be one line of megabytes.
const APART: usize = 1 << 10;

impl Lines {
    /// The lines of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut marks = vec![Mark::default()];
        let (mut last, mut line, mut column) = (0, 0, 0);
        for (at, c) in text.char_indices() {
            if APART <= at - last {
                last = at;
                marks.push(Mark { at: count(at), line, column });
            }
            column += 1;
            if c == '\n' {
                (last, line, column) = (at + 1, line + 1, 0);
                marks.push(Mark { at: count(last), line, column });
            }
        }
        Self { marks }
    }

    /// The line and the column of a byte of `text`, which must be the text these are the
    /// lines of.
    pub(super) fn place(&self, text: &str, at: u32) -> Place {
        let mut end = (at as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let next = self.marks.partition_point(|it| it.at as usize <= end);
        let mark = next.checked_sub(1).map_or(Mark::default(), |it| self.marks[it]);
        let further = text[mark.at as usize..end].chars().count();
        let column = Some(mark.column + count(further) + 1);
        Place { line: Some(mark.line + 1), column, ..Place::default() }
    }
}

fn count(it: usize) -> u32 {
    u32::try_from(it).expect("a draft is smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, at: u32, line: u32, column: u32) {
        let place = Lines::of(text).place(text, at);
        assert_eq!((place.line, place.column), (Some(line), Some(column)), "byte {at}");
    }

    #[test]
    fn counts_lines_and_letters() {
        check("", 0, 1, 1);
        check("one\ntwo", 2, 1, 3);
        check("one\ntwo", 3, 1, 4);
        check("one\ntwo", 4, 2, 1);
        check("é–x\r\n\nz", 5, 1, 3);
        check("é–x\r\n\nz", 9, 3, 1);
        // Neither the middle of a letter nor a byte behind the end is an accident.
        check("é–x", 3, 1, 2);
        check("é–x", 99, 1, 4);
    }

    #[test]
    fn counts_the_same_as_from_the_start_of_the_file() {
        let text =
            "é–x \u{1f512}\n".repeat(3) + &"ü–\u{1f512}x".repeat(2_000) + "\n\nend";
        let lines = Lines::of(&text);
        for (at, _) in text.char_indices() {
            let before = &text[..at];
            let line = count(before.matches('\n').count() + 1);
            let begin = before.rfind('\n').map_or(0, |it| it + 1);
            let column = count(before[begin..].chars().count() + 1);
            let place = lines.place(&text, count(at));
            assert_eq!((place.line, place.column), (Some(line), Some(column)), "{at}");
        }
    }

    #[test]
    fn counts_no_more_than_to_the_next_mark() {
        let text = "–\n".repeat(9) + &"–".repeat(99_999);
        let marks = Lines::of(&text).marks;
        let ends = marks.iter().skip(1).map(|it| it.at).chain([count(text.len())]);
        let widest = marks.iter().zip(ends).map(|(it, end)| end - it.at).max();
        assert!(widest.is_some_and(|it| it as usize <= APART + 4), "{widest:?}");
    }
}
