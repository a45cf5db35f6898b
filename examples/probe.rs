use asciidoc_parser::{Parser, HasSpan, blocks::*};
fn show<'a>(b: &'a Block<'a>, d: usize) {
    let s = b.span();
    println!("{}{} style={:?} id={:?} roles={:?} opts={:?} title={:?} @{} {:?}", "  ".repeat(d), b.raw_context(), b.declared_style(), b.id(), b.roles(), b.options(), b.title_source().map(|s| s.data().to_owned()), s.byte_offset(), s.data().chars().take(60).collect::<String>());
    match b {
        Block::Section(x) => println!("{}  SEC lvl {} {:?} {:?} @{}", "  ".repeat(d), x.level(), x.section_type(), x.section_title_source().data(), x.section_title_source().byte_offset()),
        Block::Simple(x) => println!("{}  TXT {:?} {:?}", "  ".repeat(d), x.style(), x.content().original().data()),
        Block::RawDelimited(x) => println!("{}  RAW {:?}", "  ".repeat(d), x.content().original().data()),
        Block::Admonition(x) => println!("{}  ADM {:?} {:?}", "  ".repeat(d), x.variant(), x.content().map(|c| c.original().data().to_owned())),
        Block::Quote(x) => println!("{}  QUO {:?} {:?}", "  ".repeat(d), x.attribution(), x.content().map(|c| c.original().data().to_owned())),
        Block::ListItem(x) => if let ListItemMarker::DefinedTerm{term,..} = x.list_item_marker() { println!("{}  TERM {:?}", "  ".repeat(d), term.original().data()) },
        Block::Table(x) => {
            for (n, row) in x.header_row().into_iter().chain(x.body_rows()).chain(x.footer_row()).enumerate() { for c in row.cells() {
                println!("{}  CELL {n} {}x{} @{} {:?}", "  ".repeat(d), c.colspan(), c.rowspan(), c.span().byte_offset(), c.span().data());
                if let TableCellContent::AsciiDoc(a) = c.content() { for b in a.blocks() { show(b, d+2) } }
            } }
        }
        _ => {}
    }
    for c in b.child_blocks() { show(c, d+1) }
}
fn main() {
    for p in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&p).unwrap();
        let doc = Parser::default().parse(&t);
        println!("same {} header title {:?}", doc.span().data() == t, doc.header().title_source());
        if let Some(a) = doc.header().author_line() { println!("AUTHOR {:?}", a.span()) }
        for b in doc.child_blocks() { show(b, 0) }
        for w in doc.warnings() { println!("WARN {:?}", w.warning) }
    }
}
