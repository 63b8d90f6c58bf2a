#!/usr/bin/env python3
"""Import of a GDELT 1.0 file into Parquet: `unravel events import` beside DuckDB's read_csv.

    python3 bench/events/run.py PROGRAM FILE [RUNS]

PROGRAM is target/release/unravel, or target/release/examples/import, the same without the command
line around it.
Both read the same file and write the same columns, sorted by date, as zstd Parquet. Runs alternate;
the medians of wall time, processor time and peak resident memory are printed, with rows a second. Needs the
`duckdb` package.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

# DuckDB converts only the columns that the query names.
COLUMNS = [f"c{i}" for i in range(58)]

DUCKDB = """
import duckdb
con = duckdb.connect()
con.execute("SET threads = {threads}")
con.execute('''
COPY (
  SELECT strptime(c1, '%Y%m%d')::DATE AS time,
         coalesce(nullif(c6, ''), c5) AS source, coalesce(nullif(c16, ''), c15) AS target,
         c26 AS code, 'cameo' AS scheme, c28::INTEGER AS root, c29::INTEGER AS quad,
         c30::FLOAT AS goldstein, c31::UINTEGER AS count, c50 AS place
  FROM read_csv('{file}', delim='\\t', header=false, quote='', escape='', columns={columns})
  WHERE (c5 <> '' OR c6 <> '') AND (c15 <> '' OR c16 <> '')
  {order}
) TO '{out}' (FORMAT parquet, COMPRESSION zstd)
''')
"""


def measured(command):
    """Wall seconds, peak memory in MiB and processor seconds of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main():
    unravel, file = sys.argv[1], sys.argv[2]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    threads = len(os.sched_getaffinity(0))
    with open(file, "rb") as f:
        rows = sum(block.count(b"\n") for block in iter(lambda: f.read(1 << 24), b""))
    folder = tempfile.mkdtemp()
    columns = "{" + ", ".join(f"'{c}': 'VARCHAR'" for c in COLUMNS) + "}"

    def duckdb(order, name):
        code = DUCKDB.format(
            threads=threads, file=file, columns=columns, order=order, out=f"{folder}/{name}.parquet"
        )
        return [sys.executable, "-c", code]

    out = f"{folder}/unravel.parquet"
    own = [unravel, file, out]
    if os.path.basename(unravel) == "unravel":
        own = [unravel, "events", "import", file, "--quiet", "-o", out]
    commands = {
        "unravel": own,
        "duckdb, sorted": duckdb("ORDER BY time", "sorted"),
        "duckdb, as it comes": duckdb("", "unsorted"),
    }
    results = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            result = measured(command)
            # the first round fills the page cache
            if run > 0:
                results[name].append(result)
    print(f"{rows} rows, {os.path.getsize(file) / 2**20:.0f} MiB, {threads} cores, medians of {runs}")
    print("| | wall s | rows/s | processor s | peak MiB | Parquet MiB |")
    print("|---|---|---|---|---|---|")
    files = {"unravel": "unravel", "duckdb, sorted": "sorted", "duckdb, as it comes": "unsorted"}
    for name, measures in results.items():
        seconds = statistics.median(m[0] for m in measures)
        memory = statistics.median(m[1] for m in measures)
        cpu = statistics.median(m[2] for m in measures)
        size = os.path.getsize(f"{folder}/{files[name]}.parquet") / 2**20
        print(f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} | {cpu:.1f} | {memory:.0f} | {size:.0f} |")
    print(json.dumps({name: measures for name, measures in results.items()}))


if __name__ == "__main__":
    main()
