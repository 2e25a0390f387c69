"""The program as a process of its own, forked from one that has it loaded.

Loading takes longer than most commands do. What Python decides as it starts, such as the
encoding of the streams, is as usual there: tests of that start Python itself.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import TOP

PROGRAM = "from libya_tracker.cli.app import main; main()"
#: Forks twice for each request: for the program, and for who waits for its end.
_SERVER = """
import contextlib, gc, importlib, io, marshal, os, pkgutil, select, signal, socket, sys
import libya_tracker

for module in pkgutil.walk_packages(libya_tracker.__path__, "libya_tracker."):
    if not module.name.endswith("__main__"):
        with contextlib.suppress(ImportError):  # of an extra that is not installed here
            importlib.import_module(module.name)
# What is loaded late, by a library too, may lie where another user cannot read.
from libya_tracker.cli.app import app
from libya_tracker.storage.files import shipped
quiet = contextlib.suppress(SystemExit)
for line in ("--help", "status --help", "status -f table", "report --since 2020 -f html"):
    registry = [] if "help" in line else ["-r", str(shipped())]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), quiet:
        app([*line.split(), *registry])
gc.freeze()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(64)
print(flush=True)
while 0 not in select.select([0, listener], [], [])[0]:  # closed where the tests end
    client, _ = listener.accept()
    if os.fork():
        client.close()
        continue
    request, streams, _, _ = socket.recv_fds(client, 1 << 20, 3)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if waited := os.fork():
        client.send(marshal.dumps(os.waitstatus_to_exitcode(os.waitpid(waited, 0)[1])))
        os._exit(0)
    break
else:
    sys.exit()
client.close()
listener.close()
program, arguments, environment, folder = marshal.loads(request)
for number, stream in enumerate(streams):
    os.dup2(stream, number)
    os.close(stream)
os.chdir(folder)
os.environ.clear()
os.environ.update(environment)
utf8 = {"encoding": "utf-8", "closefd": False}
sys.stdin = open(0, **utf8)
sys.stdout = open(1, "w", **utf8)
sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", **utf8)
sys.argv[:] = ["libya-tracker", *arguments]
code = 0
try:
    exec(program, {"__name__": "__main__"})
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
os._exit(code)  # to take all down that is loaded takes longer than the command
"""
#: Loads nothing but what asks the server, and ends as the program does.
_CLIENT = """
import _socket, array, marshal, os, sys
server = _socket.socket(_socket.AF_UNIX)
server.connect(os.path.join(os.path.dirname(__file__), "socket"))
request = marshal.dumps((*sys.argv[1:2], sys.argv[2:], dict(os.environ), os.getcwd()))
streams = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", (0, 1, 2)))
server.sendmsg([request], [streams])
sys.exit(marshal.loads(server.recv(64)))
"""


@pytest.fixture(scope="session")
def launcher() -> Iterator[tuple[str, ...]]:
    """A command that runs the code given to it, with arguments, where all is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        client = Path(folder) / "client.py"
        client.write_text(_CLIENT)
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(client.with_name("socket"))],
            env={"PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert server.stdout
        server.stdout.readline()
        yield (sys.executable, "-I", "-S", str(client))
        server.communicate()
