"""Batches that are no JSON Lines, or JSON that no claim is: what is wrong, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.support.process import Ran, Tracker, tracker

__all__ = ["tracker"]  # a fixture

CLAIM = {"date": "2017-12-30", "faction": "trb", "relation": "fighting", "to": "kani"}
LINE = json.dumps(CLAIM)


def batch(tracker: Tracker, text: str | bytes) -> Ran:
    return tracker("record", "--batch", "-", stdin=text)


NESTED = {
    "a list": "[" * 100_000,
    "an object": '{"date": ' * 100_000,
    "in a key": f'{{"note": {"[" * 100_000}{"]" * 100_000}}}',
    "just too deep": f'{{"note": {"[" * 50}{"]" * 50}}}',
    "on the second line": f'{LINE}\n{{"note": {"[" * 5000}',
}


@pytest.mark.parametrize("what", NESTED)
def test_json_that_is_nested_too_deeply_cannot_be_read(
    tracker: Tracker, tmp_path: Path, what: str
) -> None:
    result = batch(tracker, NESTED[what])

    line = NESTED[what].count("\n") + 1
    message = f"error: standard input:{line}: JSON is nested more than 50 deep\n"
    assert (result.returncode, result.stdout, result.stderr) == (3, "", message)
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == SAMPLE


def test_brackets_in_a_text_are_not_nested(tracker: Tracker) -> None:
    note = {"note": '["{' * 200}

    assert batch(tracker, json.dumps(CLAIM | note)).returncode == 0


def test_a_key_that_is_given_twice_is_an_error_with_its_line(
    tracker: Tracker, tmp_path: Path
) -> None:
    twice = LINE.replace("}", ', "date": "2018"}')
    inside = LINE.replace("}", ', "note": {"a": 1, "a": 1}}')

    one = batch(tracker, f"{LINE}\n{twice}\n")
    two = batch(tracker, f"{LINE}\n{twice}\n\n{inside}\n")

    message = "error: line 2: the key 'date' is given twice\n"
    assert (one.returncode, one.stderr) == (2, message)
    assert two.stderr.splitlines() == [
        message[:-1],
        "error: line 4: the key 'a' is given twice",
        "error: 2 claims cannot be recorded; nothing written",
    ]
    assert (tmp_path / "factions.yaml").read_text(encoding="utf-8") == SAMPLE


@pytest.mark.parametrize("name", ["batch.jsonl", "-"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            f"{LINE}\n".encode() + b'{"note": "\x00\x81"}',
            "2:12: byte 0x81 is not UTF-8; save the file as UTF-8",
        ),
        (
            f"{LINE}\n".encode() + b'{"note": "\xe9"}',
            "2:11: byte 0xe9 is not UTF-8; in Windows-1252, as plain CSV of Excel is, it "
            "would be 'é': save the file as UTF-8 (in Excel: 'CSV UTF-8')",
        ),
    ],
    ids=["a byte", "Windows-1252"],
)
def test_a_batch_that_is_no_text_is_called_by_its_name(
    tracker: Tracker, tmp_path: Path, content: bytes, message: str, name: str
) -> None:
    (tmp_path / "batch.jsonl").write_bytes(content)

    result = tracker("record", "--batch", name, stdin=content)

    file = "standard input" if name == "-" else name
    full = f"error: {file}:{message}\n"
    assert (result.returncode, result.stdout, result.stderr) == (3, "", full)


ARRAY = "this is a JSON array; JSON Lines wanted: jq -c '.[]'"
OBJECTS = "an object takes several lines; JSON Lines wanted: jq -c ."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps([CLAIM, CLAIM]), ARRAY),
        (json.dumps([CLAIM, CLAIM], indent=2), ARRAY),
        ("\n[]\n", ARRAY),
        (json.dumps(CLAIM, indent=2), OBJECTS),
        (f"{json.dumps(CLAIM, indent=2)}\n" * 3, OBJECTS),
        (LINE.replace('", ', '",\n'), OBJECTS),
    ],
)
def test_other_json_is_answered_with_one_message(
    tracker: Tracker, content: str, message: str
) -> None:
    result = batch(tracker, content)

    assert (result.returncode, result.stderr) == (2, f"error: {message}\n")


def test_a_line_that_was_cut_is_named(tracker: Tracker) -> None:
    result = batch(tracker, f"{LINE[:-9]}\n{LINE}\n")

    assert result.returncode == 2
    assert result.stderr.startswith("error: line 1: not valid JSON: ")


#: Values that no key of a claim has, or that JSON cannot be trusted with.
ODD = ("[]", "{}", "1e999", "NaN", "9" * 5000, '"\\ud800"', '"\\u0000"', "true", "[[1]]")


@pytest.mark.parametrize("key", ["note", "retracted", "scenario", "grade", "sources", "x"])
def test_no_value_is_a_bug_of_ours(tracker: Tracker, key: str) -> None:
    long = f"[{'0, ' * 5000}0]"
    lines = [LINE.replace("}", f', "{key}": {value}}}') for value in (*ODD, long)]

    result = batch(tracker, "\n".join(lines))

    assert (result.returncode, result.stdout) == (2, "")
    assert all(len(line) < 400 for line in result.stderr.splitlines())


def test_a_key_is_cited_no_longer_than_one_can_read(tracker: Tracker) -> None:
    result = batch(tracker, json.dumps(CLAIM | {"k" * 5000: 1}))

    assert result.returncode == 2
    assert len(result.stderr) < 400
