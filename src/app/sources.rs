use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use walkdir::{DirEntry, WalkDir};

use super::Job;
use crate::report::NotRead;

/// What there is to read.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub drafts: Vec<Source>,
    pub missing: Vec<Missing>,
}

/// A file that may be a draft.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path as given, or as found below a folder that was given.
    pub path: Box<str>,
    /// Where its bytes are; the standard input has no place.
    pub file: Option<PathBuf>,
    /// Its path below the folder that it was found in.
    pub below: Option<PathBuf>,
    /// Whether it was named itself, and not found in a folder.
    pub given: bool,
    /// How many bytes it has, as far as is known before it is read.
    pub bytes: u64,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missing {
    pub file: NotRead,
}

impl Missing {
    pub(super) fn new(path: &str, why: impl Into<Box<str>>, wanted: bool) -> Self {
        Self { file: NotRead { path: path.into(), why: why.into(), wanted } }
    }
}

/// Every file that the job names, itself or by its folder, once.
pub(super) fn find(job: &Job) -> Result<Sources> {
    let stdin = Path::new("-");
    let mut paths = job.paths.clone();
    let listed = job.files_from.as_deref();
    if listed == Some(stdin) && paths.iter().any(|it| it == stdin) {
        bail!("the standard input cannot be both a draft and the list of drafts");
    }
    if let Some(list) = listed {
        paths.extend(lines(list)?);
    }
    if paths.is_empty() {
        bail!("no draft was named: give a file, a folder, or - for the standard input");
    }
    let mut found = Sources::default();
    for path in &paths {
        if path == stdin {
            let path = job.stdin_name.as_str().into();
            found.drafts.push(Source {
                path,
                file: None,
                below: None,
                given: true,
                bytes: 0,
            });
            continue;
        }
        let shown = path.to_string_lossy();
        match fs::metadata(path) {
            Ok(it) if it.is_dir() => walk(path, &mut found),
            Ok(it) => found.given(path, it.len()),
            Err(err) => found.missing.push(Missing::new(&shown, because(&err), true)),
        }
    }
    found.merge();
    found.missing.sort();
    found.missing.dedup();
    Ok(found)
}

fn lines(list: &Path) -> Result<Vec<PathBuf>> {
    let mut text = String::new();
    if list == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(list).map(|it| text = it)
    }
    .with_context(|| format!("--files-from: cannot read {}", list.display()))?;
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    Ok(lines.map(PathBuf::from).collect())
}

impl Sources {
    /// Leaves each file once, as given if it was named itself somewhere.
    fn merge(&mut self) {
        let mut seen: BTreeMap<_, usize> = BTreeMap::new();
        let mut once: Vec<Source> = Vec::with_capacity(self.drafts.len());
        for it in std::mem::take(&mut self.drafts) {
            let same =
                |file: &PathBuf| fs::canonicalize(file).unwrap_or_else(|_| file.clone());
            match seen.entry(it.file.as_ref().map(same)) {
                Entry::Occupied(at) => once[*at.get()].given |= it.given,
                Entry::Vacant(at) => {
                    at.insert(once.len());
                    once.push(it);
                }
            }
        }
        // What its folder was told to leave and somebody named is read all the same.
        let given: BTreeSet<_> = once.iter().map(|it| &it.path).collect();
        self.missing.retain(|it| !given.contains(&it.file.path));
        self.drafts = once;
    }

    fn given(&mut self, path: &Path, bytes: u64) {
        let shown = path.to_string_lossy();
        if let Kind::Archive = kind(path) {
            self.missing.push(Missing::new(&shown, ARCHIVE, true));
            return;
        }
        self.drafts.push(Source {
            path: shown.into(),
            file: Some(path.to_owned()),
            below: None,
            given: true,
            bytes,
        });
    }
}

fn walk(folder: &Path, found: &mut Sources) {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|it| it.depth() == 0 || !left_alone(it)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(err) => {
                let path = err.path().unwrap_or(folder).to_string_lossy();
                let why = err.io_error().map_or_else(|| err.to_string(), because);
                found.missing.push(Missing::new(&path, why, true));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().to_string_lossy();
        let why = match kind(entry.path()) {
            _ if entry.path_is_symlink() => {
                "a link: name it itself to have it checked".to_owned()
            }
            _ if !entry.file_type().is_file() => "not a file".to_owned(),
            Kind::Draft => {
                let bytes = entry.metadata().map_or(0, |it| it.len());
                let file = Some(entry.path().to_owned());
                found.drafts.push(Source {
                    path: path.into(),
                    file,
                    below: entry.path().strip_prefix(folder).ok().map(Path::to_owned),
                    given: false,
                    bytes,
                });
                continue;
            }
            Kind::Archive => ARCHIVE.to_owned(),
            Kind::Other(what) => format!("not a document: {what}"),
            Kind::Unknown => match entry.path().extension() {
                Some(it) => {
                    format!("not a document: no draft ends in .{}", it.to_string_lossy())
                }
                None => "not a document: its name has no ending".to_owned(),
            },
        };
        found.missing.push(Missing::new(&path, why, false));
    }
}

/// What programs leave in folders and nobody wrote.
fn left_alone(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    // `~$draft.docx` is where Word notes who has draft.docx open.
    name.starts_with('.')
        || name.starts_with("~$")
        || ["__MACOSX", "Thumbs.db", "desktop.ini"].contains(&&*name)
}

const ARCHIVE: &str =
    "an archive: archives are not read by this version, unpack it first";

/// What the ending of a name says of a file in a folder.
enum Kind {
    Draft,
    Archive,
    Other(&'static str),
    Unknown,
}

fn kind(path: &Path) -> Kind {
    let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref().unwrap_or_default() {
        "docx" | "docm" | "dotx" | "dotm" | "doc" | "dot" | "rtf" | "odt" | "md"
        | "markdown" | "adoc" | "asciidoc" | "asc" | "txt" | "text" | "htm" | "html"
        | "xhtml" | "mht" | "mhtml" => Kind::Draft,
        "zip" | "7z" | "rar" | "tar" | "gz" | "tgz" | "bz2" | "xz" => Kind::Archive,
        "pdf" => Kind::Other("a PDF; check the file that it was made from"),
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "emf" | "wmf" | "bmp" | "tif"
        | "tiff" | "webp" | "vsd" | "vsdx" | "drawio" => Kind::Other("a picture"),
        "xls" | "xlsx" | "xlsm" | "ods" | "csv" | "tsv" => Kind::Other("a table of data"),
        "ppt" | "pptx" | "odp" => Kind::Other("slides"),
        "msg" | "eml" => Kind::Other("a message"),
        _ => Kind::Unknown,
    }
}

/// Whether a file with this name in a folder is a draft that somebody would miss.
pub(super) fn missed(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, it)| it).to_lowercase();
    let drafts = [
        "docx", "docm", "dotx", "dotm", "doc", "rtf", "odt", "md", "markdown", "adoc",
        "asciidoc", "asc", "txt", "text", "htm", "html", "xhtml", "mht", "mhtml",
    ];
    drafts.contains(&&*ending)
}

/// Why the system refused, in the words of our other reasons.
pub(super) fn because(err: &io::Error) -> String {
    match err.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "you are not permitted to read it: ask its owner".to_owned()
        }
        _ => err.to_string(),
    }
}
