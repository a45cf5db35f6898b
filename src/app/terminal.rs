use std::{
    env,
    io::{self, IsTerminal, Write},
};

use crate::report::{Style, calm};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even into a pipe.
    Always,
    /// Not at all.
    Never,
}

/// Below this many columns nothing can be read, and above the other the eye loses the
/// line.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=110;

/// What the standard output can do.
pub(super) fn style(color: Color, quiet: bool) -> Style {
    let terminal = io::stdout().is_terminal();
    let set = |name| env::var_os(name).is_some_and(|it| !it.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            terminal
                && !set("NO_COLOR")
                && env::var_os("TERM").is_none_or(|it| it != "dumb")
        }
    };
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    // A terminal without a size, as a serial line, says 0.
    let columns = columns.filter(|it| terminal && 0 < *it);
    let width = columns.map_or(Style::PLAIN.width, clamped);
    Style { color, unicode: unicode(), quiet, width }
}

fn clamped(columns: usize) -> usize {
    columns.clamp(*COLUMNS.start(), *COLUMNS.end())
}

/// Whether the terminal's character set holds more than ASCII; the first of these that
/// is set decides, as POSIX has it.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(env::var_os)
        .find(|it| !it.is_empty());
    let Some(locale) = locale else { return cfg!(any(windows, target_os = "macos")) };
    let locale = locale.to_string_lossy().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// Says something beside the report, to the standard error.
pub fn say(words: &str) {
    // Nobody can be told that the standard error is closed.
    let _ = writeln!(io::stderr(), "reclint: {}", calm(words));
}
