"""Exports: whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import builtins
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from libya_tracker.exchange import sqlite_schema
from libya_tracker.storage import folders
from tests.conftest import SAMPLE, Run
from tests.support.data_tools import needs_tools, with_tools
from tests.support.mounts import mounted_over
from tests.support.places import TOP
from tests.support.users import AsUser, as_user, public, system_user

__all__ = ["as_user", "public"]  # fixtures

DAY = ("--as-of", "2017-11-10")
#: Each file of rows, and the command that prints the same.
COMMANDS = {
    "factions": "faction list",
    "sources": "source list",
    "log": "log",
    "switches": "switches --until 2017-11-10",
    **{
        name: f"{name} --as-of 2017-11-10"
        for name in (
            *("status", "blocs", "timeline", "disputes", "tensions", "expected"),
            "scenarios",
        )
    },
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_rows_of_each_question_are_the_bytes_of_its_command(
    run: Run, tmp_path: Path, form: str
) -> None:
    seen = ("--known-at", "2017-12", "--min-status", "reported")
    assert run("export", "rows", "out", "-f", form, *DAY, *seen).exit_code == 0

    assert names(tmp_path / "out") == sorted(
        ["export.json", *(f"{name}.{form}" for name in COMMANDS)]
    )
    for name, line in COMMANDS.items():
        more = () if name in {"factions", "sources"} else seen
        assert run(*line.split(), *more, "-f", form, "-o", "one").exit_code == 0, line
        assert (tmp_path / "out" / f"{name}.{form}").read_bytes() == (
            tmp_path / "one"
        ).read_bytes(), name


def test_another_run_replaces_the_whole_folder_and_keeps_who_may_use_it(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o750)
    if os.geteuid() == 0:  # who alone may give a folder away
        os.chown(out, 1, 2)
    owner = out.stat().st_uid, out.stat().st_gid
    run("export", "rows", "out")
    (tmp_path / "link").symlink_to("out")
    before = names(out)

    result = run("export", "rows", "link", "-f", "jsonl")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert names(out) == [name.replace("csv", "jsonl") for name in before]
    status = out.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (*owner, 0o750)
    assert names(tmp_path) == ["factions.yaml", "link", "out"]


def test_a_folder_is_exchanged_where_the_system_has_no_step_for_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_EXCHANGE", 1 << 20)  # flags that no kernel knows
    run("export", "rows", "out")

    assert run("export", "rows", "out", "-f", "jsonl").exit_code == 0
    assert "status.jsonl" in names(tmp_path / "out")
    assert names(tmp_path) == ["factions.yaml", "out"]


def test_leftovers_of_a_run_that_was_killed_are_cleared_away(
    run: Run, tmp_path: Path
) -> None:
    left = tmp_path / f".libya-tracker-folder-{'0' * 16}"
    left.mkdir()
    (left / "export.json").write_text(
        '{"program": "libya-tracker 0", "files": ["log.csv", "status.csv"]}'
    )
    (left / "log.csv").write_text("half")

    run("export", "rows", "out")

    assert names(tmp_path) == ["factions.yaml", "out"]


def test_what_somebody_else_wrote_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").touch()
    with closing(sqlite3.connect("other.db")) as connection:
        connection.execute("create table mine (x)")
    run("export", "rows", "ours")
    (tmp_path / "ours" / "mine").touch()
    run("export", "sqlite", "open.db")
    (tmp_path / "open.db-journal").touch()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    for kind, target, reason in (
        ("sqlite", "factions.yaml", "factions.yaml is the registry"),
        ("rows", "factions.yaml", "factions.yaml is the registry"),
        ("sqlite", "text", "text is no database that `export sqlite` wrote"),
        ("sqlite", "other.db", "other.db is no database that `export sqlite` wrote"),
        ("sqlite", "folder", "folder is a folder; name a file"),
        ("sqlite", "open.db", "another program has open.db open to write in it "
         "(open.db-journal); close it first"),
        ("rows", "text", "text is no folder"),
        ("rows", "folder", "folder holds what `export` did not write, such as mine"),
        ("rows", "ours", "ours holds what `export` did not write, such as mine"),
        ("rows", ".", ". is the folder you are in; name another"),
    ):  # fmt: skip
        result = run("export", kind, target)
        assert (result.exit_code, result.stdout) == (2, ""), target
        assert result.stderr == f"error: {reason}; nothing written\n"
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    "content",
    [
        '{"chats": {"list": []}}',
        "[1, 2]",
        '"text"',
        "",
        "nonsense",
        "[" * 100_000,
        '{"files": []}',
        '{"program": "libya-tracker 1"}',
        '{"program": "other 1", "files": []}',
        '{"program": ["libya-tracker 1"], "files": []}',
        '{"program": "libya-tracker 1", "files": "status.csv"}',
        '{"program": "libya-tracker 1", "files": [1]}',
        '{"program": "libya-tracker 1", "files": ["../status.csv"]}',
    ],
)
def test_an_export_of_another_program_is_not_taken_for_ours(
    run: Run, tmp_path: Path, content: str
) -> None:
    """Other programs call a list of what they wrote the same."""
    list_of_others = tmp_path / "out" / "export.json"
    list_of_others.parent.mkdir()
    list_of_others.write_text(content)

    result = run("export", "rows", "out")

    reason = "out holds what `export` did not write, such as export.json"
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: {reason}; nothing written\n"
    assert list_of_others.read_text() == content


def test_only_files_are_ours_whatever_they_are_called(run: Run, tmp_path: Path) -> None:
    """A folder, a pipe or a link of the name of one is somebody else's."""
    run("export", "rows", "out")
    out = tmp_path / "out"
    kept = {path: path.read_bytes() for path in out.iterdir()}

    for make, name in (
        (Path.mkdir, "log.csv"),
        (os.mkfifo, "log.csv"),
        (lambda path: path.symlink_to("status.csv"), "log.csv"),
        (os.mkfifo, "export.json"),
    ):
        (out / name).unlink()
        make(out / name)
        result = run("export", "rows", "out")
        others = name if name == "log.csv" else "blocs.csv"
        reason = f"out holds what `export` did not write, such as {others}"
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"error: {reason}; nothing written\n"
        (out / name).rmdir() if (out / name).is_dir() else (out / name).unlink()
        (out / name).write_bytes(kept[out / name])

    assert run("export", "rows", "out").exit_code == 0


def test_a_database_is_replaced_and_says_from_where_it_is_seen(
    run: Run, tmp_path: Path
) -> None:
    run("export", "sqlite", "desk.db")
    (tmp_path / "desk.db").chmod(0o640)

    result = run(
        *("export", "sqlite", "desk.db", *DAY, "--known-at", "2017-11-05"),
        *("--scenario", "stand-ground", "--according-to", "gazette", "--persist", "6m"),
    )

    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "desk.db").stat().st_mode & 0o777 == 0o640
    with closing(sqlite3.connect("desk.db")) as connection:
        (row,) = connection.execute("select * from export")
    assert row[3:] == (
        *("2017-11-10", "2017-11-05", "stand-ground", None, "gazette"),
        "ties last 6 months unless cited again",
    )
    assert names(tmp_path) == ["desk.db", "factions.yaml"]


def test_a_database_without_a_search_is_written_with_a_note(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = sqlite_schema.SEARCH.replace("fts5(", "fts0(")  # which no SQLite has
    monkeypatch.setattr(sqlite_schema, "SEARCH", lacking)

    result = run("export", "sqlite", "desk.db")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: this SQLite has no FTS5; the texts cannot be searched\n"
    with closing(sqlite3.connect("desk.db")) as connection:
        assert connection.execute("select count(*) from texts").fetchone()[0] > 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("rows", "name a folder in it, such as mine/answers"),
        ("sqlite", "name a file in a folder that may be written, and mount none by itself"),
    ],
)
def test_what_may_be_written_but_not_replaced_is_answered_with_what_to_name(
    public: Path, as_user: AsUser, kind: str, remedy: str
) -> None:
    """It is the user's own, in a folder of somebody else."""
    user = system_user("nobody")
    (public / "factions.yaml").write_text(SAMPLE, encoding="utf-8")
    mine = public / "mine"
    mine.mkdir() if kind == "rows" else mine.touch()
    os.chown(mine, user.uid, user.groups[0])

    result = as_user(user, "export", kind, "mine", cwd=public)
    new = as_user(user, "export", kind, "new", cwd=public)

    message = "mine is replaced as a whole, which its place does not let: Permission denied"
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"error: {message}; {remedy}; nothing written\n"
    assert new.stderr == "error: new cannot be written: Permission denied\n"
    if kind == "rows":
        assert as_user(user, "export", kind, "mine/answers", cwd=public).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rows", "sqlite"])
def test_what_is_mounted_by_itself_is_answered_with_what_to_name(
    run: Run, tmp_path: Path, kind: str
) -> None:
    other, mine = tmp_path / "other", tmp_path / "mine"
    for path in (other, mine):
        path.mkdir() if kind == "rows" else path.touch()
    with mounted_over(mine, other):
        result = run("export", kind, "mine")

    message = "error: mine is replaced as a whole, which its place does not let: "
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{message}Device or resource busy; name a f")
    assert names(tmp_path) == ["factions.yaml", "mine", "other"]


def test_a_day_that_is_no_day_leaves_all_as_it_was(run: Run, tmp_path: Path) -> None:
    for kind in ("sqlite", "rows"):
        result = run("export", kind, "out", "--as-of", "soon")
        assert result.exit_code == 2
    assert names(tmp_path) == ["factions.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "rows"])
def test_a_full_disk_leaves_the_old_export_and_no_litter(
    run: Run, tmp_path: Path, kind: str
) -> None:
    run("export", kind, "out")
    out = tmp_path / "out"
    held = [out] if kind == "sqlite" else sorted(out.iterdir())
    before = [path.read_bytes() for path in held]
    limit = 1000

    process = subprocess.run(
        [sys.executable, "-m", "libya_tracker", "export", kind, "out", *DAY],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    message = "error: out cannot be written: File too large; the old one is as it was\n"
    assert (process.returncode, process.stdout, process.stderr) == (3, "", message)
    assert [path.read_bytes() for path in held] == before
    assert names(tmp_path) == ["factions.yaml", "out"]


READ_PARQUET = """
import datetime, json, os, subprocess, sys
from pathlib import Path
import duckdb, pandas
for folder in ("whole", "empty"):
    line = ["export", "parquet", f"{folder}/answers", "-r", f"{folder}/factions.yaml"]
    line = [sys.executable, "-m", "libya_tracker", *line, *sys.argv[1:]]
    subprocess.run(line, check=True)

def plain(value):
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, datetime.date):
        return str(value)
    return None if value is None or value != value else value

for path in sorted(Path().glob("*/answers/*.parquet")):
    table = duckdb.sql(f"from '{path}'")
    kinds = dict(zip(table.columns, map(str, table.types)))
    rows = table.fetchall()
    frame = pandas.read_parquet(path)
    assert list(frame.columns) == table.columns, path
    alike = [[plain(v) for v in row] for row in frame.itertuples(index=False)]
    assert alike == [[plain(v) for v in row] for row in rows], path
    about = duckdb.sql(
        f"select decode(key), decode(value) from parquet_kv_metadata('{path}')"
    ).fetchall()
    records = [dict(zip(table.columns, map(plain, row))) for row in rows]
    print(json.dumps([path.parts[0], path.stem, kinds, records, dict(about)]))
os.chdir("whole")
print(*sorted(str(row) for row in duckdb.sql(QUERY).fetchall()))
"""
#: Some columns, and their types in DuckDB.
KINDS = {
    "status": {
        **{
            "since": "VARCHAR",
            "since_first": "DATE",
            "sign": "VARCHAR",
            "divided": "BOOLEAN",
        },
        **{"age": "BIGINT", "disputed": "BOOLEAN", "sources": "VARCHAR[]"},
        **{"until_last": "DATE", "disputed_by": "VARCHAR[]"},
    },
    "disputes": {"dates": "VARCHAR[]", "other_dates_last": "DATE[]"},
    "log": {"from": "VARCHAR", "known": "DATE", "begins": "BOOLEAN", "tags": "VARCHAR[]"},
    "tensions": {"ties": "VARCHAR[]", "balanced": "BOOLEAN"},
    "timeline": {"ended": "DATE", "stretches": "VARCHAR[]"},
}


@needs_tools("duckdb", "pandas", "pyarrow")
@pytest.mark.slow
def test_parquet_gives_duckdb_and_pandas_what_each_command_answers(
    run: Run, tmp_path: Path
) -> None:
    """Days, numbers, truths and lists as such, also where a registry has no claims."""
    empty = SAMPLE.partition("changes:")[0] + "changes: []\n"
    for folder, text in (("whole", SAMPLE), ("empty", empty)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "factions.yaml").write_text(text, encoding="utf-8")
    seen = [*DAY, "--known-at", "2017-12"]
    document = (TOP / "docs" / "export.md").read_text(encoding="utf-8")
    query = document.partition('duckdb -c "')[2].partition('"\n')[0]
    code = f"import sys; sys.argv += {seen}; QUERY = {query!r}\n{READ_PARQUET}"

    *lines, counted = with_tools(code, tmp_path).splitlines()

    read = [json.loads(line) for line in lines]
    status = next(rows for *folder, _, rows, _ in read if folder == ["whole", "status"])
    ties = Counter(row["relation"] for row in status if row["relation"])
    assert counted == " ".join(sorted(str(tie) for tie in ties.items()))
    every = {(folder, name) for folder in ("whole", "empty") for name in COMMANDS}
    assert {(folder, name) for folder, name, *_ in read} == every
    for folder, name, kinds, rows, about in read:
        known = () if name in {"factions", "sources"} else ("--known-at", "2017-12")
        file = ("-r", f"{folder}/factions.yaml")
        result = run(*COMMANDS[name].split(), *known, *file, "-f", "json", registry=None)
        assert rows == json.loads(result.stdout), name
        assert kinds.items() >= KINDS.get(name, {}).items()
        del about["program"], about["ARROW:schema"]
        assert about == {
            **{"title": "Western Libya, a sample", "question": name, "day": "2017-11-10"},
            **{"registry": "Western Libya, a sample", "known": "2017-12-31"},
            "as_seen": "as known on 2017-12-31",
        }


def test_parquet_without_pyarrow_is_refused_with_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed

    result = run("export", "parquet", "out")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        "error: Parquet is written with pyarrow, which is not installed; install it with "
        "pip install 'libya-tracker[parquet]'\n"
    )
    assert names(tmp_path) == ["factions.yaml"]


def test_sqlite_and_pyarrow_are_loaded_only_where_they_write(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, real = "libya_tracker.exchange.sqlite", builtins.__import__

    def refusing(name: str, *args: Any) -> Any:
        assert name.partition(".")[0] not in {"sqlite3", "pyarrow"}
        return real(name, *args)

    monkeypatch.delitem(sys.modules, ours, raising=False)
    monkeypatch.setattr(builtins, "__import__", refusing)

    assert run("export", "rows", "out", registry=SAMPLE).exit_code == 0
    assert run("status").exit_code == 0
