#!/usr/bin/env python3
"""Writes N copies-with-changes of the example documents to a folder.

usage: make.py N FOLDER

Each copy keeps the wording and changes what a new report would change: years and numbers,
the order of the paragraphs, and a closing sentence of its own.
"""
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = sorted((HERE / "../../examples/taliban-al-qaeda/documents").glob("*.md"))
CLOSING = [
    "The report covers {n} districts.",
    "A later count gave {n} cases in {m} places.",
    "{n} pages of annexes were not published.",
    "The figures were revised {n} times within {m} weeks.",
]


def change(text, rng):
    head, body = text.split("\n---\n", 1)
    head = re.sub(r"(19|20)\d\d", lambda m: str(rng.randint(1998, 2025)), head, count=1)
    paragraphs = [p for p in body.strip().split("\n\n") if p]
    rng.shuffle(paragraphs)
    body = "\n\n".join(paragraphs)
    body = re.sub(r"\b\d{2,3}\b", lambda m: str(rng.randint(11, 999)), body)
    closing = rng.choice(CLOSING).format(n=rng.randint(2, 9999), m=rng.randint(2, 99))
    return f"{head}\n---\n\n{body}\n\n{closing}\n"


def main():
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(1)
    texts = [p.read_text(encoding="utf-8") for p in EXAMPLES]
    for i in range(count):
        (folder / f"{i:05}.md").write_text(change(texts[i % len(texts)], rng), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
