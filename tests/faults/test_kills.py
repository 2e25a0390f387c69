"""Writers that are killed, at each system call and at any instant: old file or new one."""

from __future__ import annotations

import os
import re
import signal

import pytest

from tests.support.campaign import SCALE, Count, Failures, chance, drawn, every_other, some
from tests.support.desk import WRITES, Desk, desk
from tests.support.launcher import PROGRAM

__all__ = ["desk"]  # a fixture

pytestmark = pytest.mark.slow

#: Kills the process after a while, and no other that has its number later.
KILLER = """
import os, signal, time
me = os.pidfd_open(os.getpid())
if os.fork() == 0:
    for stream in (0, 1, 2):
        os.close(stream)
    time.sleep(DELAY)
    try:
        signal.pidfd_send_signal(me, signal.SIGKILL)
    finally:
        os._exit(0)
os.close(me)
"""
TIMED = f"""
import os, time
start = time.perf_counter()
try:
    exec({PROGRAM!r})
finally:
    os.write(2, b"took %f" % (time.perf_counter() - start))
    os._exit(0)
"""


@pytest.mark.parametrize("desk", some(every_other(WRITES, 1), "kills"), indirect=True)
def test_who_is_killed_at_a_system_call_leaves_the_old_file_or_the_new_one(
    desk: Desk, count: Count
) -> None:
    failures = Failures()
    for call in drawn(desk.calls, 1, f"calls of {desk.write.words}"):
        result, _ = desk.struck(call, "signal=KILL")
        with failures.noted(call.text):
            assert result.returncode == -signal.SIGKILL
            desk.judge_killed(result.stdout)
            count("kills at a system call")
    failures.raised()


@pytest.mark.parametrize("desk", some(every_other(WRITES, 0), "instants"), indirect=True)
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="no process has a descriptor")
def test_who_is_killed_at_any_instant_leaves_the_old_file_or_the_new_one(
    desk: Desk, count: Count
) -> None:
    random = chance(f"instants of {desk.write.words}")
    desk.restore()
    took = re.search("took (.*)", desk.run(*desk.args, before=TIMED).stderr)
    assert took

    for _ in range(SCALE):
        desk.restore()
        delay = random.uniform(0, 1.2 * float(took[1]))
        result = desk.run(*desk.args, before=KILLER.replace("DELAY", str(delay)))
        if result.returncode == 256 - signal.SIGKILL:  # as the launcher hands it on
            written = desk.judge_killed(result.stdout)
            count(f"kills at any instant, {'after' if written else 'before'} the swap")
        else:
            desk.judge(result)
            count("kills at any instant that came too late")
