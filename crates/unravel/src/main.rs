//! The command line of unravel.
fn main() {}
