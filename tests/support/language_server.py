"""The yaml-language-server, which editors ask: what it says of a text, and proposes.

It is the one on the path (``npm install --global --ignore-scripts yaml-language-server``),
or the one that ``$YAML_LANGUAGE_SERVER`` names.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
needs_server = pytest.mark.skipif(
    SERVER is None or shutil.which("node") is None,
    reason="neither is yaml-language-server on the path nor $YAML_LANGUAGE_SERVER set",
)


class LanguageServer:
    """A running server, spoken to as an editor does (Language Server Protocol 3.17).

    Each text is a file of its own, and holds a modeline that names its schema.
    """

    def __init__(self, to: IO[bytes], back: IO[bytes], folder: Path) -> None:
        self._to, self._back, self._folder = to, back, folder
        self._numbers = itertools.count(1)
        self._settings = {
            "validate": True,
            "completion": True,
            "hover": True,
            "schemaStore": {"enable": False},
            "kubernetesCRDStore": {"enable": False},
        }
        capabilities = {"workspace": {"configuration": True}, "textDocument": {}}
        client = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self._ask("initialize", client)
        self._tell("initialized", {})
        settings = {"settings": {"yaml": self._settings}}
        self._tell("workspace/didChangeConfiguration", settings)
        while self._next().get("method") != "workspace/configuration":
            pass  # what it says before it has the settings is by others

    def diagnostics(self, texts: Iterable[str]) -> list[list[str]]:
        """Return what is wrong with each of some texts.

        The server waits a while before it checks a text, so all of them wait together.
        """
        uris = [self._open(text) for text in texts]
        messages: dict[str, list[str]] = {}
        while not messages.keys() >= {*uris}:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics":
                problems = message["params"]["diagnostics"]
                messages[message["params"]["uri"]] = [p["message"] for p in problems]
        return [messages[uri] for uri in uris]

    def completions(self, text: str) -> dict[str, dict[str, Any]]:
        """Return what is proposed at the mark ``|`` of a text, by label."""
        answer = self._ask("textDocument/completion", self._marked(text))
        return {item["label"]: item for item in answer["items"]}

    def hover(self, text: str) -> str:
        """Return what is shown of the word at the mark ``|`` of a text."""
        answer = self._ask("textDocument/hover", self._marked(text))
        return str(answer["contents"]["value"]) if answer else ""

    def _marked(self, text: str) -> dict[str, Any]:
        """Open a text without its mark; return the place of the mark."""
        before, _, after = text.partition("|")
        *above, line = before.split("\n")
        place = {"line": len(above), "character": len(line)}
        return {"textDocument": {"uri": self._open(before + after)}, "position": place}

    def _open(self, text: str) -> str:
        uri = (self._folder / f"{next(self._numbers)}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, params: Any) -> Any:
        number = next(self._numbers)
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """Return the next message; answer what the server asks of an editor."""
        message = self._read()
        if "method" in message and "id" in message:
            result: Any = None
            if message["method"] == "workspace/configuration":
                sections = [item.get("section") for item in message["params"]["items"]]
                settings = {"yaml": self._settings}
                result = [settings.get(section) for section in sections]
            self._write({"id": message["id"], "result": result})
        return message

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while line := self._back.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        assert length, "the server is gone"
        return json.loads(self._back.read(length))  # type: ignore[no-any-return]


@contextmanager
def language_server(folder: Path) -> Iterator[LanguageServer]:
    """Start a server for the files of a folder, and end it."""
    assert SERVER is not None
    pipe = subprocess.PIPE
    with subprocess.Popen([SERVER, "--stdio"], stdin=pipe, stdout=pipe) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield LanguageServer(process.stdin, process.stdout, folder)
        finally:
            process.kill()
