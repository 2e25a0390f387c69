"""What the ties of a day and all spells take in Spark, and `status` of a text file.

Each size is a process of its own, which makes the claims, 25 a pair, writes them as
Parquet, and then asks. CPU time is that of all its processes together, memory is the
highest sum of their proportional set sizes (Pss). It takes PySpark and Java.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any

import generate
import process

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HERE = Path(__file__).resolve()
DAY = "2018-06-15"
CLAIMS_A_PAIR, FACTIONS = 25, 3000
#: What a claim is made of, from the numbers of the claim (`id`) and its pair (`pair`).
CLAIM = {
    "change": "concat('c', id)",
    "sequence": "id",
    "faction": "concat('f', if(pmod(xxhash64(id, 3), 4) = 0, b, a))",
    "to": "concat('f', if(pmod(xxhash64(id, 3), 4) = 0, a, b))",
    "relation": "element_at(array('aligned', 'member', 'subordinate', 'allied', "
    "'fighting', 'opposed', 'none'), int(pmod(xxhash64(id, 4), 7)) + 1)",
    "date": "date_format(day, if(pmod(xxhash64(id, 5), 20) = 0, 'yyyy-MM', 'yyyy-MM-dd'))",
    "until": "if(pmod(xxhash64(id, 6), 10) = 0, string(date_add(day, 90)), null)",
    "from": "if(pmod(xxhash64(id, 7), 50) = 0, 'f-other', null)",
    "status": "element_at(array('reported', 'reported', 'assessed', 'alleged', 'denied'), "
    "int(pmod(xxhash64(id, 8), 5)) + 1)",
    "sources": "array(concat('s', pmod(xxhash64(id, 9), 200)))",
    "known": "date_add(day, 2)",
    "grade": "'B2'",
    "by": "string(null)",
    "scenario": "string(null)",
    "retracted": "false",
    "begins": "false",
}


def measured(work: Callable[[], int]) -> tuple[int, float, float]:
    """Return what a piece of work returns, its CPU seconds, and the peak in MB."""
    over, peak = threading.Event(), [0.0]
    before = {pid: ticks(pid) for pid in family(os.getpid())}
    #: Of each process the last that was seen: one that ends may tell nobody what it took.
    seen = dict(before)

    def look() -> None:
        pids = [*family(os.getpid())]
        seen.update({pid: max(ticks(pid), seen.get(pid, 0)) for pid in pids})
        peak[0] = max(peak[0], sum(map(memory, pids)))

    def watch() -> None:
        while not over.wait(0.3):
            look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        answer = work()
    finally:
        over.set()
        watcher.join()
    look()
    spent = sum(count - before.get(pid, 0) for pid, count in seen.items())
    return answer, spent / os.sysconf("SC_CLK_TCK"), peak[0]


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, as far as they run."""
    yield pid
    try:
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
        children = [n for task in tasks for n in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def ticks(pid: int) -> int:
    """Return the CPU time of a process itself; none of one that has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(map(int, text.rpartition(")")[2].split()[11:13]))


def memory(pid: int) -> float:
    """Return the memory of a process in MB, of what it shares only its part."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return (
        sum(int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:") / 1e3
    )


def claims(session: SparkSession, count: int) -> DataFrame:
    """Return so many claims about pairs of factions, with the columns of `log`."""
    columns = {
        "pair": f"pmod(xxhash64(id, 1), {pairs(count)})",
        "a": f"pmod(xxhash64(pair, 1), {FACTIONS})",
        "b": f"(a + 1 + pmod(xxhash64(pair, 2), {FACTIONS - 1})) % {FACTIONS}",
        "day": "date_add('2011-01-01', int(pmod(xxhash64(id, 2), 3650)))",
    }
    rows = session.range(count)
    for name, text in columns.items():
        rows = rows.selectExpr("*", f"{text} as {name}")
    return rows.selectExpr(*(f"{text} as `{name}`" for name, text in CLAIM.items()))


def pairs(count: int) -> int:
    """Return how many pairs of factions so many claims are about."""
    return max(1, count // CLAIMS_A_PAIR)


def spark(count: int, cores: int, only: str) -> None:
    """Print what Spark takes for so many claims."""
    # Only this process needs it.
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from libya_tracker.exchange.spark import spells, ties  # noqa: PLC0415

    with TemporaryDirectory() as scratch:
        session = (
            SparkSession.builder.master(f"local[{cores}]")
            .config("spark.driver.memory", "2g")
            .config("spark.local.dir", scratch)
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", max(8, count // 250_000))
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        claims(session, count).write.parquet(f"{scratch}/claims")
        for name, ask in (("ties", ties), ("spells", spells)):
            if not name.startswith(only):
                continue
            answer = ask(session.read.parquet(f"{scratch}/claims"), DAY)

            def work(name: str = name, answer: Any = answer) -> int:
                answer.write.parquet(f"{scratch}/{name}")
                return int(session.read.parquet(f"{scratch}/{name}").count())

            report(f"Spark, {name}", count, *measured(work))
        session.stop()


def program(count: int) -> None:
    """Print what the program takes for so many claims in a text file."""
    with TemporaryDirectory() as name:
        scratch = Path(name)
        lines = generate.registry(count, FACTIONS, pairs(count))
        registry = generate.write(scratch / "factions.yaml", lines)
        env = process.environment(HERE.parent.parent, scratch)
        question = f"status -f jsonl --as-of {DAY}"
        run = process.run(process.tracker(question, registry), env, scratch)
        if run.code:
            raise SystemExit(f"text, {count:,} claims: exit {run.code}, {run.complaint}")
        report("text, status", count, None, run.cpu, run.peak / 1e3)


def report(what: str, claims: int, rows: int | None, seconds: float, peak: float) -> None:
    """Print one line."""
    count = "-" if rows is None else f"{rows:,}"
    each = seconds / claims * 1e6
    print(
        f"{what:15}{claims:>12,}{count:>12}{seconds:>9.1f} s{each:>8.1f} µs{peak:>8.0f} MB",
        flush=True,
    )


def main() -> None:
    """Print a line for each size and question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--spark", type=int, nargs="*", default=[100_000, 1_000_000, 10_000_000]
    )
    parser.add_argument("--text", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--only", default="", help="the questions that begin so")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        spark(options.one, options.cores, options.only)
        return
    print(
        f"{'':15}{'claims':>12}{'rows':>12}{'CPU':>11}{'each':>11}{'memory':>11}",
        flush=True,
    )
    for count in options.text:
        program(count)
    path = os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable}
    for count in options.spark:
        one = [sys.executable, "-W", "ignore", str(HERE), "--one", str(count)]
        command = [*one, "--cores", str(options.cores), "--only", options.only]
        with TemporaryFile() as errors:
            code = subprocess.run(command, env=env, check=False, stderr=errors).returncode
            if code:
                reason = f"exit {code}, {process.complaint(errors)}"
                raise SystemExit(f"Spark, {count:,} claims: {reason}")


if __name__ == "__main__":
    main()
