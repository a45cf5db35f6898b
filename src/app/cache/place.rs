use std::{
    env,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

use super::store::Fault;

/// Names the file of the cache.
pub(super) const VARIABLE: &str = "RECLINT_CACHE";

/// With what every file of the store begins; the store writes it last into a new file.
const MAGIC: [u8; 9] = *b"redb\x1a\x0a\xa9\x0d\x0a";

/// A file that was begun and never used is not larger.
const BEGUN: u64 = 1 << 20;

/// Where the cache is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub file: PathBuf,
    /// Whether somebody named it; the usual place holds nothing of anybody else's.
    pub named: bool,
}

/// What is at the place, by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing, or a file into which nothing was written yet.
    Nothing,
    Store,
    Damaged,
    /// A file that somebody else needs, or no file at all.
    Foreign,
}

impl Place {
    /// The place that the environment names, or the usual one of the platform.
    pub(super) fn found() -> Option<Self> {
        if let Some(file) = folder(VARIABLE) {
            return Some(Self { file, named: true });
        }
        let file = usual()?.join("reclint").join("cache.redb");
        Some(Self { file, named: false })
    }

    pub(super) fn kind(&self) -> io::Result<Kind> {
        let about = match fs::metadata(&self.file) {
            Ok(about) => about,
            Err(err) if err.kind() == ErrorKind::NotFound => return Ok(Kind::Nothing),
            Err(err) => return Err(err),
        };
        // A pipe or a device is not even opened: it would wait, or do something.
        if !about.is_file() {
            return Ok(Kind::Foreign);
        }
        let mut begin = Vec::new();
        let magic = u64::try_from(MAGIC.len()).unwrap_or_default();
        File::open(&self.file)?.take(magic).read_to_end(&mut begin)?;
        let unused = about.len() <= BEGUN && begin.iter().all(|it| *it == 0);
        Ok(if begin == MAGIC {
            Kind::Store
        } else if unused {
            Kind::Nothing
        } else if self.named && !MAGIC.starts_with(&begin) {
            Kind::Foreign
        } else {
            Kind::Damaged
        })
    }

    /// The file, made if it is not there: nobody else may read words of drafts in it.
    pub(super) fn file_to_write(&self) -> Result<File, Fault> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        let mut folders = DirBuilder::new();
        folders.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
            options.mode(0o600);
            folders.mode(0o700);
        }
        let parent = self.file.parent().filter(|it| !it.as_os_str().is_empty());
        if let Some(parent) = parent {
            folders.create(parent).map_err(Fault::from)?;
        }
        options.open(&self.file).map_err(Fault::from)
    }

    /// Removes the file; others that use it go on, and lose what they add.
    pub(super) fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.file) {
            Err(err) if err.kind() != ErrorKind::NotFound => Err(err),
            _ => Ok(()),
        }
    }
}

/// Where this platform keeps what can be made again.
fn usual() -> Option<PathBuf> {
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    if cfg!(target_os = "macos") {
        return Some(folder("HOME")?.join("Library").join("Caches"));
    }
    // The XDG base directory specification: a path that is not absolute is ignored.
    let asked = folder("XDG_CACHE_HOME").filter(|it| it.is_absolute());
    asked.or_else(|| Some(folder("HOME")?.join(".cache")))
}

fn folder(variable: &str) -> Option<PathBuf> {
    let value = env::var_os(variable).filter(|it| !it.is_empty())?;
    Some(Path::new(&value).to_owned())
}
