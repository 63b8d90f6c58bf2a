//! Development tasks: `cargo xtask model WHEEL` converts the English model.
fn main() {}
