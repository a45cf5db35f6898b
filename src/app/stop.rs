use std::{
    process,
    sync::atomic::{AtomicBool, Ordering},
};

/// Whether somebody asked to stop.
static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C asks to stop, and what is at work ends in good order; a second one
/// ends everything at once.
pub(super) fn heed() -> &'static AtomicBool {
    let handler = || {
        if ASKED.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "somebody asked twice")]
            process::exit(130);
        }
    };
    // Where it cannot be heard, Ctrl-C ends everything at once.
    let _ = ctrlc::set_handler(handler);
    &ASKED
}
