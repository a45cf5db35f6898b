//! A folder of its own for one test, and the program in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

/// A folder that was empty when the test began.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// The folder of the test called `name`.
    pub(crate) fn new(name: &str) -> Self {
        let tests = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME"));
        let path = tests.join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        let _ = fs::remove_file(folder.cache());
        folder
    }

    /// The folder with a file in it.
    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// The program in this folder, without what the tester's own terminal asks for.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reclint"));
        command.current_dir(&self.0).args(arguments.split_whitespace());
        command.env_remove("NO_COLOR").env("LC_ALL", "C.UTF-8").env("TERM", "xterm");
        command.env_remove("SOURCE_DATE_EPOCH").stdin(Stdio::null());
        // The tester's own cache is left alone.
        command.env("RECLINT_CACHE", self.cache());
        command
    }

    /// The cache of the test, beside the folder.
    pub(crate) fn cache(&self) -> PathBuf {
        self.0.with_extension("redb")
    }

    /// What came of running the program.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The report of a check.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &str) -> Value {
        let done = self.run(&format!("check --format json {arguments}"));
        serde_json::from_slice(&done.stdout).unwrap()
    }
}
