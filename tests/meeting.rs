//! The page of a meeting, over the labelled drafts and over thousands that were made of
//! them. What it writes below `target/tmp` is what `tests/page/run` reads in a browser.
#![expect(clippy::disallowed_methods, reason = "it reads the corpus and writes pages")]
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use std::{fs, io, path::Path};

use reclint::{
    formats::View,
    report::{
        Copy, Drafts, Kept, NotRead, Page, Record, Report, Totals,
        baseline::{Compared, Fixed},
        draft_page,
        meeting::{Meeting, draft_file, index, page_name},
        record::Status,
        revisions::{Change, Revision, Series},
    },
    rules::RuleSet,
};

mod support {
    pub(crate) mod read;
}

/// So many drafts are a large meeting.
const MANY: usize = 3_000;

/// So many bytes a browser reads in no time, also for a large meeting.
const LARGEST: usize = 6 << 20;

/// Drafts made of others, as many as are asked for; none of them is held.
struct Made {
    from: Vec<Record>,
    count: usize,
}

impl Drafts for Made {
    fn all(&self) -> Box<dyn Iterator<Item = io::Result<Kept>> + '_> {
        let made = (0..self.count).map(|it| made(&self.from, it));
        Box::new(made.map(|record| Ok(Kept { record, page: None })))
    }
}

/// The draft of this number: one of those there are, under a name of its own and with
/// some of its findings.
fn made(from: &[Record], number: usize) -> Record {
    let mut record = from[number % from.len()].clone();
    record.path = path(number).into();
    record.profile.number = match number % 7 {
        0 => None,
        1 => Some(format!("X.{}", number / 3).into()),
        2 => Some(format!("Y.sec-{number}").into()),
        3 => Some(format!("F.{}.{}", number % 90, number % 8).into()),
        _ => Some(format!("X.supp-iot-{number}").into()),
    };
    let titles = [
        "Security framework for remotely managed home gateways in shared buildings",
        "إطار أمني لخدمات الهاتف المحمول في الشبكات المشتركة",
        "智能门锁远程管理的安全框架",
        "Requirements",
        "Функциональная архитектура доверенных услуг связи",
        "Guidelines on the interworking of distributed ledger platforms that several \
         operators run together, with procedures for joining, leaving and settling, and \
         with a profile for equipment of little memory",
    ];
    let title = titles[number % titles.len()];
    record.profile.title = Some(format!("{title} ({number})").into());
    cover(&mut record, &format!("{}/17", number % 16), number);
    let mut place = 0;
    record.findings.retain(|_| {
        place += 1;
        (place * 31 + number * 17) % 5 < 3
    });
    for (at, it) in record.findings.iter_mut().enumerate() {
        it.status =
            if (at + number).is_multiple_of(3) { Status::New } else { Status::Known };
    }
    record
}

fn path(number: usize) -> String {
    format!("SG17-2026-12/TD/{:02}/T25-SG17-TD{number:04}R1!MSW-E.docx", number / 100)
}

/// The labelled drafts, checked.
fn corpus(rules: &RuleSet) -> Vec<Kept> {
    let folders = fs::read_dir("corpus").unwrap().map(|it| it.unwrap().path());
    let mut files: Vec<_> = folders
        .filter(|it| it.is_dir())
        .map(|folder| {
            let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
            let mut files: Vec<_> = files.collect();
            files.sort();
            let draft = |it: &Path| it.file_stem().is_some_and(|it| it == "draft");
            files.into_iter().find(|it| draft(it)).unwrap()
        })
        .collect();
    files.sort();
    let kept = files.iter().map(|file| {
        let path = file.to_str().unwrap().replace('\\', "/");
        let draft = support::read::draft(&path, &fs::read(file).unwrap(), rules);
        let page = Some(draft_page(&draft, rules, &Page::ALONE));
        Kept { record: Record::of(&draft, rules), page }
    });
    kept.collect()
}

fn report(rules: &RuleSet, drafts: Box<dyn Drafts>) -> Report<'_> {
    let mut totals = Totals::default();
    drafts.all().for_each(|it| totals.add(&it.unwrap().record, rules));
    let mut report = Report::of(rules, View::Final, &[], Vec::new());
    (report.drafts, report.totals) = (drafts, totals);
    report
}

fn not_read(count: usize) -> Vec<NotRead> {
    let reasons = [
        ("pptx", "a slide deck: not a format that reclint reads", false),
        ("docx", "protected with a password: save a copy without one", true),
        ("xlsx", "a spreadsheet: not a format that reclint reads", false),
        ("docx", "the file ends in the middle: fetch it again", true),
    ];
    let file = |it: usize| {
        let (ending, why, wanted) = reasons[it % 17 % reasons.len()];
        let path = format!("SG17-2026-12/others/file {it:04}.{ending}").into();
        NotRead { path, why: why.into(), wanted }
    };
    (0..count).map(file).collect()
}

/// Writes a report to a folder of pages, and says how large the first is.
fn write(name: &str, report: &Report<'_>, meeting: &Meeting) -> usize {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("drafts")).unwrap();
    let mut page = Vec::new();
    index(report, meeting, &mut page).unwrap();
    fs::write(folder.join("index.html"), &page).unwrap();
    for it in report.drafts.all() {
        let Kept { record, page } = it.unwrap();
        let Some(page) = page else { continue };
        let mut file = Vec::new();
        draft_file(&record, &page, report.rules, report.view, &mut file).unwrap();
        fs::write(folder.join(page_name(&record.path)), file).unwrap();
    }
    page.len()
}

/// The first of these drafts is the newest revision of the others.
fn series(paths: &[&str]) -> Series {
    let change = |at: usize| {
        (at + 1 < paths.len()).then_some(Change { closed: at + 2, opened: 1 })
    };
    let revisions = paths.iter().enumerate();
    let revisions =
        revisions.map(|(at, it)| Revision { path: (*it).into(), change: change(at) });
    Series { dated: true, revisions: revisions.collect() }
}

/// Writes a cover on a draft.
fn cover(record: &mut Record, question: &str, number: usize) {
    record.profile.question = Some(question.into());
    record.profile.document = Some(format!("SG17-TD{number}R1").into());
}

#[test]
fn every_page_that_the_first_leads_to_is_there() {
    let rules = RuleSet::built_in();
    let mut drafts = corpus(&rules);
    let evil = "evil/\"><script>alert(1)</script>.md";
    let text = "# Draft new Recommendation ITU-T Y.evil: <script>alert(2)</script>\n\n\
                # 1 \"><img src=x onerror=alert(3)>\n\nThe lock shall use MD5.\n";
    let draft = support::read::draft(evil, text.as_bytes(), &rules);
    let page = Some(draft_page(&draft, &rules, &Page::ALONE));
    drafts.push(Kept { record: Record::of(&draft, &rules), page });
    for (at, it) in drafts.iter_mut().enumerate() {
        let question = ["2/17", "4/17, 12/17", "8/17", "10/17", "12/17"][at % 5];
        cover(&mut it.record, question, at);
    }
    for it in drafts.iter_mut().flat_map(|it| it.record.findings.iter_mut().skip(2)) {
        it.status = Status::Known;
    }
    let gone = drafts[1..3].iter().flat_map(|draft| {
        let findings = drafts.iter().flat_map(|it| it.record.findings.iter().take(1));
        findings.take(2).map(|it| Fixed::of(&draft.record.path, it.clone()))
    });
    let name = "report of August".into();
    let compared = Compared { name, fixed: gone.collect(), ..Compared::default() };
    let path = |part: &str| {
        let mut paths = drafts.iter().map(|it| &*it.record.path);
        paths.find(|it| it.contains(part)).unwrap().to_owned()
    };
    let revised = ["loud-smart-lock", "loud-kiosk-app", "loud-cloud-gateway"].map(path);
    let series = vec![series(&revised.each_ref().map(|it| &**it))];
    let (name, date) = (Some("SG17-2026-12".into()), Some("2026-11-22".into()));
    let meeting = Meeting { name, date };
    let of = path("loud-lift-revision").into();
    let count = drafts.len();
    let links: Vec<_> = drafts.iter().map(|it| page_name(&it.record.path)).collect();
    let mut report = report(&rules, Box::new(drafts));
    report.copies = vec![Copy { path: "mail/lift (1).docx".into(), of }];
    (report.not_read, report.left_alone) = (not_read(23), 5);
    report.revisions = series;
    report.baseline = Some(compared);
    write("meeting", &report, &meeting);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("meeting");
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    for link in &links {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link} has no link");
        assert!(folder.join(link).is_file(), "{link} is not there");
    }
    assert_eq!(fs::read_dir(folder.join("drafts")).unwrap().count(), count);
}

#[test]
fn thousands_of_drafts_are_one_page_of_a_few_megabytes() {
    let rules = RuleSet::built_in();
    let from = || corpus(&rules).into_iter().map(|it| it.record).collect::<Vec<_>>();
    let few = report(&rules, Box::new(Made { from: from(), count: MANY / 10 }));
    let mut many = report(&rules, Box::new(Made { from: from(), count: MANY }));
    let meeting = Meeting { name: Some("SG17-2026-12".into()), date: None };
    many.baseline = Some(Compared { name: "August".into(), ..Compared::default() });
    many.not_read = not_read(800);
    let few = write("meeting-few", &few, &Meeting::default());
    let many = write("meeting-many", &many, &meeting);
    assert!(many < LARGEST, "{many} bytes for {MANY} drafts");
    assert!(many < few * 10, "a draft takes no more room among many");
}
