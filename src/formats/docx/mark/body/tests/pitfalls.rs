//! What is known to go wrong, and does not.

use super::*;

#[test]
fn a_run_is_cut_where_the_words_begin_and_end() {
    check(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>It uses MD5 here</w:t></w:r></w:p>",
        &["MD5"],
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">It uses </w:t></w:r>\
         [0 <w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">MD5</w:t></w:r> 0]\
         <w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> here</w:t></w:r></w:p>",
    );
}

#[test]
fn whole_runs_are_not_cut() {
    let run = |it: &str| format!("<w:r><w:t>{it}</w:t></w:r>");
    check(
        &format!("<w:p>{}{}{}</w:p>", run("a"), run("bc"), run("d")),
        &["bc"],
        &format!("<w:p>{}[0 {} 0]{}</w:p>", run("a"), run("bc"), run("d")),
    );
}

#[test]
fn comments_may_touch_and_nest_and_be_equal() {
    let t = "<w:t xml:space=\"preserve\">";
    check(
        "<w:p><w:r><w:t>abcd</w:t></w:r></w:p>",
        &["ab", "cd", "abcd", "cd", "bc"],
        &format!(
            "<w:p>[0 [2 <w:r>{t}a</w:t></w:r>[4 <w:r>{t}b</w:t></w:r> 0][1 [3 \
             <w:r>{t}c</w:t></w:r> 4]<w:r>{t}d</w:t></w:r> 1] 2] 3]</w:p>"
        ),
    );
}

#[test]
fn a_copied_change_of_properties_has_a_number_of_its_own() {
    let changed = |id: u32| {
        format!(
            "<w:rPr><w:b/><w:rPrChange w:id=\"{id}\" w:author='A'><w:rPr/></w:rPrChange></w:rPr>"
        )
    };
    let source = document(&format!("<w:p><w:r>{}<w:t>abc</w:t></w:r></w:p>", changed(7)));
    let edited = written(&source, &on(&source, &["b"]));
    for id in [7, 100, 101] {
        let found = edited.text.matches(&format!("rPrChange w:id=\"{id}\"")).count();
        assert_eq!(found, 1, "{}", edited.text);
    }
    assert_eq!(edited.ids, [Some(102)]);
    assert_eq!(marked(&edited.text, 102, View::Final), "b");
}

#[test]
fn blanks_that_did_not_count_still_do_not() {
    let t = "<w:t xml:space=\"preserve\">";
    check(
        "<w:p><w:r><w:t>\n a b &#32; </w:t></w:r><w:r><w:t>c</w:t></w:r></w:p>",
        &["b"],
        &format!(
            "<w:p><w:r>{t}a </w:t></w:r>[0 <w:r>{t}b</w:t></w:r> 0]\
             <w:r><w:t>c</w:t></w:r></w:p>"
        ),
    );
    // Where nothing is cut, nothing changes.
    check(
        "<w:p><w:r><w:t> a </w:t></w:r></w:p>",
        &["a"],
        "<w:p>[0 <w:r><w:t> a </w:t></w:r> 0]</w:p>",
    );
    check(
        "<w:p><w:r><w:t xml:space='default' a='\"'>ab</w:t ></w:r></w:p>",
        &["b"],
        "<w:p><w:r><w:t xml:space=\"preserve\" a='\"'>a</w:t></w:r>\
         [0 <w:r><w:t xml:space=\"preserve\" a='\"'>b</w:t ></w:r> 0]</w:p>",
    );
}

#[test]
fn entities_stay_whole_and_a_bracket_ends_nothing() {
    let t = "<w:t xml:space=\"preserve\">";
    check(
        "<w:p><w:r><w:t>R&amp;D]x</w:t></w:r></w:p>",
        &["&", "D"],
        &format!(
            "<w:p><w:r>{t}R</w:t></w:r>[0 <w:r>{t}&amp;</w:t></w:r> 0][1 \
             <w:r>{t}D</w:t></w:r> 1]<w:r>{t}]x</w:t></w:r></w:p>"
        ),
    );
    check(
        "<w:p><w:r><w:t>z</w:t></w:r><w:r><w:t><![CDATA[a b]]> c</w:t></w:r></w:p>",
        &["b", "c"],
        "<w:p><w:r><w:t>z</w:t></w:r>[0 [1 <w:r><w:t><![CDATA[a b]]> c</w:t></w:r> 0] 1]</w:p>",
    );
}

#[test]
fn signs_stay_whole() {
    check(
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>a</w:t><w:tab/><w:t>b</w:t>\
         <w:lastRenderedPageBreak/><w:noBreakHyphen/><w:softHyphen/><w:t>c</w:t></w:r></w:p>",
        &["a", "-", "c"],
        "<w:p>[0 <w:r><w:lastRenderedPageBreak/><w:t>a</w:t></w:r> 0]<w:r><w:tab/><w:t>b</w:t>\
         <w:lastRenderedPageBreak/></w:r>[1 <w:r><w:noBreakHyphen/></w:r> 1]<w:r><w:softHyphen/>\
         </w:r>[2 <w:r><w:t>c</w:t></w:r> 2]</w:p>",
    );
}

#[test]
fn comments_stand_inside_of_insertions_links_and_controls() {
    for (open, close) in [
        ("<w:ins w:id='1'>", "</w:ins>"),
        ("<w:moveTo w:id='1'>", "</w:moveTo>"),
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<w:smartTag>", "</w:smartTag>"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    ] {
        check(
            &format!(
                "<w:p>{open}<w:r><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>{close}</w:p>"
            ),
            &["b"],
            &format!(
                "<w:p>{open}<w:r><w:t>a</w:t></w:r>[0 <w:r><w:t>b</w:t></w:r> 0]{close}</w:p>"
            ),
        );
    }
}

#[test]
fn comments_stand_around_what_takes_none_inside() {
    for whole in [
        "<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent><w:r><w:t>a b</w:t></w:r>\
         </w:sdtContent></w:sdt>",
        "<w:fldSimple w:instr='REF x'><w:r><w:t>a b</w:t></w:r></w:fldSimple>",
        "<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a b</w:t></w:r>\
         </w:rubyBase></w:ruby></w:r>",
        "<m:oMathPara><m:oMath><m:r><m:t>a b</m:t></m:r></m:oMath></m:oMathPara>",
        "<mc:AlternateContent><mc:Choice><w:r><w:t>a b</w:t></w:r></mc:Choice><mc:Fallback>\
         <w:r><w:t>a b</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ] {
        let rest = "<w:r><w:t>c</w:t></w:r>";
        check(
            &format!("<w:p>{rest}{whole}{rest}</w:p>"),
            &["b"],
            &format!("<w:p>{rest}[0 {whole} 0]{rest}</w:p>"),
        );
    }
}

#[test]
fn no_comment_stands_in_a_deletion() {
    let body = "<w:p><w:r><w:t>a</w:t></w:r><w:del w:id='1'><w:r><w:delText>b c</w:delText>\
                </w:r></w:del></w:p>";
    let source = document(body);
    let edited = written(&source, &[wanted(&source, View::Original, 1, 1)]);
    let expected = "<w:commentRangeStart w:id=\"100\"/><w:del w:id='1'>";
    assert!(edited.text.contains(expected), "{}", edited.text);
    assert!(edited.text.contains("</w:del><w:commentRangeEnd"), "{}", edited.text);
    assert_eq!(edited.why, [None]);
}

#[test]
fn a_comment_may_end_in_another_paragraph_or_element() {
    let run = |it: &str| format!("<w:r><w:t>{it}</w:t></w:r>");
    let (a, b, c, d) = (run("a"), run("b"), run("c"), run("d"));
    check(
        &format!(
            "<w:p>{a}<w:ins>{b}</w:ins></w:p><w:p><w:hyperlink>{c}{d}</w:hyperlink></w:p>"
        ),
        &["b\nc"],
        &format!(
            "<w:p>{a}<w:ins>[0 {b}</w:ins></w:p><w:p><w:hyperlink>{c} 0]{d}</w:hyperlink></w:p>"
        ),
    );
}

const FIELD: [&str; 3] = ["begin", "separate", "end"];

fn field(instruction: &str, result: &str) -> String {
    let [begin, separate, end] =
        FIELD.map(|it| format!("<w:r><w:fldChar w:fldCharType=\"{it}\"/></w:r>"));
    format!(
        "{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}{result}{end}"
    )
}

#[track_caller]
fn elsewhere(source: &str, word: &str, host: &str, why: &str) {
    let edited = written(source, &on(source, &[word]));
    assert_eq!(edited.why, [Some(why.into())]);
    assert_eq!(marked(&edited.text, 100, View::Final), host);
    assert_eq!(words(&edited.text, View::Final), words(source, View::Final));
}

#[test]
fn comments_on_a_table_of_contents_stand_before_it() {
    let lines = "<w:r><w:t>1 Scope</w:t></w:r>";
    let heading = "<w:p><w:r><w:t>Contents</w:t></w:r></w:p>";
    let source = document(&format!("{heading}<w:p>{}</w:p>", field("TOC \\o", lines)));
    elsewhere(&source, "Scope", "Contents", "a table of contents");
    // One that never ends is none.
    let open = source.replace("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>", "");
    let edited = written(&open, &on(&open, &["Scope"]));
    assert_eq!(edited.why, [None]);
    assert_eq!(marked(&edited.text, 100, View::Final), "Scope");
}

#[test]
fn comments_stand_in_a_link_and_around_what_other_fields_show() {
    let result = "<w:r><w:t>clause 6</w:t></w:r>";
    let page = field("PAGEREF x", "");
    let check = |field: &str, expected: &str| {
        let source = document(&format!(
            "<w:p><w:r><w:t>see</w:t></w:r>{field}<w:r><w:t>z</w:t></w:r></w:p>"
        ));
        let edited = written(&source, &on(&source, &["clause"]));
        assert_eq!(edited.why, [None]);
        assert_eq!(marked(&edited.text, 100, View::Final), expected);
        let outside =
            edited.text.contains("<w:commentReference w:id=\"100\"/></w:r><w:r><w:t>z");
        assert_eq!(outside, !field.contains("PAGEREF"), "{}", edited.text);
    };
    check(&field("HYPERLINK x", &format!("{result}{page}")), "clause");
    check(&field("REF x", result), "clause 6");
    check(&field("REF x", &field("HYPERLINK x", result)), "clause 6");
    let one = "<w:fldChar w:fldCharType=\"begin\"/><w:instrText>SEQ</w:instrText>\
               <w:fldChar w:fldCharType=\"separate\"/><w:t>clause</w:t>\
               <w:fldChar w:fldCharType=\"end\"/>";
    check(&format!("<w:r>{one}</w:r>"), "clause");
}

#[test]
fn no_comment_stands_where_libreoffice_loses_words() {
    let p = |it: &str| format!("<w:p><w:r><w:t>{it}</w:t></w:r></w:p>");
    let control = |it: &str| format!("<w:sdt><w:sdtContent>{it}</w:sdtContent></w:sdt>");
    let source = document(&(p("host") + &control(&(p("first") + &p("second")))));
    elsewhere(&source, "first", "host", "a content control");
    let edited = written(&source, &on(&source, &["second"]));
    assert_eq!(edited.why, [None]);
    // Better there than nowhere.
    let only = document(&control(&p("only")));
    let edited = written(&only, &on(&only, &["only"]));
    assert_eq!(marked(&edited.text, 100, View::Final), "only");
}

#[test]
fn comments_on_a_text_box_stand_around_its_run() {
    let inside = "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent>";
    let source = document(&format!(
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{inside}\
         </w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r></w:p>"
    ));
    let edited = written(&source, &on(&source, &["box"]));
    assert_eq!(edited.why, [Some("a text box".into())]);
    let start = "<w:commentRangeStart w:id=\"100\"/><w:r><mc:AlternateContent>";
    assert!(edited.text.contains(start), "{}", edited.text);
    let end = "</mc:AlternateContent></w:r><w:commentRangeEnd";
    assert!(edited.text.contains(end), "{}", edited.text);
}

#[test]
fn comments_on_notes_stand_on_their_references() {
    let source = document(
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:id=\"4\"/></w:r>\
         <w:r><w:t>b</w:t></w:r></w:p>",
    );
    let notes = "<w:footnotes><w:footnote w:id='0'><w:p/></w:footnote><w:footnote w:id='4'>\
                 <w:p/><w:p/></w:footnote></w:footnotes>";
    let at = |part, paragraph| {
        let origin = Origin::Run { part, paragraph, run: 0, offset: 0 };
        Wanted { at: Place::Words { first: origin, last: origin } }
    };
    let gone = BTreeSet::new();
    let main = Main { notes: [Some(notes), None], ..bare(&source, &gone) };
    let edited = edit_all(&main, &[at(1, 2), at(2, 0)]);
    assert_eq!(edited.why, [Some("a footnote".into()), Some("an endnote".into())]);
    let start = "<w:commentRangeStart w:id=\"100\"/><w:r><w:footnoteReference w:id=\"4\"/></w:r>\
                 <w:commentRangeEnd";
    assert!(edited.text.contains(start), "{}", edited.text);
}

#[test]
fn what_has_no_place_stands_on_the_first_words_near_it() {
    let source = document(
        "<w:p/><w:p><w:r><w:t>Recommendation ITU-T X.1</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>",
    );
    let at = |paragraph| {
        let origin = Origin::Run { part: 0, paragraph, run: 3, offset: 9 };
        Wanted { at: Place::Words { first: origin, last: origin } }
    };
    let draft = Wanted { at: Place::Draft };
    let edited = written(&source, &[draft, at(0), at(99)]);
    assert!(edited.why[0].is_none() && edited.why[1].is_some(), "{:?}", edited.why);
    let stand = |id| marked(&edited.text, id, View::Final);
    assert_eq!([100, 101, 102].map(stand), ["Recommendation", "Recommendation", "b"]);
    let nothing = document("<w:p/>");
    assert_eq!(written(&nothing, &[draft]).ids, [None]);
    assert_eq!(written(&nothing, &[draft]).text, nothing);
}

#[test]
fn the_words_of_word_are_called_as_in_the_file() {
    const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let check = |root: &str, prefix: &str, expected: &str| {
        let name = |it: &str| format!("{prefix}{it}");
        let [document, p, r, t] = ["document", "p", "r", "t"].map(name);
        let source = format!(
            "<?xml version=\"1.0\"?><{document} {root}><{p}><{r}><{t}>a</{t}></{r}></{p}></{document}>"
        );
        let text = written(&source, &on(&source, &["a"])).text;
        assert!(text.contains(expected), "{text}");
        assert_eq!(words(&text, View::Final), "a\n");
    };
    check(&format!("xmlns:x='{STRICT}'"), "x:", "<x:commentRangeStart x:id=\"100\"/>");
    let both = format!("xmlns='{STRICT}' xmlns:y='{STRICT}'");
    check(&both, "", "<r><commentReference y:id=\"100\"/></r>");
    let only = format!("<commentRangeStart xmlns:w=\"{STRICT}\" w:id=\"100\"/>");
    check(&format!("xmlns='{STRICT}'"), "", &only);
}

#[test]
fn references_have_the_style_that_the_file_has_for_them() {
    let source = document("<w:p><w:r><w:t>a</w:t></w:r></w:p>");
    let gone = BTreeSet::new();
    let main = Main { style: Some("A&B"), ..bare(&source, &gone) };
    let text = edit_all(&main, &on(&source, &["a"])).text;
    let expected = "<w:r><w:rPr><w:rStyle w:val=\"A&amp;B\"/></w:rPr><w:commentReference";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn no_more_comments_than_word_opens_and_people_read() {
    let source = document("<w:p><w:r><w:t>a</w:t></w:r></w:p>");
    let all = vec![on(&source, &["a"])[0]; 501];
    let written = |kept: usize| {
        let gone = BTreeSet::new();
        let edited = edit_all(&Main { kept, ..bare(&source, &gone) }, &all);
        edited.ids.iter().flatten().count()
    };
    assert_eq!(written(0), 500);
    assert_eq!(written(32_764), 3);
    assert_eq!(written(40_000), 0);
}

#[test]
fn only_our_own_comments_are_taken_away() {
    let comment = |id: u32| {
        format!(
            "<w:commentRangeStart w:id=\"{id}\"/><w:r><w:t>a{id}</w:t></w:r>\
             <w:commentRangeEnd w:id=\"{id}\"></w:commentRangeEnd><w:r><w:rPr><w:b/></w:rPr>\
             <w:commentReference w:id=\"{id}\"/></w:r>"
        )
    };
    let mixed = "<w:r><w:t>x</w:t><w:commentReference w:id=\"5\"/></w:r>";
    let source = document(&format!("<w:p>{}{}{mixed}</w:p>", comment(4), comment(5)));
    let gone = BTreeSet::from([5]);
    let text = edit_all(&bare(&source, &gone), &[]).text;
    let rest = "<w:r><w:t>a5</w:t></w:r><w:r><w:t>x</w:t></w:r>";
    assert_eq!(text, document(&format!("<w:p>{}{rest}</w:p>", comment(4))));
}

#[test]
fn right_to_left_and_chinese_keep_their_properties() {
    let run = "<w:r><w:rPr><w:rtl/><w:lang w:bidi='ar-SA'/></w:rPr><w:t>";
    let source = document(&format!("<w:p>{run}مفتاح سري 密钥</w:t></w:r></w:p>"));
    let edited = written(&source, &on(&source, &["سري", "密"]));
    assert_eq!(marked(&edited.text, 100, View::Final), "سري");
    assert_eq!(marked(&edited.text, 101, View::Final), "密");
    assert_eq!(edited.text.matches("<w:rtl/><w:lang w:bidi='ar-SA'/>").count(), 5);
}

#[test]
fn a_run_with_endless_properties_is_not_cut() {
    let properties = format!("<w:rPr>{}</w:rPr>", "<w:b/>".repeat(9_999));
    let run = format!("<w:r>{properties}<w:t>a b</w:t></w:r>");
    check(&format!("<w:p>{run}</w:p>"), &["b"], &format!("<w:p>[0 {run} 0]</w:p>"));
}
