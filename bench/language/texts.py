"""Collects the shared news texts into one file of {"id","text"} lines.

usage: python texts.py SHARED OUT     (SHARED: the folder that holds data/)
"""
import json
import sys
from html.parser import HTMLParser
from pathlib import Path


class Paragraphs(HTMLParser):
    """Text of <p>, <li> and headings; enough for a benchmark's raw material."""

    KEEP = {"p", "li", "h1", "h2", "h3", "blockquote"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.depth, self.skip, self.parts, self.now = 0, 0, [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "noscript"):
            self.skip += 1
        if tag in self.KEEP:
            self.depth += 1

    def handle_endtag(self, tag):
        if tag in ("script", "style", "noscript"):
            self.skip = max(0, self.skip - 1)
        if tag in self.KEEP and self.depth:
            self.depth -= 1
            if not self.depth:
                text = "".join(self.now).strip()
                if text:
                    self.parts.append(text)
                self.now = []

    def handle_data(self, data):
        if self.depth and not self.skip:
            self.now.append(data)


def texts(data):
    for path in sorted((data / "polnear" / "dev").rglob("*.txt")):
        yield f"polnear/{path.name}", path.read_text(encoding="utf-8", errors="replace")
    for line in (data / "ties" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            case = json.loads(line)
            yield f"ties/{case.get('id')}", case["text"]
    for path in sorted((data / "pages").rglob("*.html")):
        parser = Paragraphs()
        parser.feed(path.read_text(encoding="utf-8", errors="replace"))
        if parser.parts:
            yield f"pages/{path.parent.name}/{path.name}", "\n\n".join(parser.parts)


if __name__ == "__main__":
    shared, out = sys.argv[1:3]
    with open(out, "w", encoding="utf-8") as f:
        for name, text in texts(Path(shared) / "data"):
            f.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
