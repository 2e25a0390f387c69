"""The scripts of docs/feeds.md: what they post gets through, or is kept until it does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.support.cron import BARE, GROWN, THERE, set_up
from tests.support.places import TOP

pytestmark = pytest.mark.slow  # each starts several processes

DOCUMENT = (TOP / "docs" / "feeds.md").read_text(encoding="utf-8")
SLACK, TELEGRAM = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
[FEED] = re.findall(r"^0 6 \* \* \* (.*\.atom)$", DOCUMENT, re.MULTILINE)


@dataclass
class Service:
    """A service that takes messages, or refuses them."""

    address: str = ""
    code: int = 200
    taken: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    here = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if here.code == 200:
                here.taken.append((self.path, body))
            self.send_response(here.code)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield here
        server.shutdown()
        thread.join()


@pytest.fixture
def here(tmp_path: Path, launcher: tuple[str, ...]) -> Path:
    return set_up(tmp_path / "here", launcher)


def post(script: str, folder: Path, service: Service, *args: str) -> int:
    """Run a script as cron does, with the service in the place of the real one."""
    env = {
        **BARE,
        "HOME": str(folder.parent),
        "SLACK_WEBHOOK": f"{service.address}/hook",
        "TELEGRAM_API": service.address,
        "TELEGRAM_TOKEN": "12:ab",
    }
    command = ["sh", "-c", script.replace(THERE, str(folder)), "post", *args]
    return subprocess.run(command, env=env, check=False, capture_output=True).returncode


def texts(service: Service) -> list[str]:
    """Return the messages that were taken, as their readers see them."""
    return [
        json.loads(body)["text"] if path == "/hook" else parse_qs(body)["text"][0]
        for path, body in service.taken
    ]


@pytest.mark.parametrize("name", ["slack", "telegram"])
def test_what_is_new_is_posted_once_and_kept_until_it_is_taken(
    name: str, here: Path, service: Service
) -> None:
    if missing := [tool for tool in ("curl", "jq", "awk") if not shutil.which(tool)]:
        pytest.skip(f"{missing[0]} is not on this machine")
    script = SLACK if name == "slack" else TELEGRAM
    service.code = 500

    assert post(script, here, service, name, "@chat") != 0
    assert (here / f"unsent-{name}.txt").exists()
    service.code = 200
    codes = [post(script, here, service, name, "@chat") for _ in range(2)]
    (here / "factions.yaml").write_text(GROWN, encoding="utf-8")
    codes.append(post(script, here, service, name, "@chat"))

    first, second = texts(service)
    assert codes == [0, 0, 0]
    assert "bulletin up to 2018-01-01\n\n   In short\n" in first
    assert "Joined it: " in first
    assert len(first.encode()) < 4096
    assert "Kani militias fighting Janzour militias" in second
    assert not list(here.glob("unsent-*"))
    assert {path for path, _ in service.taken} <= {"/hook", "/bot12:ab/sendMessage"}


def test_the_line_for_cron_writes_a_feed(here: Path) -> None:
    command = ["sh", "-c", FEED.replace(THERE, str(here))]

    subprocess.run(command, env={**BARE, "HOME": str(here)}, check=True)

    assert "<feed xmlns=" in (here / "bulletin.atom").read_text("utf-8")
