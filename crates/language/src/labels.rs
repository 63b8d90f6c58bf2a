//! The label sets of the model as closed enums, so that rules can match on them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A name that is not a label of the set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a {set}")]
pub struct UnknownLabel {
    /// What was given.
    pub name: String,
    /// The set that was asked: "tag", "part of speech", "dependency label", "entity label".
    pub set: &'static str,
}

macro_rules! labels {
    ($(#[$meta:meta])* $name:ident, $set:literal, { $($variant:ident = $text:literal, $doc:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = concat!("`", $text, "`: ", $doc, ".")] $variant,)+ }

        impl $name {
            /// Every label of the set.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The label as the published scheme writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// What the label stands for, in a few words.
            pub const fn explain(self) -> &'static str {
                match self { $($name::$variant => $doc,)+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownLabel;
            fn from_str(text: &str) -> Result<Self, UnknownLabel> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(UnknownLabel { name: text.to_owned(), set: $set }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

labels! {
    /// Fine part-of-speech tag: the Penn Treebank set as OntoNotes 5 extends it.
    Tag, "tag", {
        Dollar = "$", "currency symbol";
        CloseQuote = "''", "closing quotation mark";
        Comma = ",", "comma";
        LeftBracket = "-LRB-", "left bracket";
        RightBracket = "-RRB-", "right bracket";
        Period = ".", "sentence-final punctuation";
        Colon = ":", "colon, semicolon, dash or ellipsis";
        Add = "ADD", "e-mail or web address";
        Afx = "AFX", "affix";
        Cc = "CC", "coordinating conjunction";
        Cd = "CD", "cardinal number";
        Dt = "DT", "determiner";
        Ex = "EX", "existential there";
        Fw = "FW", "foreign word";
        Hyph = "HYPH", "hyphen";
        In = "IN", "preposition or subordinating conjunction";
        Jj = "JJ", "adjective";
        Jjr = "JJR", "adjective, comparative";
        Jjs = "JJS", "adjective, superlative";
        Ls = "LS", "list item marker";
        Md = "MD", "modal auxiliary";
        Nfp = "NFP", "superfluous punctuation";
        Nn = "NN", "noun, singular or mass";
        Nnp = "NNP", "proper noun, singular";
        Nnps = "NNPS", "proper noun, plural";
        Nns = "NNS", "noun, plural";
        Pdt = "PDT", "predeterminer";
        Pos = "POS", "possessive ending";
        Prp = "PRP", "personal pronoun";
        PrpPoss = "PRP$", "possessive pronoun";
        Rb = "RB", "adverb";
        Rbr = "RBR", "adverb, comparative";
        Rbs = "RBS", "adverb, superlative";
        Rp = "RP", "particle";
        Sym = "SYM", "symbol";
        To = "TO", "infinitival to";
        Uh = "UH", "interjection";
        Vb = "VB", "verb, base form";
        Vbd = "VBD", "verb, past tense";
        Vbg = "VBG", "verb, gerund or present participle";
        Vbn = "VBN", "verb, past participle";
        Vbp = "VBP", "verb, present, not third person singular";
        Vbz = "VBZ", "verb, present, third person singular";
        Wdt = "WDT", "wh-determiner";
        Wp = "WP", "wh-pronoun";
        WpPoss = "WP$", "possessive wh-pronoun";
        Wrb = "WRB", "wh-adverb";
        Xx = "XX", "unknown";
        Space = "_SP", "white space";
        OpenQuote = "``", "opening quotation mark";
    }
}

labels! {
    /// Coarse part of speech: the Universal Dependencies set, and SPACE for white-space tokens.
    Pos, "part of speech", {
        Adj = "ADJ", "adjective";
        Adp = "ADP", "adposition";
        Adv = "ADV", "adverb";
        Aux = "AUX", "auxiliary";
        Cconj = "CCONJ", "coordinating conjunction";
        Det = "DET", "determiner";
        Intj = "INTJ", "interjection";
        Noun = "NOUN", "noun";
        Num = "NUM", "numeral";
        Part = "PART", "particle";
        Pron = "PRON", "pronoun";
        Propn = "PROPN", "proper noun";
        Punct = "PUNCT", "punctuation";
        Sconj = "SCONJ", "subordinating conjunction";
        Sym = "SYM", "symbol";
        Verb = "VERB", "verb";
        X = "X", "other";
        Space = "SPACE", "white space";
    }
}

labels! {
    /// Dependency label: the ClearNLP (CLEAR) set.
    Dep, "dependency label", {
        Root = "ROOT", "root of the sentence";
        Acl = "acl", "clause that modifies a noun";
        Acomp = "acomp", "adjectival complement";
        Advcl = "advcl", "adverbial clause";
        Advmod = "advmod", "adverbial modifier";
        Agent = "agent", "agent: the by of a passive";
        Amod = "amod", "adjectival modifier";
        Appos = "appos", "appositional modifier";
        Attr = "attr", "attribute of a copula";
        Aux = "aux", "auxiliary";
        Auxpass = "auxpass", "auxiliary of a passive";
        Case = "case", "case marker";
        Cc = "cc", "coordinating conjunction";
        Ccomp = "ccomp", "clausal complement";
        Compound = "compound", "compound";
        Conj = "conj", "conjunct";
        Csubj = "csubj", "clausal subject";
        Csubjpass = "csubjpass", "clausal subject of a passive";
        Dative = "dative", "dative: indirect object";
        Dep = "dep", "unclassified dependent";
        Det = "det", "determiner";
        Dobj = "dobj", "direct object";
        Expl = "expl", "expletive";
        Intj = "intj", "interjection";
        Mark = "mark", "marker of a subordinate clause";
        Meta = "meta", "meta modifier";
        Neg = "neg", "negation";
        Nmod = "nmod", "modifier of a nominal";
        Npadvmod = "npadvmod", "noun phrase used as adverb";
        Nsubj = "nsubj", "nominal subject";
        Nsubjpass = "nsubjpass", "nominal subject of a passive";
        Nummod = "nummod", "numeric modifier";
        Oprd = "oprd", "object predicate";
        Parataxis = "parataxis", "parataxis";
        Pcomp = "pcomp", "complement of a preposition";
        Pobj = "pobj", "object of a preposition";
        Poss = "poss", "possession modifier";
        Preconj = "preconj", "pre-correlative conjunction";
        Predet = "predet", "predeterminer";
        Prep = "prep", "prepositional modifier";
        Prt = "prt", "particle";
        Punct = "punct", "punctuation";
        Quantmod = "quantmod", "modifier of a quantifier";
        Relcl = "relcl", "relative clause";
        Xcomp = "xcomp", "open clausal complement";
    }
}

labels! {
    /// Type of a named entity: the OntoNotes 5 set.
    EntityLabel, "entity label", {
        Cardinal = "CARDINAL", "number that is no other type";
        Date = "DATE", "date or period";
        Event = "EVENT", "named war, battle, election, storm or sports event";
        Fac = "FAC", "building, airport, highway, bridge";
        Gpe = "GPE", "country, city, state";
        Language = "LANGUAGE", "named language";
        Law = "LAW", "named document made into law";
        Loc = "LOC", "location that is no GPE: mountains, waters, regions";
        Money = "MONEY", "money, with its unit";
        Norp = "NORP", "nationality, religious or political group";
        Ordinal = "ORDINAL", "first, second and so on";
        Org = "ORG", "company, agency, institution, armed group";
        Percent = "PERCENT", "percentage, with its sign";
        Person = "PERSON", "person, real or not";
        Product = "PRODUCT", "object, vehicle, food (no services)";
        Quantity = "QUANTITY", "weight, distance and other measures";
        Time = "TIME", "time within a day";
        WorkOfArt = "WORK_OF_ART", "title of a book, song and so on";
    }
}
