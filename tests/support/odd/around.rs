//! Oddities around the text: what its runs stand in.

use super::frame::{BY, Odd, Part, Parts, SPACES, paragraph, run, sentence};

/// Files whose words stand in something.
pub(super) fn all() -> Vec<Odd> {
    [notes(), tables(), changes(), boxes(), controls(), fields(), across()]
        .into_iter()
        .flatten()
        .collect()
}

const WHOLE: &str = "The image shall be protected with MD5.";

fn notes() -> Vec<Odd> {
    let of = |kind: &str| {
        let note = |id: u8, kind_of: &str, inside: &str| {
            format!("<w:{kind} {kind_of}w:id=\"{id}\"><w:p>{inside}</w:p></w:{kind}>")
        };
        let text = format!(
            "<w:{kind}s {SPACES}>{}{}{}</w:{kind}s>",
            note(0, "w:type=\"separator\" ", "<w:r><w:separator/></w:r>"),
            note(
                1,
                "w:type=\"continuationSeparator\" ",
                "<w:r><w:continuationSeparator/></w:r>"
            ),
            note(2, "", &format!("<w:r><w:{kind}Ref/></w:r>{}", run(WHOLE)))
        );
        let body = paragraph(&format!(
            "{}<w:r><w:{kind}Reference w:id=\"2\"/></w:r>{}",
            run("The image is protected"),
            run(" in the end.")
        ));
        Parts::of(&body).with(Part::word(&format!("{kind}s"), &text))
    };
    vec![
        Odd::new("footnote", &of("footnote")).hosted("footnote"),
        Odd::new("endnote", &of("endnote")).hosted("endnote"),
    ]
}

fn table(inside: &str) -> String {
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"4000\"/></w:tblGrid>{inside}</w:tbl>"
    )
}

fn row(cell: &str) -> String {
    format!(
        "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"4000\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc></w:tr>"
    )
}

fn tables() -> Vec<Odd> {
    let cell = table(&format!(
        "{}{}",
        row(&paragraph(&run("Rule"))),
        row(&paragraph(&run(WHOLE)))
    ));
    let nested =
        table(&row(&format!("{}{}", table(&row(&paragraph(&run(WHOLE)))), "<w:p/>")));
    let inserted = table(&format!(
        "{}<w:tr><w:trPr><w:ins w:id=\"1\" {BY}/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"4000\" w:type=\"dxa\"/></w:tcPr>\
         <w:p><w:pPr><w:rPr><w:ins w:id=\"2\" {BY}/></w:rPr></w:pPr><w:ins w:id=\"3\" {BY}>{}</w:ins></w:p></w:tc></w:tr>",
        row(&paragraph(&run("Rule"))),
        run(WHOLE)
    ));
    vec![
        Odd::of("table-cell", &cell),
        Odd::of("nested-table", &nested),
        Odd::of("inserted-row", &inserted),
    ]
}

fn changes() -> Vec<Odd> {
    let inserted = format!("<w:ins w:id=\"1\" {BY}>{}</w:ins>", run("MD5 or more"));
    let gone = |id: u8, text: &str| {
        format!(
            "<w:del w:id=\"{id}\" {BY}><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
        )
    };
    let beside =
        format!("{}{}{}", gone(1, "SHA-256 or "), run("MD5"), gone(2, " or better"));
    let between = format!("{}{}{}", run("M"), gone(1, "AC and M"), run("D5"));
    let joined = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\" {BY}/></w:rPr></w:pPr>{}</w:p>{}",
        run("The image shall be protected "),
        paragraph(&run("with MD5."))
    );
    let moved = format!(
        "<w:p><w:moveFromRangeStart w:id=\"1\" {BY} w:name=\"move1\"/><w:moveFrom w:id=\"2\" {BY}>{}</w:moveFrom><w:moveFromRangeEnd w:id=\"1\"/>{}</w:p>\
         <w:p>{}<w:moveToRangeStart w:id=\"3\" {BY} w:name=\"move1\"/><w:moveTo w:id=\"4\" {BY}>{}</w:moveTo><w:moveToRangeEnd w:id=\"3\"/></w:p>",
        run(WHOLE),
        run("Nothing else is needed."),
        run("It is said here. "),
        run(WHOLE)
    );
    vec![
        Odd::of("inserted", &sentence(&inserted)),
        Odd::of("deleted-beside", &sentence(&beside)),
        Odd::of("deleted-between", &sentence(&between)),
        Odd::of("joined-paragraphs", &joined),
        Odd::of("moved", &moved),
    ]
}

fn boxes() -> Vec<Odd> {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run(WHOLE)));
    let shape = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"2000000\" cy=\"500000\"/><wp:docPr id=\"1\" name=\"Box\"/><wp:cNvGraphicFramePr/>\
         <a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\">\
         <wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"2000000\" cy=\"500000\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>\
         </a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>\
         <v:shape id=\"box\" style=\"width:150pt;height:40pt\"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    );
    let old = format!(
        "<w:r><w:pict><v:shape id=\"box\" style=\"width:150pt;height:40pt\"><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    );
    let around = |shape: &str| {
        paragraph(&format!("{}{shape}{}", run("See the box"), run(" beside this.")))
    };
    let beside = format!(
        "{}<w:r>{}</w:r>{}",
        run("The size of the key is"),
        shape.replace(WHOLE, "A box."),
        run(" TBD.")
    );
    vec![
        Odd::of("box-inside", &paragraph(&beside)).about("The size of the key is TBD."),
        Odd::of("text-box", &around(&format!("<w:r>{shape}</w:r>"))).hosted("text box"),
        Odd::of("old-text-box", &around(&old)).hosted("text box"),
    ]
}

fn controls() -> Vec<Odd> {
    let control = |id: u8, inside: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:id w:val=\"{id}\"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        )
    };
    let cell = table(&format!(
        "<w:tr>{}</w:tr>",
        control(
            3,
            &format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"4000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
                paragraph(&run(WHOLE))
            )
        )
    ));
    let link = format!(
        "<w:hyperlink w:anchor=\"image\" w:history=\"1\">{}</w:hyperlink>",
        run("the MD5 digest")
    );
    let half = format!(
        "{}<w:hyperlink w:anchor=\"image\">{}</w:hyperlink>",
        run("M"),
        run("D5 as there")
    );
    let tag = format!(
        "<w:smartTag w:uri=\"urn:example\" w:element=\"name\">{}</w:smartTag>",
        run("MD5")
    );
    vec![
        Odd::of("control-inline", &sentence(&control(1, &run("MD5")))),
        Odd::of("control-block", &control(2, &paragraph(&run(WHOLE))))
            // LibreOffice loses the words of such a control if a comment stands in it.
            .hosted("content control"),
        Odd::of("control-cell", &cell),
        Odd::of("hyperlink", &sentence(&link)),
        Odd::of("half-in-hyperlink", &sentence(&half)),
        Odd::of("smart-tag", &sentence(&tag)),
    ]
}

fn fields() -> Vec<Odd> {
    let mark = |it: &str| format!("<w:r><w:fldChar w:fldCharType=\"{it}\"/></w:r>");
    let field = |code: &str, result: &str| {
        format!(
            "{}<w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>{}{result}{}",
            mark("begin"),
            mark("separate"),
            mark("end")
        )
    };
    let simple =
        format!("<w:fldSimple w:instr=\" REF image \\h \">{}</w:fldSimple>", run("MD5"));
    let line = |inside: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr>{inside}</w:p>")
    };
    let contents = format!(
        "{}{}{}",
        line(&format!(
            "{}<w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-3\" \\h </w:instrText></w:r>{}{}",
            mark("begin"),
            mark("separate"),
            run("6 Integrity with MD5 3")
        )),
        line(&format!("{}{}", run("7 Security considerations 4"), mark("end"))),
        paragraph(&run(WHOLE))
    );
    vec![
        Odd::of("field-result", &sentence(&field("REF image \\h", &run("MD5")))),
        Odd::of(
            "half-in-field",
            &sentence(&format!("{}{}", run("M"), field("REF image", &run("D5")))),
        ),
        Odd::of("field-simple", &sentence(&simple)),
        Odd::of("contents", &contents),
    ]
}

/// A sentence that is at fault as a whole, and begins or ends in something.
fn across() -> Vec<Odd> {
    let of = |name, inside: &str| {
        Odd::of(name, &paragraph(inside)).about("The size of the key is TBD.")
    };
    let ins = |text: &str| format!("<w:ins w:id=\"1\" {BY}>{}</w:ins>", run(text));
    let link = |text: &str| {
        format!("<w:hyperlink w:anchor=\"image\">{}</w:hyperlink>", run(text))
    };
    let mark = |it: &str| format!("<w:r><w:fldChar w:fldCharType=\"{it}\"/></w:r>");
    let begin = format!(
        "{}<w:r><w:instrText> REF a </w:instrText></w:r>{}",
        mark("begin"),
        mark("separate")
    );
    let del =
        format!("<w:del w:id=\"2\" {BY}><w:r><w:delText>not </w:delText></w:r></w:del>");
    let (start, rest) = (run("The size of the key "), run("is TBD."));
    vec![
        of("out-of-insertion", &format!("{}{rest}", ins("The size of the key "))),
        of("into-insertion", &format!("{start}{}", ins("is TBD."))),
        of("out-of-hyperlink", &format!("{}{rest}", link("The size of the key "))),
        of("into-hyperlink", &format!("{start}{}{}", ins("is "), link("TBD."))),
        of("out-of-field", &format!("{begin}{start}{}{rest}", mark("end"))),
        of("into-field", &format!("{start}{begin}{rest}{}", mark("end"))),
        of(
            "deletion-first",
            &format!("{del}{start}{rest}{del}").replacen("\"2\"", "\"3\"", 1),
        ),
        of("deletion-inside", &format!("{start}{del}{rest}")),
    ]
}
