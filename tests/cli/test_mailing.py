"""The script of docs/cron.md: what it mails gets through, and nothing is lost where not."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.support.cron import ALL_JOBS, BARE, GROWN, THERE, blocks, set_up
from tests.support.smtp import Sink, sink

pytestmark = pytest.mark.slow  # each starts several processes

[SCRIPT] = blocks("sh")
[JOB] = [job for job in ALL_JOBS if "mail-bulletin" in job]
ADDRESS = "desk@example.org"
#: A mail program that hands on what it is given, and says what 8-bit it is.
SEND = r"""
import smtplib, sys
mail = sys.stdin.buffer.read().replace(b"\n", b"\r\n")
options = [] if mail.isascii() else ["BODY=8BITMIME"]
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
    server.sendmail("tracker@example.org", ["desk@example.org"], mail, options)
"""
#: A registry in which names, notes and titles are as long as mail cannot have them.
LONG = json.dumps(
    {
        "title": "Lines " + "l" * 2_000,
        "sources": {"s": {"title": "ت" * 900, "url": f"https://example.org/{'u' * 800}"}},
        "factions": {"a": {"name": "界" * 500}, "b": {"name": "كتيبة ثوار " * 300}},
        "changes": [
            {
                "date": "2017-11-01",
                "faction": "a",
                "relation": "aligned",
                "to": "b",
                "sources": ["s"],
                "note": f".\n.\nFrom {'n' * 20_000}",
            }
        ],
    },
    ensure_ascii=False,
)


@pytest.fixture
def here(tmp_path: Path, launcher: tuple[str, ...]) -> Path:
    return set_up(tmp_path / "here", launcher)


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as taken:
        yield taken


def mail_program(folder: Path, *command: str) -> str:
    """Return a program that is called as `sendmail` is, and runs a command."""
    program = folder / "sendmail"
    program.write_text(f"#!/bin/sh\nexec {shlex.join(command)}\n")
    program.chmod(0o755)
    return str(program)


def morning(folder: Path, sendmail: str, script: str = SCRIPT) -> tuple[int, str]:
    """Run the script as cron does; return its exit code and what cron would mail."""
    (folder / "mail-bulletin").write_text(script.replace(THERE, str(folder)))
    result = subprocess.run(
        ["sh", "-c", JOB.replace(THERE, str(folder))],
        env={**BARE, "HOME": str(folder.parent), "SENDMAIL": sendmail},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    return result.returncode, result.stdout.decode()


FORMS = [(".html", "text/html"), (".txt", "text/plain"), (".md", "text/markdown")]


@pytest.mark.parametrize("registry", [SAMPLE, LONG], ids=["sample", "long"])
@pytest.mark.parametrize(("ending", "kind"), FORMS)
def test_a_strict_server_takes_the_bulletin_as_it_is(
    here: Path, server: Sink, registry: str, ending: str, kind: str
) -> None:
    (here / "factions.yaml").write_text(registry, encoding="utf-8")
    program = mail_program(here, sys.executable, "-c", SEND, str(server.port))
    script = SCRIPT.replace(".html", ending).replace("text/html", kind)
    written = here / f"bulletin{ending}"
    command = f"{here}/.venv/bin/libya-tracker report --since-last other -o {written}"

    assert morning(here, program, script) == (0, "")
    assert morning(here, program, script) == (0, "")

    subprocess.run(
        shlex.split(command), cwd=here, check=True, env=BARE | {"HOME": str(here)}
    )
    [mail] = [
        email.message_from_bytes(m, policy=email.policy.default) for m in server.mails
    ]
    assert server.refusals == []
    assert (mail.get_content_type(), mail["To"]) == (kind, ADDRESS)
    assert mail.get_payload(decode=True) == written.read_bytes()
    assert not list(here.glob("unsent*"))


def test_what_is_refused_is_sent_again_and_what_is_new_after_it(here: Path) -> None:
    with sink() as server:
        program = mail_program(here, sys.executable, "-c", SEND, str(server.port))
        refusing = mail_program(here / ".venv", "false")

        assert morning(here, refusing) == (1, "")
        (here / "factions.yaml").write_text(GROWN, encoding="utf-8")
        assert morning(here, refusing) == (1, "")
        codes = [morning(here, program) for _ in range(3)]

    assert codes == [(0, "")] * 3
    first, second = (mail.decode() for mail in server.mails)
    assert "bulletin up to 2018-01-01" in first.lower()
    assert ("1 learned." in first, "1 learned." in second) == (False, True)


def test_a_report_that_fails_is_mailed_by_cron_and_changes_nothing(here: Path) -> None:
    (here / "factions.yaml").write_text("changes: {", encoding="utf-8")

    code, printed = morning(here, "false")

    assert code == 3
    assert "error: the registry has 1 error" in printed
    assert not list(here.glob("unsent*"))


@pytest.mark.parametrize(
    ("body", "announced", "refusal"),
    [
        ("x" * 998, False, []),
        ("x" * 999, False, ["line too long"]),
        ("ت" * 499, True, []),
        ("ت" * 500, True, ["line too long"]),
        ("ت", False, ["8-bit without 8BITMIME"]),
    ],
)
def test_the_server_is_strict(body: str, announced: bool, refusal: list[str]) -> None:
    server = Sink()

    server.verdict(f"To: x\n\n{body}\n".encode(), announced=announced)

    assert server.refusals == refusal


MSMTP = shutil.which("msmtp")


@pytest.mark.skipif(MSMTP is None, reason="msmtp is not on this machine")
def test_msmtp_hands_the_bulletin_on(here: Path) -> None:
    (here / "factions.yaml").write_text(LONG, encoding="utf-8")
    with sink(strict=False) as server:  # msmtp announces nothing
        options = ("--file=/dev/null", "--host=127.0.0.1", f"--port={server.port}")
        sender = "--from=tracker@example.org"
        program = mail_program(here, str(MSMTP), *options, sender, "-t")

        assert morning(here, program) == (0, "")

    assert (len(server.mails), server.refusals) == (1, [])


EXIM = shutil.which("exim4", path="/usr/sbin:/usr/bin") or shutil.which("exim")
EXIM_CONFIGURATION = """\
primary_hostname = tracker.example
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
keep_environment =
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = sink
begin transports
sink:
  driver = smtp
  port = {port}
  allow_localhost
"""


@pytest.fixture
def exim_folder() -> Iterator[Path]:
    """A folder that Exim's own user reaches, which pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.mark.skipif(EXIM is None, reason="Exim is not on this machine")
@pytest.mark.skipif(os.geteuid() != 0, reason="Exim takes a configuration from root alone")
@pytest.mark.parametrize(("long_line", "arrives"), [(False, 1), (True, 0)])
def test_exim_delivers_the_bulletin(
    here: Path, exim_folder: Path, long_line: bool, arrives: int
) -> None:
    (here / "factions.yaml").write_text(LONG, encoding="utf-8")
    script = SCRIPT.replace("    echo\n", f"    echo\n    echo {'x' * 1200}\n")
    with sink(strict=False) as server:  # Exim announces only what was announced to it
        configuration = exim_folder / "exim.conf"
        configuration.write_text(
            EXIM_CONFIGURATION.format(folder=exim_folder, port=server.port)
        )
        program = mail_program(
            here, str(EXIM), "-C", str(configuration), "-odf", "-t", "-i"
        )

        code, printed = morning(here, program, script if long_line else SCRIPT)

    log = (
        (exim_folder / "mainlog").read_text()
        if (exim_folder / "mainlog").exists()
        else printed
    )
    mails = [mail for mail in server.mails if b"Bulletin of libya-tracker" in mail[:2000]]
    assert (code, server.refusals) == (0, []), log
    delivered = [
        mail for mail in mails if b"<!DOCTYPE html>" in mail and b"\nTo: desk@" in mail
    ]
    assert len(delivered) == arrives, log
