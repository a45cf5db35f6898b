//! How paragraphs and letters look, as far as it says what they are.

use super::bytes::{length, part, place, short};

/// The properties of a paragraph or of letters that the reader acts on.
///
/// Codes and operands are those of [MS-DOC] 2.6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The style of the paragraph.
    pub style: Option<u16>,
    /// The style of the letters, which stands above that of their paragraph.
    pub letters: Option<u16>,
    /// The level in the outline, from 0.
    pub outline: Option<u8>,
    /// The list, from 1; 0 for none.
    pub list: Option<u16>,
    /// The level in the list.
    pub level: Option<u8>,
    /// It stands in a table.
    pub in_table: bool,
    /// How many tables it stands in, where the file says so.
    pub depth: Option<u32>,
    /// What it ends beside itself.
    pub ends: Option<Ends>,
    /// The edges of the cells of the row that it ends.
    pub edges: Option<Box<[i16]>>,
    /// Deleted, and the change is tracked.
    pub deleted: Option<bool>,
    /// Inserted, and the change is tracked.
    pub inserted: Option<bool>,
    /// Hidden.
    pub hidden: Option<Switch>,
    /// The letter stands for one of a font of signs: the font and the place in it.
    pub symbol: Option<(u16, u16)>,
    /// The letter stands for data of a field.
    pub data: bool,
    /// More properties stand in the stream of data, at this byte.
    pub more: Option<usize>,
}

/// What the end of a paragraph in a table ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// A row of the outermost table.
    Row,
    /// A cell of an inner table.
    InnerCell,
    /// A row of an inner table.
    InnerRow,
}

/// A property that a style may have too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    /// Off or on, whatever the style says.
    Is(bool),
    /// As the style says.
    Same,
    /// The opposite of what the style says.
    Opposite,
}

impl Look {
    /// What the list of properties `bytes` says.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut look = Self::default();
        look.add(bytes);
        look
    }

    /// Adds what the list of properties `bytes` says.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some(code) = short(bytes, at) {
            let Some(size) = size(code, bytes, at + 2) else { return };
            let Some(operand) = part(bytes, at + 2, size) else { return };
            self.set(code, operand);
            at += 2 + size;
        }
    }

    fn set(&mut self, code: u16, operand: &[u8]) {
        let byte = operand.first().copied().unwrap_or_default();
        let on = byte == 1;
        match code {
            0x4600 => self.style = short(operand, 0),
            0x4a30 => self.letters = short(operand, 0),
            0x2640 => self.outline = Some(byte),
            // What is no index says that there is no number.
            0x460b => {
                let index = |it| if it < 0x7ff { it } else { 0 };
                self.list = short(operand, 0).map(index);
            }
            0x260a => self.level = Some(byte),
            0x2416 => self.in_table = on,
            0x2417 if on => self.ends = Some(Ends::Row),
            0x6649 => self.depth = super::bytes::long(operand, 0),
            0x244c if on => self.ends = Some(Ends::InnerRow),
            // The end of an inner row says of itself that it is such a cell too.
            0x244b if on => self.ends = self.ends.or(Some(Ends::InnerCell)),
            0xd608 => self.edges = edges(operand),
            0x0800 => self.deleted = Some(on),
            0x0801 => self.inserted = Some(on),
            0x083c => self.hidden = Switch::of(byte),
            0x6a09 => self.symbol = short(operand, 0).zip(short(operand, 2)),
            0x0806 => self.data = on,
            0x6645 | 0x6646 | 0x646b => self.more = place(operand, 0),
            _ => {}
        }
    }

    /// Adds what another list of properties says.
    pub(super) fn change(&mut self, by: &Self) {
        self.style = by.style.or(self.style);
        self.letters = by.letters.or(self.letters);
        self.outline = by.outline.or(self.outline);
        self.list = by.list.or(self.list);
        self.level = by.level.or(self.level);
        self.in_table |= by.in_table;
        self.depth = by.depth.or(self.depth);
        self.ends = by.ends.or(self.ends);
        if let Some(edges) = &by.edges {
            self.edges = Some(edges.clone());
        }
        self.deleted = by.deleted.or(self.deleted);
        self.inserted = by.inserted.or(self.inserted);
        self.hidden = by.hidden.or(self.hidden);
        self.symbol = by.symbol.or(self.symbol);
        self.data |= by.data;
    }
}

impl Switch {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            0 | 1 => Some(Self::Is(byte == 1)),
            0x80 => Some(Self::Same),
            0x81 => Some(Self::Opposite),
            _ => None,
        }
    }
}

/// How many bytes the operand at `at` takes: the code's highest bits say it.
fn size(code: u16, bytes: &[u8], at: usize) -> Option<usize> {
    const TABLE: u16 = 0xd608;
    const TABS: u16 = 0xc615;
    Some(match (code >> 13, code) {
        (0 | 1, _) => 1,
        (2 | 4 | 5, _) => 2,
        (3, _) => 4,
        (7, _) => 3,
        (_, TABLE) => length(bytes, at)?.max(1) + 1,
        (_, TABS) if *bytes.get(at)? == 255 => {
            let gone = usize::from(*bytes.get(at + 1)?);
            let added = usize::from(*bytes.get(at + 2 + 4 * gone)?);
            3 + 4 * gone + 3 * added
        }
        _ => 1 + usize::from(*bytes.get(at)?),
    })
}

/// The edges of the cells in the definition of a row ([MS-DOC] 2.9.320).
fn edges(operand: &[u8]) -> Option<Box<[i16]>> {
    let count = usize::from(*operand.get(2)?) + 1;
    let edges = part(operand, 3, 2 * count)?.as_chunks::<2>().0;
    Some(edges.iter().map(|it| i16::from_le_bytes(*it)).collect())
}
