//! Oddities in the text itself: runs and what they hold.

use super::frame::{BY, Odd, paragraph, run, sentence};

/// Files whose words are written in an odd way.
pub(super) fn all() -> Vec<Odd> {
    [letters(), runs(), scripts()].into_iter().flatten().collect()
}

fn letters() -> Vec<Odd> {
    let text = |inside: &str| paragraph(&format!("<w:r>{inside}</w:r>"));
    let cdata = "<w:t><![CDATA[The image & all its parts shall be protected with MD5]]> as follows]</w:t>";
    let entities = "<w:t>R&amp;D &#x2013; the image shall be protected with &quot;MD5&quot;&#160;&lt;1&gt; &amp;c.</w:t>";
    vec![
        // The first half of a split run ends in a blank, and nothing says that it counts.
        Odd::of(
            "blanks",
            &text(
                "<w:t>  The image shall be protected with MD5 always. </w:t><w:t xml:space=\"preserve\"> Or not.</w:t><w:t/>",
            ),
        ),
        Odd::of("cdata", &text(cdata)).whole(),
        Odd::of("entities", &text(entities)),
        Odd::of(
            "soft-hyphen",
            &text(
                "<w:t>The image shall be protected with M</w:t><w:softHyphen/><w:t>D5.</w:t>",
            ),
        ),
        Odd::of(
            "no-break-hyphen",
            &text(
                "<w:t>The image shall be protected with SHA</w:t><w:noBreakHyphen/><w:t>1 only.</w:t>",
            ),
        )
        .about("SHA-1"),
        Odd::of(
            "tab-and-break",
            &text(
                "<w:t>The image shall be protected with</w:t><w:tab/><w:t>MD5</w:t><w:br/><w:t>in all cases.</w:t>",
            ),
        ),
        Odd::of(
            "page-break",
            &text(
                "<w:t>The image shall be protected with M</w:t><w:lastRenderedPageBreak/><w:t>D5</w:t><w:br w:type=\"page\"/><w:t>or not at all.</w:t>",
            ),
        ),
        Odd::of(
            "symbol",
            &text(
                "<w:t>The image shall be protected with </w:t><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>MD5.</w:t>",
            ),
        ),
    ]
}

fn runs() -> Vec<Odd> {
    let changed = format!(
        "<w:r><w:rPr><w:b/><w:rPrChange w:id=\"5\" {BY}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>\
         <w:t>The image shall be protected with MD5.</w:t></w:r>"
    );
    let words = "The image shall be protected with MD5, that is, with MD5.";
    let high = format!(
        "<w:bookmarkStart w:id=\"2147483646\" w:name=\"image\"/><w:ins w:id=\"2147483645\" {BY}>{}</w:ins>\
         <w:bookmarkEnd w:id=\"2147483646\"/>",
        run(words)
    );
    let of = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let three = format!("{}{}{}", of("<w:b/>", "M"), of("<w:i/>", "D"), run("5"));
    let crossing = format!(
        "{}<w:bookmarkStart w:id=\"1\" w:name=\"a\"/>{}<w:bookmarkStart w:id=\"2\" w:name=\"b\"/>{}<w:bookmarkEnd w:id=\"1\"/>{}<w:bookmarkEnd w:id=\"2\"/>",
        run("The image shall be protected with M"),
        run("D"),
        run("5 and"),
        run(" more."),
    );
    let permitted = format!(
        "<w:proofErr w:type=\"spellStart\"/><w:permStart w:id=\"7\" w:edGrp=\"everyone\"/>{}<w:proofErr w:type=\"spellEnd\"/>{}<w:permEnd w:id=\"7\"/>",
        run("MD"),
        run("5")
    );
    vec![
        Odd::of("format-change", &paragraph(&changed)),
        Odd::of("high-ids", &paragraph(&high)),
        Odd::of("three-runs", &sentence(&three)),
        Odd::of("bookmarks", &paragraph(&crossing)),
        Odd::of("permissions", &sentence(&permitted)),
    ]
}

fn scripts() -> Vec<Odd> {
    let right = |text: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:cs=\"Arial\"/><w:rtl/><w:lang w:bidi=\"ar-SA\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    let arabic = format!(
        "<w:p><w:pPr><w:bidi/></w:pPr>{}{}{}</w:p>",
        right("يجب حماية الصورة: The image shall be protected with MD5 "),
        right("(خوارزمية MD5)"),
        run(".")
    );
    let chinese = "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Arial\" w:eastAsia=\"SimSun\" w:hint=\"eastAsia\"/><w:lang w:eastAsia=\"zh-CN\"/></w:rPr><w:t>映像应受保护（The image shall be protected with MD5）。软件映像。</w:t></w:r></w:p>";
    let ruby = "<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val=\"center\"/><w:hps w:val=\"10\"/><w:hpsRaise w:val=\"18\"/><w:hpsBaseText w:val=\"20\"/><w:lid w:val=\"ja-JP\"/></w:rubyPr><w:rt><w:r><w:t>エムディー</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>MD5</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let math = format!(
        "<m:oMath><m:r><m:t>x&gt;1</m:t></m:r></m:oMath>{}<m:oMath><m:r><m:t>y</m:t></m:r></m:oMath>",
        run(" and MD5 ")
    );
    vec![
        Odd::of("arabic", &arabic),
        Odd::of("chinese", chinese),
        Odd::of("ruby", &sentence(ruby)),
        Odd::of("math", &sentence(&math)),
    ]
}
