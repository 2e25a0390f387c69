"""A mail server on the loopback interface, as strict as the strictest of those in use."""

from __future__ import annotations

import contextlib
import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

LIMIT = 998


@dataclass
class Sink:
    """What was taken in, and what was refused and why."""

    port: int = 0
    #: Whether a sender of 8-bit text must announce it (`BODY=8BITMIME`).
    strict: bool = True
    mails: list[bytes] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def verdict(self, body: bytes, *, announced: bool) -> str:
        """Take a mail in, or refuse it; return the answer of the server."""
        head = body.partition(b"\n\n")[0]
        faults = [
            (max(map(len, body.split(b"\n"))) > LIMIT, "line too long"),
            (not head.isascii(), "8-bit in a header without SMTPUTF8"),
            (not body.isascii() and not announced, "8-bit without 8BITMIME"),
            (b"\r" in body or b"\0" in body, "bare CR, bare LF or NUL"),
        ]
        for wrong, reason in faults:
            if wrong:
                self.refusals.append(reason)
                return f"554 {reason}"
        self.mails.append(body)
        return "250 taken"


@contextlib.contextmanager
def sink(*, strict: bool = True) -> Iterator[Sink]:
    """Serve on a free port while the body runs."""
    taken = Sink(strict=strict)

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            converse(self, taken)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()


def converse(session: socketserver.StreamRequestHandler, taken: Sink) -> None:
    """Speak as much SMTP as a client needs that hands over one mail."""

    def reply(text: str) -> None:
        session.wfile.write(text.encode() + b"\r\n")

    announced = not taken.strict
    reply("220 sink.example ESMTP")
    for line in session.rfile:
        word = line[:4].upper().strip()
        if word == b"EHLO":
            reply("250-sink.example\r\n250 8BITMIME")
        elif word == b"DATA":
            reply("354 go on")
            reply(taken.verdict(_data(session), announced=announced))
        elif word == b"QUIT":
            reply("221 bye")
            return
        else:
            announced |= bool(re.search(b"BODY=8BITMIME", line, re.IGNORECASE))
            reply("250 ok")


def _data(session: socketserver.StreamRequestHandler) -> bytes:
    """Return a mail with plain line breaks, the stuffed dots undone."""
    lines = []
    for line in session.rfile:
        if line == b".\r\n":
            break
        whole = line.removesuffix(b"\r\n") if line.endswith(b"\r\n") else line + b"\r"
        lines.append(whole.removeprefix(b"." * line.startswith(b"..")))
    return b"\n".join([*lines, b""])
