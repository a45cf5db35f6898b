//! Prints what a reader makes of a draft: its clauses and blocks, as rules see them.
#![expect(clippy::disallowed_methods, reason = "a tool for those who write readers")]
#![expect(clippy::print_stdout, reason = "it prints")]

use std::{env, error::Error, fs, path::Path};

use reclint::{
    formats::{self, Input, Limits, View},
    lexicon::Lexicon,
    text::Span,
};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lexicon");
    let catalogue = fs::read_to_string(root.join("algorithms.toml"))?;
    let cover = fs::read_to_string(root.join("cover.toml"))?;
    let mut files =
        vec![("algorithms.toml".to_owned(), catalogue), ("cover.toml".to_owned(), cover)];
    for entry in fs::read_dir(root.join("en"))? {
        let entry = entry?;
        let name = format!("en/{}", entry.file_name().to_string_lossy());
        files.push((name, fs::read_to_string(entry.path())?));
    }
    let lexicon = Lexicon::new(files.iter().map(|(name, text)| (&**name, &**text)))?;
    let mut view = View::Final;
    for path in env::args().skip(1) {
        if path == "--original" {
            view = View::Original;
            continue;
        }
        let folder = Path::new(&path).parent().unwrap_or(Path::new(".")).to_owned();
        let include = |it: &str| {
            fs::read_to_string(folder.join(it)).map_err(|it| it.to_string().into())
        };
        let bytes = fs::read(&path)?;
        let input = Input {
            name: &path,
            bytes: &bytes,
            view,
            include: &include,
            limits: Limits::default(),
        };
        match formats::read(input, &lexicon) {
            Ok(reading) => show(&path, &reading),
            Err(err) => println!("== {path}: not read: {err}"),
        }
    }
    Ok(())
}

fn show(path: &str, reading: &formats::Reading) {
    let doc = &reading.document;
    println!("== {path}: {} {:?}", reading.format, doc.about());
    let mut clause = None;
    for block in doc.blocks() {
        if clause != Some(block.clause) {
            clause = Some(block.clause);
            let it = &doc[block.clause];
            let number = it.number.as_deref().unwrap_or("-");
            println!(
                "-- [{}] {number} “{}” {:?} {:?} {:?}",
                it.level, &doc[it.title], it.role, it.region, it.standing
            );
        }
        let cell = block.cell.map(|it| format!(" {}:{}:{}", it.table, it.row, it.column));
        let place = doc.place(block.span);
        let place = place.line.or(place.paragraph).unwrap_or(0);
        println!(
            "   {:?}{} @{place} {}",
            block.kind,
            cell.unwrap_or_default(),
            &doc[block.span]
        );
    }
    let words = |it: Span| if it.is_empty() { "nothing" } else { &doc[it] };
    let said = |it: &Option<Box<str>>| it.as_deref().unwrap_or("-").to_owned();
    for (number, it) in (0..).zip(doc.changes()) {
        println!(
            "   CHANGE {number} {:?} @{} {} {} “{}” shows “{}”",
            it.kind,
            it.at.start(),
            said(&it.author),
            said(&it.date),
            it.words,
            words(it.at)
        );
    }
    for (number, it) in (0..).zip(doc.remarks()) {
        let done = if it.done { " done" } else { "" };
        let answers = it.answers.map(|it| format!(" answers {it}")).unwrap_or_default();
        println!(
            "   REMARK {number}{answers}{done} @{} {} {} on “{}”: {}",
            it.at.start(),
            said(&it.author),
            said(&it.date),
            words(it.at),
            it.text
        );
    }
    for it in &reading.skipped {
        println!("   SKIPPED {}: {}", it.what, it.why);
    }
}
