//! What a person sees while many drafts are read.

use std::{
    fmt,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::{report::calm, text::shortened};

/// So often the line is drawn, however fast drafts go by.
const RATE: u8 = 10;

/// A run that takes less than this shows nothing.
const SOON: Duration = Duration::from_millis(400);

/// How far a run has come, on one line that goes away when it ends.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    began: Instant,
    done: AtomicUsize,
    // Drafts that were checked, and those that the cache knew.
    anew: AtomicUsize,
    known: AtomicUsize,
}

impl Progress {
    /// A line for so many drafts, if `shown`.
    pub(super) fn new(drafts: usize, shown: bool) -> Self {
        let bar = ProgressBar::new(u64::try_from(drafts).unwrap_or(u64::MAX));
        let target = if shown && 1 < drafts {
            ProgressDrawTarget::stderr_with_hz(RATE)
        } else {
            ProgressDrawTarget::hidden()
        };
        bar.set_draw_target(target);
        let style = "{pos} of {len} drafts  {rate}  {eta} left  {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            let rate = |state: &ProgressState, to: &mut dyn fmt::Write| {
                // Where it cannot be drawn, nobody sees it.
                let _ = write!(to, "{:.0} a second", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
        }
        let [done, anew, known] = [const { AtomicUsize::new(0) }; 3];
        Self { bar, began: Instant::now(), done, anew, known }
    }

    /// Says which draft was begun last.
    pub(super) fn begin(&self, path: &str) {
        if !self.bar.is_hidden() && SOON < self.began.elapsed() {
            self.bar.set_message(shortened(&calm(path), 60));
        }
    }

    /// Counts one more.
    pub(super) fn end(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        if SOON < self.began.elapsed() {
            let done = self.done.load(Ordering::Relaxed);
            self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        }
    }

    /// Counts a draft that had to be checked.
    pub(super) fn anew(&self) {
        self.anew.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a draft that is as an earlier run found it.
    pub(super) fn known(&self) {
        self.known.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes the line away; what was done in what time, if it was shown.
    pub(super) fn finish(&self) -> Option<String> {
        let (shown, took) = (!self.bar.is_hidden(), self.began.elapsed());
        self.bar.finish_and_clear();
        let done = self.done.load(Ordering::Relaxed);
        let seconds = took.as_secs_f64();
        let [anew, known] =
            [&self.anew, &self.known].map(|it| it.load(Ordering::Relaxed));
        let rest = match (known, anew) {
            (0, _) => String::new(),
            (_, 0) => "; none of them checked anew".to_owned(),
            (_, anew) => format!("; {anew} of them checked anew"),
        };
        (shown && SOON < took).then(|| format!("{done} drafts in {seconds:.1} s{rest}"))
    }
}
