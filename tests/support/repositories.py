"""A git repository in a folder, which no setting of this machine touches."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.conftest import TODAY


class Repository:
    """A repository, and git run in it."""

    def __init__(self, folder: Path, *clone: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        if clone:
            self("clone", "-q", *clone, ".")
        else:
            self("init", "-q", "-b", "main")
        self("config", "user.name", "Ann")
        self("config", "user.email", "ann@example.org")
        self("config", "core.autocrlf", "false")

    def __call__(self, *args: str, code: int = 0) -> str:
        ended = subprocess.run(
            ["git", *args],
            cwd=self.folder,
            env={
                **{
                    "PATH": os.environ["PATH"],
                    "HOME": str(self.folder),
                    "LC_ALL": "C.UTF-8",
                },
                **{"GIT_CONFIG_NOSYSTEM": "1", "LIBYA_TRACKER_TODAY": TODAY},
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def commit(
        self,
        texts: dict[str, str],
        subject: str = "as it is now",
        author: str = "Ann <ann@example.org>",
    ) -> None:
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="")
        self("add", "-A")
        self("commit", "-q", "-m", subject, "--author", author)

    def branches(
        self, base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
    ) -> None:
        """Commit a base and two branches of it; that of ours is the present one."""
        self.commit(base)
        self("checkout", "-q", "-b", "theirs")
        self.commit(theirs)
        self("checkout", "-q", "main")
        self.commit(ours)

    def text(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()
