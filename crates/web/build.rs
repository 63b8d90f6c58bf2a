//! Embeds the built pages again when they change. `make pages` touches this file, so that the
//! first build of the pages is seen too: Cargo would rebuild for ever on a folder that is absent.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let dist = "../../web/dist";
    if std::path::Path::new(dist).is_dir() {
        println!("cargo:rerun-if-changed={dist}");
    }
}
