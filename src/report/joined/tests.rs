use super::{Joined, Whole};
use crate::report::{
    Copy, NotRead, Record, Shard,
    reading::{
        Item, read,
        tests::{of, record, written},
    },
    sample,
};

/// The drafts of a run: some of them with the same bytes.
fn drafts() -> Vec<Record> {
    let draft = |at: usize| {
        let mut draft = record(&format!("d/{at:02}.md"), &[format!("words {}", at % 9)]);
        draft.digest = format!("blake3:{}", at % 9).into();
        draft
    };
    (0..20).map(draft).collect()
}

/// What one run over these drafts gives: a copy is not checked twice.
fn run(all: &[Record], shard: Option<Shard>) -> [String; 3] {
    let rules = sample::rules();
    let (mut kept, mut copies): (Vec<Record>, Vec<Copy>) = (Vec::new(), Vec::new());
    for it in all {
        match kept.iter().find(|other| other.digest == it.digest) {
            Some(of) => copies.push(Copy { path: it.path.clone(), of: of.path.clone() }),
            None => kept.push(it.clone()),
        }
    }
    let not_read =
        NotRead { path: "d/old.doc".into(), why: "too old".into(), wanted: true };
    let mut report = of(&rules, kept, copies, vec![not_read]);
    let of = shard.map_or(1, |it| it.of);
    report.left_alone = 14 / usize::try_from(of).unwrap();
    report.shard = shard;
    ["json", "jsonl", "sarif"].map(|form| written(form, &report))
}

/// What is joined from these reports, in the order in which the records came.
fn joined(reports: &[(&str, String)]) -> Result<(Vec<Record>, Whole), String> {
    let (mut joined, mut records) = (Joined::default(), Vec::new());
    for (name, text) in reports {
        let head = read(text.as_bytes(), &mut |item| {
            match item {
                Item::Document(mut record) => {
                    joined.draft(&mut record)?;
                    records.push(*record);
                }
                Item::Copy(it) => joined.copy(it),
                Item::NotRead(it) => joined.not_read(it),
            }
            Ok(())
        });
        joined.head(name, head.unwrap())?;
    }
    Ok((records, joined.whole()?))
}

#[test]
fn shares_give_exactly_what_one_run_gives() {
    let (all, rules) = (drafts(), sample::rules());
    let whole = run(&all, None);
    for count in [1, 2, 7] {
        for form in [0, 1] {
            let share = |index: usize| {
                let ours = all.iter().enumerate().filter(|(at, _)| at % count == index);
                let ours: Vec<_> = ours.map(|(_, it)| it.clone()).collect();
                let number = |it: usize| u32::try_from(it).unwrap();
                let shard = Shard { index: number(index + 1), of: number(count) };
                run(&ours, Some(shard))[form].clone()
            };
            // The order in which shares are given leaves no trace.
            let shares: Vec<_> =
                (0..count).rev().map(|it| ("share", share(it))).collect();
            let (records, found) = joined(&shares).unwrap();
            let kept = found.drafts.iter().map(|(_, it)| records[*it].clone()).collect();
            let mut report = of(&rules, kept, found.copies, found.not_read);
            report.left_alone = found.left_alone;
            let found = ["json", "jsonl", "sarif"].map(|form| written(form, &report));
            assert_eq!(found, whole, "{count} shares");
        }
    }
}

#[track_caller]
fn check_refused(a: &str, b: &str, expected: &str) {
    let reports = [("a.json", a.to_owned()), ("b.json", b.to_owned())];
    let said = joined(&reports).unwrap_err();
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("a.json") || said.contains("b.json"), "{said}");
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let all = drafts();
    let shard = |index, of, from: usize, to: usize| {
        run(&all[from..to], Some(Shard { index, of }))[0].clone()
    };
    let first = shard(1, 2, 0, 4);
    let rules = sample::rules();
    let other = |from: &str, to: &str| shard(2, 2, 4, 8).replace(from, to);
    check_refused(&first, &other(rules.digest(), "0123"), "different rules");
    check_refused(&first, &other("\"final\"", "\"original\""), "view of tracked changes");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    check_refused(&first, &other(&version, "\"version\": \"9\""), "version of reclint");
    check_refused(&first, &shard(1, 2, 4, 8), "both share 1 of 2");
    check_refused(&first, &shard(2, 3, 4, 8), "different runs");
    check_refused(&first, &run(&all[4..8], None)[0], "a share of a run");
    let changed =
        first.replace("words 2", "other").replace("\"index\": 1", "\"index\": 2");
    check_refused(&first, &changed, "d/02.md: a.json and b.json say different things");
    let unread = other("d/old.doc", "d/02.md");
    check_refused(&first, &unread, "d/02.md: a.json holds it, and b.json says");
    let copy = "\"copies\": [{\"path\": \"x\", \"of\": \"y\"}]";
    let copied = other("\"copies\": []", copy).replace("\"copies\": 0", "\"copies\": 1");
    check_refused(&first, &copied, "b.json: x is a copy of y, which it does not hold");
}

#[test]
fn missing_shares_are_named() {
    let mut joined = Joined::default();
    for index in [5, 2] {
        let text = run(&drafts()[..1], Some(Shard { index, of: 6 }))[1].clone();
        let head = read(text.as_bytes(), &mut |_| Ok(())).unwrap();
        joined.head("share", head).unwrap();
    }
    assert_eq!(joined.missing(), (vec![1, 3, 4, 6], 6));
}
