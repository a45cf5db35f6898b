use std::{
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::report::{Output, Report, Style};

/// Writes to the standard output; a reader that has seen enough is no error.
pub(super) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut to = BufWriter::new(io::stdout().lock());
    match write(&mut to).and_then(|()| to.flush()) {
        Err(err) if err.kind() == ErrorKind::BrokenPipe => {
            // What is still in the buffer has nowhere to go.
            let _ = to.into_parts();
            Ok(())
        }
        done => done,
    }
}

/// Writes a report into a file: whole, or not at all.
pub(super) fn to_file(
    output: Output,
    report: &Report<'_>,
    file: &Path,
) -> io::Result<()> {
    let write = |to: File| {
        let mut to = BufWriter::new(to);
        (output.write)(report, Style::PLAIN, &mut to)?;
        to.flush()?;
        to.into_inner().map_err(io::IntoInnerError::into_error)
    };
    // A link stays a link, and a device or a pipe is written to, never replaced.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&file).is_ok_and(|it| !it.is_file()) {
        return write(File::options().write(true).open(&file)?).map(|_| ());
    }
    replaced(&file, None, write)
}

/// Puts these bytes into a file: all of them, or it stays as it is.
///
/// A new file may be read and written by those who may read and write `like`.
pub(super) fn bytes(bytes: &[u8], file: &Path, like: Option<&Path>) -> io::Result<()> {
    // A link stays a link.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    replaced(&file, like, |mut to| to.write_all(bytes).map(|()| to))
}

/// Lets a file be written: whole, or it stays as it is.
pub(super) fn whole(
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    replaced(file, None, |mut to| write(&mut to).map(|()| to))
}

/// Puts these bytes into a file that can be made again at any time: whole, but it may be
/// gone if the machine fails now.
pub(super) fn page(bytes: &[u8], file: &Path) -> io::Result<()> {
    let beside = beside(file);
    let done = File::options().write(true).create_new(true).open(&beside);
    let done = done.and_then(|mut to| to.write_all(bytes));
    let done = done.and_then(|()| fs::rename(&beside, file));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Writes beside the file, makes sure that it is on the disk, and moves it there.
fn replaced(
    file: &Path,
    like: Option<&Path>,
    write: impl FnOnce(File) -> io::Result<File>,
) -> io::Result<()> {
    let beside = beside(file);
    let done = File::options()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(write)
        .and_then(|it| it.sync_all())
        .and_then(|()| keep_mode(&[Some(file), like], &beside))
        .and_then(|()| fs::rename(&beside, file));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Lets a file be read and written by those who may read and write the first of these
/// that is there.
fn keep_mode(like: &[Option<&Path>], file: &Path) -> io::Result<()> {
    let mut there = like.iter().flatten().filter_map(|it| fs::metadata(it).ok());
    match there.next() {
        Some(it) => fs::set_permissions(file, it.permissions()),
        None => Ok(()),
    }
}

/// The file that a path leads to, whether it is there yet or not.
pub(super) fn place(file: &Path) -> PathBuf {
    if let Ok(it) = fs::canonicalize(file) {
        return it;
    }
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or_else(|| Path::new(".")));
    match (folder, file.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => file.to_owned(),
    }
}

/// A hidden name in the same folder, so that the last step is one move.
fn beside(file: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    file.with_file_name(format!(".reclint.{}.{count}.tmp", process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_that_fails_leaves_what_was_there_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("reclint-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("draft.docx");
        let names = || fs::read_dir(&folder).unwrap().count();
        let fails = |mut to: File| {
            to.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        };
        assert!(replaced(&file, None, fails).is_err());
        assert_eq!(names(), 0);
        bytes(b"whole", &file, None).unwrap();
        assert!(replaced(&file, None, fails).is_err());
        assert_eq!((fs::read(&file).unwrap(), names()), (b"whole".to_vec(), 1));
        fs::remove_dir_all(&folder).unwrap();
    }
}
