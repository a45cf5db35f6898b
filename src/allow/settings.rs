//! What a settings file says: `[[allow]]` with a rule, where it stands and why, and
//! `[files]` with which files to take. Knows TOML, and no file.

use serde::Deserialize;
use toml::{Spanned, Value};

use super::{Allowance, grammar};

/// What a settings file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Its allowances.
    pub allowances: Vec<Entry>,
    /// Patterns of what to take of the files in folders and archives; all without.
    pub include: Vec<Pattern>,
    /// Patterns of what to leave of them.
    pub exclude: Vec<Pattern>,
}

/// A pattern of paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As it is written.
    pub path: Box<str>,
    /// Where it stands and what it is for, for people.
    pub place: Box<str>,
}

/// An allowance of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The drafts that it is for, as a pattern of paths; all of them without.
    pub path: Option<Box<str>>,
    /// What it allows.
    pub allowance: Allowance,
}

/// What is wrong with a settings file, for its author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct SettingsError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there, and what to write.
    pub reason: Box<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    allow: Vec<Spanned<Row>>,
    #[serde(default)]
    files: Files,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    #[serde(default)]
    include: Vec<Spanned<Box<str>>>,
    #[serde(default)]
    exclude: Vec<Spanned<Box<str>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: Option<Spanned<Box<str>>>,
    path: Option<Spanned<Box<str>>>,
    clause: Option<Spanned<Box<str>>>,
    quote: Option<Spanned<Box<str>>>,
    because: Option<Spanned<Box<str>>>,
    until: Option<Spanned<Value>>,
}

/// Reads a settings file that people call `name`.
pub fn parse(text: &str, name: &str) -> Result<Settings, SettingsError> {
    let File { allow, files } = toml::from_str(text).map_err(|it| {
        let at = it.span().map_or(0, |it| it.start);
        error(text, at, it.message().trim())
    })?;
    let entries = allow.into_iter().map(|it| entry(text, name, it));
    let patterns = |key, all: Vec<_>| {
        let all = all.into_iter().map(|it| pattern(text, name, key, it));
        all.collect::<Result<_, _>>()
    };
    Ok(Settings {
        allowances: entries.collect::<Result<_, _>>()?,
        include: patterns("include", files.include)?,
        exclude: patterns("exclude", files.exclude)?,
    })
}

fn pattern(
    text: &str,
    name: &str,
    key: &str,
    value: Spanned<Box<str>>,
) -> Result<Pattern, SettingsError> {
    let at = value.span().start;
    let path = value.into_inner();
    if path.trim().is_empty() {
        let reason =
            format!("`{key}` holds a path without letters; write one or leave it out");
        return Err(error(text, at, &reason));
    }
    let place = format!("{name}, line {}: {key}", line(text, at)).into();
    Ok(Pattern { path, place })
}

fn entry(text: &str, name: &str, row: Spanned<Row>) -> Result<Entry, SettingsError> {
    let at = row.span().start;
    let Row { rule, path, clause, quote, because, until } = row.into_inner();
    let place = format!("{name}, line {}", line(text, at));
    let missing = |what| error(text, at, what);
    let rule = said(text, "rule", rule)?;
    let because = said(text, "because", because)?;
    let rule =
        rule.ok_or_else(|| missing("the allowance names no rule; add `rule = …`"))?;
    let because = because.ok_or_else(|| {
        missing("the allowance gives no reason; add `because = …` with one")
    })?;
    let allowance = Allowance {
        rule,
        because,
        until: until.map(|it| day(text, &it)).transpose()?,
        clause: said(text, "clause", clause)?,
        quote: said(text, "quote", quote)?,
        place: place.into(),
    };
    Ok(Entry { path: said(text, "path", path)?, allowance })
}

/// A value without the blanks around it; one without words is an oversight.
fn said(
    text: &str,
    key: &str,
    value: Option<Spanned<Box<str>>>,
) -> Result<Option<Box<str>>, SettingsError> {
    let Some(value) = value else { return Ok(None) };
    let words = value.get_ref().trim();
    // A pattern may be nothing but signs: `**`.
    let sign = if key == "path" { |_| true } else { char::is_alphanumeric };
    if !words.contains(sign) {
        let reason = format!("`{key}` says nothing; give it words or leave it out");
        return Err(error(text, value.span().start, &reason));
    }
    Ok(Some(words.into()))
}

fn day(text: &str, value: &Spanned<Value>) -> Result<Box<str>, SettingsError> {
    let day = match value.get_ref() {
        Value::String(it) => it.trim().to_owned(),
        other => other.to_string(),
    };
    if !grammar::is_date(&day) {
        let reason = format!("`until` is a day, as 2027-03-31, and not {day}");
        return Err(error(text, value.span().start, &reason));
    }
    Ok(day.into())
}

fn error(text: &str, at: usize, reason: &str) -> SettingsError {
    // Several lines of an error are one sentence to its reader.
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    SettingsError { line: line(text, at), reason: reason.into() }
}

/// The line of a byte, counted from 1.
fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|it| **it == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_key() {
        let text = "\
# Our answers.

[[allow]]
rule = \"CR03\"
path = \"drafts/**/*.docx\"
clause = \"7.1\"
quote = \"MD5\"
because = \" old locks \"
until = 2027-03-31

[[allow]]
rule = \"algorithm-broken\"
because = \"x\"
until = \"2027-04-30\"
";
        let found = parse(text, "reclint.toml").unwrap().allowances;
        let first = Allowance {
            rule: "CR03".into(),
            because: "old locks".into(),
            until: Some("2027-03-31".into()),
            clause: Some("7.1".into()),
            quote: Some("MD5".into()),
            place: "reclint.toml, line 3".into(),
        };
        let path = Some("drafts/**/*.docx".into());
        assert_eq!(found[0], Entry { path, allowance: first });
        assert_eq!(found[1].allowance.until.as_deref(), Some("2027-04-30"));
        assert_eq!(&*found[1].allowance.place, "reclint.toml, line 11");
        assert_eq!(parse("", "reclint.toml"), Ok(Settings::default()));
    }

    #[test]
    fn reads_which_files_to_take() {
        let text = "[files]\ninclude = [\"**/*.docx\"]\nexclude = [\n  \"old\",\n]\n";
        let found = parse(text, "reclint.toml").unwrap();
        let pattern =
            |path: &str, place: &str| Pattern { path: path.into(), place: place.into() };
        assert_eq!(
            found.include,
            [pattern("**/*.docx", "reclint.toml, line 2: include")]
        );
        assert_eq!(found.exclude, [pattern("old", "reclint.toml, line 4: exclude")]);
        check(
            "[files]\nexclude = [\" \"]\n",
            "line 2: `exclude` holds a path without letters; write one or leave it out",
        );
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = parse(text, "reclint.toml").map_err(|it| it.to_string());
        assert_eq!(found.unwrap_err(), expected);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        check(
            "[[allow]]\nbecause = \"x\"\n",
            "line 1: the allowance names no rule; add `rule = …`",
        );
        check(
            "\n[[allow]]\nrule = \"CR03\"\n",
            "line 2: the allowance gives no reason; add `because = …` with one",
        );
        check(
            "[[allow]]\nrule = \"CR03\"\nbecause = \" … \"\n",
            "line 3: `because` says nothing; give it words or leave it out",
        );
        check(
            "[[allow]]\nrule = \"CR03\"\nbecause = \"x\"\nuntil = \"soon\"\n",
            "line 4: `until` is a day, as 2027-03-31, and not soon",
        );
        check(
            "[[allow]]\nrule = \"CR03\"\nreason = \"x\"\n",
            "line 3: unknown field `reason`, expected one of `rule`, `path`, `clause`, \
             `quote`, `because`, `until`",
        );
        check(
            "[[alow]]\nrule = \"CR03\"\n",
            "line 1: unknown field `alow`, expected `allow` or `files`",
        );
        check(
            "[allow]\nrule = \"CR03\"\n",
            "line 1: invalid type: map, expected a sequence",
        );
    }
}
