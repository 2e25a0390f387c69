"""What a page costs beside its rows, and what more factions cost, whole process.

The page is asked for in a pipe and on a terminal, the rows as JSON and as CSV; ratios are
to the cheaper of the two. Below that, what 1,000 and 10,000 factions take: ten times the
work should take ten times as long.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import tempfile
import termios
from collections.abc import Sequence
from pathlib import Path

import generate
import process
from against import TOP

PAGES = ("status", "log", "diff 2015 2018", "diff 2018-01-01 2018-12-31", "disputes")
#: Of few factions with many ties, each of which is in many triads and cycles of four.
DENSE = ("tensions",)
GROWING = (
    *("status", "matrix", "matrix -f csv", "graph -f svg", "tensions --summary"),
    "report --since 2018-01-01 --until 2018-01-31 -f html",
)
_LINES, _COLUMNS = 50, 100


def main() -> None:
    """Print a line for each page, then for each command that many factions make slow."""
    options = process.options(__doc__, "--factions", 10_000, runs=3).parse_args()
    factions, runs = options.factions, options.runs
    with tempfile.TemporaryDirectory() as folder:
        large = _written(folder, "large", factions, ties=2)
        small = _written(folder, "small", max(factions // 10, 2), ties=2)
        dense = _written(folder, "dense", max(factions // 125, 2), ties=20)
        print(f"{factions:,} factions, runs: {runs}")
        print(f"{'':54}{'rows':>8}  {'in a pipe':>18}  {'on a terminal':>18}")
        for questions, file in ((PAGES, large), (DENSE, dense)):
            for words in _begin(questions, options.only):
                print(f"{words:54}{_page(words, file, runs)}", flush=True)
        print(f"{'':54}{'a tenth':>8}  {'all':>8}  {'ratio':>8}")
        for words in _begin(GROWING, options.only):
            one, ten = (_least(words, file, runs) for file in (small, large))
            ratio = ten.cpu / one.cpu
            print(f"{words:54}{one.cpu:6.2f} s  {ten.cpu:6.2f} s  {ratio:8.1f}", flush=True)


def _begin(questions: Sequence[str], words: str) -> list[str]:
    return [question for question in questions if question.startswith(words)]


def _written(folder: str, name: str, factions: int, ties: int) -> Path:
    """Write a registry with so many pairs a faction, each with two claims."""
    pairs = ties * factions
    lines = generate.registry(2 * pairs, factions, pairs)
    return generate.write(Path(folder, f"{name}.yaml"), lines)


def _page(words: str, file: Path, runs: int) -> str:
    """Return the CPU of the rows, and CPU and memory of the page as parts of theirs."""
    forms = (_least(f"{words} -f {form}", file, runs) for form in ("json", "csv"))
    rows = min(forms, key=lambda run: run.cpu)
    pages = (_least(words, file, runs), _least(words, file, runs, terminal=True))
    parts = "".join(
        f"  {page.cpu / rows.cpu:5.2f} CPU {page.peak / rows.peak:4.2f} RAM"
        for page in pages
    )
    return f"{rows.cpu:6.2f} s{parts}"


def _least(words: str, file: Path, runs: int, *, terminal: bool = False) -> process.Run:
    """Return the quickest run of a command, the first of which fills the caches."""
    env = process.environment(TOP, file.parent)
    command = process.tracker(words, file)
    run = _on_a_terminal if terminal else process.run
    tries = [run(command, env, file.parent) for _ in range(runs + 1)]
    if failed := next((one for one in tries if one.code), None):
        raise SystemExit(f"{words}: exit {failed.code}, {failed.complaint}")
    return min(tries[1:], key=lambda one: one.cpu)


def _on_a_terminal(
    command: Sequence[str], env: dict[str, str], folder: Path
) -> process.Run:
    """Run a command on a terminal that shows colours, without a pager."""
    pid, handle = pty.fork()
    if not pid:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("4H", _LINES, _COLUMNS, 0, 0))
        os.chdir(folder)
        shown = {"TERM": "xterm-256color", "LIBYA_TRACKER_PAGER": ""}
        os.execvpe(command[0], [*command], env | shown)
    last = b""
    while text := _read(handle):
        last = text
    os.close(handle)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    complaint = last.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    return process.Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, code, complaint)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 1 << 16)
    except OSError:  # as Linux ends a terminal
        return b""


if __name__ == "__main__":
    main()
