use super::{
    About, Block, BlockKind, Cell, Change, Clause, ClauseId, Document, Origin, Region,
    Remark, Role, Source, SourceMap, Standing, Stretch, origin::Pieces,
};
use crate::text::{self, Folded, Span};

/// Builds a [`Document`] from what a reader and the assembly of clauses know.
///
/// The only way to make one, so that what holds for every document is kept here:
/// blocks are in reading order and separated by line breaks, clauses nest, every piece
/// of text has an origin and is folded (see [`text::fold`]).
#[derive(Debug)]
pub struct Builder {
    text: String,
    blocks: Vec<Block>,
    clauses: Vec<Clause>,
    open: Vec<ClauseId>,
    map: SourceMap,
    remarks: Vec<(Stretch, Remark)>,
    changes: Vec<(Stretch, Change)>,
}

/// What is known of a clause when its heading is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How deep it stands, from 1.
    pub level: u8,
    /// Its number.
    pub number: Option<Box<str>>,
    /// What it is in the skeleton.
    pub role: Role,
    /// Which part of the draft it belongs to.
    pub region: Region,
    /// Whether it can oblige.
    pub standing: Standing,
}

impl Builder {
    /// A document in which what stands before the first heading is in `region`.
    pub fn new(region: Region) -> Self {
        let document = Clause {
            number: None,
            title: Span::default(),
            level: 0,
            parent: None,
            blocks: 0..0,
            role: Role::Text,
            region,
            standing: Standing::Normative,
        };
        Self {
            text: String::new(),
            blocks: Vec::new(),
            clauses: vec![document],
            open: vec![ClauseId::DOCUMENT],
            map: SourceMap::default(),
            remarks: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Begins a clause; its heading is the next block.
    pub fn clause(&mut self, heading: Heading) {
        self.close(heading.level);
        let blocks = len(&self.blocks)..len(&self.blocks);
        let id = ClauseId(len(&self.clauses));
        let Heading { level, number, role, region, standing } = heading;
        let parent = self.open.last().copied();
        let title = Span::default();
        let clause =
            Clause { number, title, level, parent, blocks, role, region, standing };
        self.clauses.push(clause);
        self.open.push(id);
        self.begin(BlockKind::Heading, None);
        self.clauses[id.0 as usize].title = Span::new(self.here(), self.here());
    }

    /// Begins a block of the clause that is open.
    pub fn begin(&mut self, kind: BlockKind, cell: Option<Cell>) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        // A title names the draft, whatever clause of the cover it stands behind.
        if kind == BlockKind::Title {
            self.close(1);
        }
        let at = self.here();
        let clause = *self.open.last().expect("the document itself is never closed");
        self.blocks.push(Block { kind, clause, span: Span::new(at, at), cell });
    }

    /// Adds text to the open block, with the place it came from.
    pub fn text(&mut self, text: &str, origin: Origin) {
        let Some(block) = self.blocks.last_mut() else { return };
        let mut kept = 0;
        let place = |it: usize| u32::try_from(it).expect("a piece is smaller than 4 GiB");
        for (at, c) in text.char_indices() {
            let folded = text::fold(c);
            if folded == Folded::Same {
                continue;
            }
            if kept < at {
                self.map.push(text::len(&self.text), origin.advanced(place(kept)));
                self.text.push_str(&text[kept..at]);
            }
            if let Folded::As(other) = folded {
                self.map.push(text::len(&self.text), origin.advanced(place(at)));
                self.text.push(other);
            }
            kept = at + c.len_utf8();
        }
        if kept < text.len() {
            self.map.push(text::len(&self.text), origin.advanced(place(kept)));
            self.text.push_str(&text[kept..]);
        }
        block.span = Span::new(block.span.start(), text::len(&self.text));
        if block.kind == BlockKind::Heading {
            self.clauses[block.clause.0 as usize].title = block.span;
        }
    }

    /// Adds a remark about a stretch of the file; its `at` is found at the end.
    pub fn remark(&mut self, about: Stretch, remark: Remark) {
        self.remarks.push((about, remark));
    }

    /// Adds a tracked change of a stretch of the file; its `at` is found at the end.
    pub fn change(&mut self, of: Stretch, change: Change) {
        self.changes.push((of, change));
    }

    /// The finished document.
    pub fn finish(mut self, about: About, sources: Vec<Source>) -> Document {
        self.close(0);
        self.clauses[0].blocks = 0..len(&self.blocks);
        self.map.sources(sources);
        let Self { text, blocks, clauses, map, remarks, changes, .. } = self;
        // Most drafts have nothing in their margins.
        let bare = remarks.is_empty() && changes.is_empty();
        let pieces = if bare { Pieces::default() } else { map.by_file(&text) };
        let remarks = remarks.into_iter();
        let remarks =
            remarks.map(|(of, it)| Remark { at: pieces.covered(of), ..it }).collect();
        let changes = changes.into_iter();
        let changes =
            changes.map(|(of, it)| Change { at: pieces.covered(of), ..it }).collect();
        Document { text: text.into(), blocks, clauses, map, about, remarks, changes }
    }

    fn close(&mut self, level: u8) {
        let end = len(&self.blocks);
        while let [_, .., id] = self.open[..]
            && level <= self.clauses[id.0 as usize].level
        {
            self.clauses[id.0 as usize].blocks.end = end;
            self.open.pop();
        }
    }

    fn here(&self) -> u32 {
        text::len(&self.text)
    }
}

fn len<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).expect("a document has fewer than 2^32 parts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_words_and_keeps_the_way_back() {
        let mut builder = Builder::new(Region::Body);
        builder.begin(BlockKind::Paragraph, None);
        let at = |at| Origin::Byte { file: 0, at };
        builder.text("ITU\u{2011}T\u{a0}Mes\u{ad}sage", at(10));
        let doc = builder.finish(About::default(), vec![Source::default()]);
        assert_eq!(doc.text(), "ITU-T Message");
        let sage = doc.text().find("sage").map(|it| Span::at(0, it..it + 4)).unwrap();
        let found: Vec<_> = doc.origins(sage).collect();
        // 10 + "ITU" + 3 bytes of hyphen + "T" + 2 bytes of blank + "Mes" + 2 bytes.
        assert_eq!(found, [(sage, at(24))]);
    }

    #[test]
    fn clauses_nest_by_level() {
        let mut builder = Builder::new(Region::Body);
        for level in [1, 2, 3, 2, 1] {
            builder.clause(Heading {
                level,
                number: None,
                role: Role::Text,
                region: Region::Body,
                standing: Standing::Normative,
            });
            builder.text("x", Origin::Byte { file: 0, at: 0 });
        }
        let doc = builder.finish(About::default(), Vec::new());
        let parents: Vec<_> =
            doc.clauses().filter_map(|(_, it)| Some(it.parent?.0)).collect();
        assert_eq!(parents, [0, 1, 2, 1, 0]);
        let blocks: Vec<_> = doc.clauses().map(|(_, it)| it.blocks.clone()).collect();
        assert_eq!(blocks, [0..5, 0..4, 1..3, 2..3, 3..4, 4..5]);
    }
}
