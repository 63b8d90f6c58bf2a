"""Compares two files of parses, line by line; the first is the reference.

usage: python compare.py REFERENCE OURS [TEXTS [SHOW]]
SHOW differences of each kind are printed, with their context, when TEXTS is given.
"""
import json
import sys
from collections import Counter


def spans(tokens):
    found, start = set(), None
    for i, t in enumerate(tokens + [{"ent": "O", "start": 0, "end": 0}]):
        if start is not None and not t["ent"].startswith("I-"):
            found.add((tokens[start]["start"], tokens[i - 1]["end"], tokens[start]["ent"][2:]))
            start = None
        if t["ent"].startswith("B-"):
            start = i
    return found


def compare(reference, ours, texts=None, show=0):
    n, same = Counter(), Counter()
    entities = Counter()
    shown = Counter()

    def report(kind, text, a, b, keys):
        if texts and shown[kind] < show:
            shown[kind] += 1
            left, right = max(0, a["start"] - 60), a["end"] + 40
            context = text[left:a["start"]] + "[" + text[a["start"]:a["end"]] + "]" + text[a["end"]:right]
            print(f"{kind}: {context!r} " + " ".join(f"{k}: {a[k]} | {b[k]}" for k in keys))

    for line, (left, right) in enumerate(zip(reference, ours)):
        assert left["id"] == right["id"], (left["id"], right["id"])
        text = texts[line] if texts else ""
        a, b = left["tokens"], right["tokens"]
        n["tokens"] += len(a)
        at_a = {(t["start"], t["end"]): i for i, t in enumerate(a)}
        at_b = {(t["start"], t["end"]): i for i, t in enumerate(b)}
        to_b = {i: at_b.get(span) for span, i in at_a.items()}
        for span, i in at_a.items():
            j = at_b.get(span)
            if j is None:
                report("boundary", text, a[i], {"start": 0, "end": 0}, ["start"])
                continue
            s, t = a[i], b[j]
            same["tokens"] += 1
            for kind, keys in (("tag", ["tag"]), ("pos", ["pos"]), ("lemma", ["lemma"]),
                               ("sent_start", ["sent_start"])):
                if all(s.get(k) == t.get(k) for k in keys):
                    same[kind] += 1
                elif all(k in t for k in keys):
                    report(kind, text, s, t, keys)
            if to_b.get(s["head"]) == t["head"] and s["dep"] == t["dep"]:
                same["head and label"] += 1
            else:
                report("head and label", text, s, t, ["head", "dep"])
        x, y = spans(a), spans(b)
        entities["reference"] += len(x)
        entities["ours"] += len(y)
        entities["both"] += len(x & y)
        if texts and shown["entity"] < show and x != y:
            shown["entity"] += 1
            print("entity:", [(text[s:e], l) for s, e, l in sorted(x - y)],
                  [(text[s:e], l) for s, e, l in sorted(y - x)])
    total = n["tokens"]
    figures = {"tokens": total}
    for kind in ("tokens", "tag", "pos", "head and label", "sent_start", "lemma"):
        name = "boundaries" if kind == "tokens" else kind
        figures[name] = 100 * same[kind] / total
    both = entities["reference"] + entities["ours"]
    figures["entities"] = entities["reference"]
    figures["entity F"] = 2 * entities["both"] / both if both else 1.0
    return figures


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


if __name__ == "__main__":
    texts = [c["text"] for c in read(sys.argv[3])] if len(sys.argv) > 3 else None
    show = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    for name, value in compare(read(sys.argv[1]), read(sys.argv[2]), texts, show).items():
        print(f"{name:16} {value:.4f}" if isinstance(value, float) else f"{name:16} {value}")
