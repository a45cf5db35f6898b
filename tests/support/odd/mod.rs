//! Word files that are odd in one thing each, in which something is always at fault:
//! what a writer of comments has to meet. Each is valid but for its oddity.

mod around;
mod beside;
mod frame;
mod inside;

pub(crate) use frame::Odd;

/// Every odd file, by name.
pub(crate) fn all() -> Vec<Odd> {
    [inside::all(), around::all(), beside::all()].into_iter().flatten().collect()
}
