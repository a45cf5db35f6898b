//! Oddities of the package: its parts, their names and what they are written in.

use super::frame::{
    BY, OFFICE, Odd, Part, Parts, SPACES, paragraph, run, sentence, styles, zipped,
};

/// Files whose package is odd.
pub(super) fn all() -> Vec<Odd> {
    [names(), markup(), extras(), comments()].into_iter().flatten().collect()
}

fn plain() -> Parts {
    Parts::of(&sentence(&run("MD5")))
}

fn names() -> Vec<Odd> {
    let elsewhere = Parts {
        main: "word/document2.xml",
        lead: "/word/document2.xml".to_owned(),
        ..plain()
    };
    let backslashes = Parts { lead: "word\\document.xml".to_owned(), ..plain() };
    let case = Parts { lead: "Word/Document.XML".to_owned(), ..plain() };
    let alone = Parts { alone: true, others: Vec::new(), ..plain() };
    let mut macros = plain().with(Part {
        name: "word/vbaProject.bin".to_owned(),
        kind: String::new(),
        lead: Some(
            "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
                .to_owned(),
        ),
        bytes: (0..=255).cycle().take(3000).collect(),
    });
    macros.kind = "application/vnd.ms-word.document.macroEnabled.main+xml";
    let macros = Odd { ending: "docm", ..Odd::new("macros", &macros) };
    vec![
        Odd::new("main-elsewhere", &elsewhere),
        Odd::new("backslashes", &backslashes),
        Odd::new("letter-case", &case),
        Odd::new("no-relations", &alone),
        macros,
    ]
}

fn markup() -> Vec<Odd> {
    let mut mark = plain();
    mark.document.insert(0, '\u{feff}');
    let other = |text: &str| {
        let text = text.replace("<w:", "<x:").replace("</w:", "</x:");
        text.replace(" w:", " x:").replace("xmlns:w=", "xmlns:x=")
    };
    let none = |text: &str| {
        let own =
            "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        let text = text.replace("<w:", "<").replace("</w:", "</");
        text.replace(own, &format!("{} {own}", own.replace(":w=", "=")))
    };
    let strict = |text: &str| {
        let open = "http://schemas.openxmlformats.org";
        let pure = "http://purl.oclc.org/ooxml";
        let pairs = [
            ("wordprocessingml/2006/main", "wordprocessingml/main"),
            ("officeDocument/2006/relationships", "officeDocument/relationships"),
            ("officeDocument/2006/math", "officeDocument/math"),
            ("drawingml/2006/", "drawingml/"),
        ];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| {
            text.replace(&format!("{open}/{from}"), &format!("{pure}/{to}"))
        })
    };
    let all = |change: &dyn Fn(&str) -> String| {
        let entries: Vec<_> = plain()
            .entries()
            .into_iter()
            .map(|(name, bytes)| {
                let text = String::from_utf8(bytes).expect("the parts are text");
                let word = name.starts_with("word/") && !name.contains("_rels");
                (name, if word { change(&text) } else { text })
            })
            .collect();
        zipped(entries.iter().map(|(name, text)| (&**name, text.as_bytes())))
    };
    let pure: Vec<_> = plain()
        .entries()
        .into_iter()
        .map(|(name, bytes)| {
            let text = strict(&String::from_utf8(bytes).expect("the parts are text"));
            (name, text.replace("<w:document ", "<w:document w:conformance=\"strict\" "))
        })
        .collect();
    let pure = zipped(pure.iter().map(|(name, text)| (&**name, text.as_bytes())));
    vec![
        Odd::new("byte-order-mark", &mark),
        Odd { bytes: all(&other), ..Odd::new("other-prefix", &plain()) },
        Odd { bytes: all(&none), ..Odd::new("default-namespace", &plain()) },
        Odd { bytes: pure, ..Odd::new("strict", &plain()) },
    ]
}

fn extras() -> Vec<Odd> {
    let settings = format!(
        "<w:settings {SPACES}><w:trackRevisions/><w:documentProtection w:edit=\"comments\" w:enforcement=\"1\"/></w:settings>"
    );
    let local =
        styles("annotation reference").replace("Kommentarzeichen", "Marquedecommentaire");
    let bound = sentence(&format!(
        "<w:sdt><w:sdtPr><w:id w:val=\"1\"/><w:dataBinding w:xpath=\"/a[1]\" w:storeItemID=\"{{11111111-2222-3333-4444-555555555555}}\"/><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        run("MD5")
    ));
    let item = Part {
        name: "customXml/item1.xml".to_owned(),
        kind: String::new(),
        lead: Some(format!("{OFFICE}/customXml")),
        bytes: b"<a xmlns=\"\">MD5</a>".to_vec(),
    };
    let head = Part::word(
        "header1",
        &format!("<w:hdr {SPACES}>{}</w:hdr>", sentence(&run("MD5"))),
    );
    let head = Part {
        kind: head.kind.replace("header1", "header"),
        lead: Some(format!("{OFFICE}/header")),
        ..head
    };
    vec![
        Odd::new("protected", &plain().with(Part::word("settings", &settings))),
        Odd::new("local-styles", &plain().with(Part::word("styles", &local))),
        Odd::new(
            "no-comment-style",
            &plain().with(Part::word("styles", &styles("Verweis"))),
        ),
        Odd::new("custom-xml", &Parts::of(&bound).with(item)),
        Odd::new("header", &plain().with(head)),
    ]
}

fn comments() -> Vec<Odd> {
    let empty = format!("<w:comments {SPACES}/>");
    let note = |id: u8, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" {BY} w:initials=\"E\"><w:p w14:paraId=\"0000000{id}\"><w:r><w:annotationRef/></w:r>{}</w:p></w:comment>",
            run(text)
        )
    };
    let all = format!(
        "<w:comments {SPACES}>{}{}{}</w:comments>",
        note(3, "Is this wise?"),
        note(4, "It is what we have."),
        note(5, "Where is this from?")
    );
    let threads = format!(
        "<w15:commentsEx {SPACES}><w15:commentEx w15:paraId=\"00000003\" w15:done=\"0\"/><w15:commentEx w15:paraId=\"00000004\" w15:paraIdParent=\"00000003\" w15:done=\"0\"/><w15:commentEx w15:paraId=\"00000005\" w15:done=\"1\"/></w15:commentsEx>"
    );
    let ids = format!(
        "<w16cid:commentsIds {SPACES}><w16cid:commentId w16cid:paraId=\"00000003\" w16cid:durableId=\"10000003\"/></w16cid:commentsIds>"
    );
    let people = format!(
        "<w15:people {SPACES}><w15:person w15:author=\"Editor\"><w15:presenceInfo w15:providerId=\"None\" w15:userId=\"Editor\"/></w15:person></w15:people>"
    );
    let extended = "http://schemas.microsoft.com/office/2011/relationships";
    let part = |kind: &str, lead: &str, text: &str| Part {
        lead: Some(lead.to_owned()),
        ..Part::word(kind, text)
    };
    let start = |id: u8| format!("<w:commentRangeStart w:id=\"{id}\"/>");
    let end = |id: u8| {
        format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
        )
    };
    let body = [
        start(5),
        run("The image shall be "),
        start(3),
        start(4),
        run("protected with M"),
        end(5),
        run("D5"),
        end(3),
        end(4),
        run("."),
    ];
    let body = paragraph(&body.concat());
    let talk = Parts::of(&body)
        .with(Part::word("comments", &all))
        .with(part("commentsExtended", &format!("{extended}/commentsExtended"), &threads))
        .with(part(
            "commentsIds",
            "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
            &ids,
        ))
        .with(part("people", &format!("{extended}/people"), &people));
    vec![
        Odd::new("empty-comments", &plain().with(Part::word("comments", &empty))),
        Odd::new("threads", &talk),
    ]
}
