"""Who may use a file: owner, group, mode and ACL, which a file in its place gets too."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from libya_tracker.errors import UnreadableError
from libya_tracker.named_tuples import NamedTuple

try:
    import grp
    import pwd
except ImportError:  # no POSIX: there is nothing to hand on
    pwd = grp = None  # type: ignore[assignment]

_ACL = "system.posix_acl_access"
_KEPT = (_ACL, "system.nfs4_acl", "system.richacl", "user.", "security.", "trusted.")
#: What vouches for the very bytes of a file, and is gone too once one writes into it.
_OF_CONTENT = {"security.ima", "security.evm", "security.capability"}
_NONE = {errno.ENODATA, errno.ENOTSUP, errno.EOPNOTSUPP}
#: The kinds of entries of a POSIX ACL, acl(5), with the values that Linux stores.
_OWNER, _USER, _OWNING_GROUP, _GROUP, _MASK, _OTHERS = 1, 2, 4, 8, 16, 32
_HEADER, _ENTRY = struct.Struct("<I"), struct.Struct("<HHI")


class Access(NamedTuple):
    """What decides who may do what with a file, and what else is attached to it."""

    owner: int
    group: int
    mode: int
    #: Extended attributes by their names; an ACL is one of them.
    attributes: Mapping[str, bytes]

    @classmethod
    def of(cls, file: Path | int) -> Access:
        """Return the access of a file that is there, or open; raise OSError."""
        status = os.stat(file)  # noqa: PTH116  a handle too
        mode = stat.S_IMODE(status.st_mode)
        return cls(status.st_uid, status.st_gid, mode, dict(_attributes(file)))

    def rights(self, user: int, groups: set[int]) -> int:
        """Return what a user may do, as bits of rwx, by the rules of acl(5)."""
        if user == self.owner:
            return self.mode >> 6 & 7
        entries = list(self._entries())
        mask = next((rights for kind, rights, _ in entries if kind == _MASK), 7)
        for kind, rights, name in entries:
            if (kind, name) == (_USER, user):
                return rights & mask
        in_groups = [
            rights & mask
            for kind, rights, name in entries
            if (kind == _OWNING_GROUP and self.group in groups)
            or (kind == _GROUP and name in groups)
        ]
        # One entry has to grant all that is asked for at once: they do not add up.
        return max(in_groups, key=int.bit_count) if in_groups else self.mode & 7

    def _entries(self) -> Iterator[tuple[int, int, int]]:
        """Yield the kind, the rights and the id of each entry of the ACL."""
        if _ACL in self.attributes:
            yield from _ENTRY.iter_unpack(self.attributes[_ACL][_HEADER.size :])
        else:
            yield _OWNING_GROUP, self.mode >> 3 & 7, 0


def hand_on(path: Path, new: int) -> None:
    """Give an open new file the owner, group, mode, ACL and attributes of a file.

    Only root may give a file away. Who else writes becomes its owner, if nobody's rights
    change by that; nor may they where its group cannot be kept. Otherwise, and where any
    other thing cannot be kept, raises UnreadableError, with what to do.
    """
    if pwd is None:
        return
    old = Access.of(path)
    _give(new, old)
    for name in Access.of(new).attributes.keys() - old.attributes.keys():
        os.removexattr(new, name)  # such as the ACL that the folder gives to new files
    for name, value in old.attributes.items():
        _attach(path, new, name, value)
    mode, now = old.mode, Access.of(new)
    if now.owner != old.owner:
        mode &= ~stat.S_ISUID  # nobody acts in the name of who happened to write last
    if now.mode != mode:
        with contextlib.suppress(OSError):  # what came of it is looked at
            os.fchmod(new, mode)
    if loss := _loss(old, Access.of(new)):
        raise UnreadableError(f"{path} was not written: {loss}")


def _give(new: int, old: Access) -> None:
    for owner in (old.owner, -1):  # a member of the group may at least keep that
        now = os.fstat(new)
        if (now.st_uid, now.st_gid) != (old.owner, old.group):
            with contextlib.suppress(OSError):
                os.fchown(new, owner, old.group)


def _attach(path: Path, new: int, name: str, value: bytes) -> None:
    if dict(_attributes(new)).get(name) == value:
        return
    try:
        os.setxattr(new, name, value)
    except OSError as error:
        message = f"{path} was not written: its attribute {name} cannot be kept"
        remedy = "let its owner or root write it, or remove the attribute"
        raise UnreadableError(f"{message}, {error.strerror}; {remedy}") from error


def _loss(old: Access, new: Access) -> str:
    """Return who would get or lose rights, and what to do about it, or nothing."""
    if old.mode != new.mode:
        return f"its mode {old.mode:o} cannot be kept; let its owner or root write it"
    rights_of_group, rights_of_others = old.mode >> 3 & 7, old.mode & 7
    acl = _ACL in old.attributes
    if old.group != new.group and (acl or rights_of_group != rights_of_others):
        name = _name_of_group(old.group)
        return f"its group {name} would lose it to yours; let a member of {name} write it"
    you = {os.getegid(), *os.getgroups()}
    changed = old.rights(new.owner, you) != new.rights(new.owner, you)
    if old.owner not in {0, new.owner}:  # root may do everything anyhow
        theirs = _groups_of(old.owner)
        changed |= old.rights(old.owner, theirs) != new.rights(old.owner, theirs)
    if not changed:
        return ""
    name = _name_of_user(old.owner)
    remedy = f"be in its group {_name_of_group(old.group)} and have no more rights by it"
    return (
        f"it would pass from {name} to you, with other rights for one of you; "
        f"let {name} write it, or {remedy}"
    )


def _attributes(file: Path | int) -> Iterator[tuple[str, bytes]]:
    """Yield the attributes of a file that are kept, where system and disk have any."""
    try:
        names = os.listxattr(file) if hasattr(os, "listxattr") else []
    except OSError as error:
        if error.errno not in _NONE:
            raise
        return
    for name in names:
        if name.startswith(_KEPT) and name not in _OF_CONTENT:
            try:
                yield name, os.getxattr(file, name)
            except OSError as error:
                if error.errno not in _NONE:
                    raise


def _groups_of(user: int) -> set[int]:
    try:
        entry = pwd.getpwuid(user)
    except KeyError:
        return set()
    return set(os.getgrouplist(entry.pw_name, entry.pw_gid))


def _name_of_user(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _name_of_group(group: int) -> str:
    try:
        return grp.getgrgid(group).gr_name
    except KeyError:
        return str(group)
