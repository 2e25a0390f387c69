"""What a claim of UCDP's cites: the release of the table in which it stands."""

from __future__ import annotations

import re

from libya_tracker.exchange.new_sources import NewSource
from libya_tracker.exchange.ucdp_tables import Kind, Table

_PUBLISHER = "Uppsala Conflict Data Program"
#: How UCDP calls each table, and its file in the folder of its downloads.
_TITLES = {
    Kind.NON_STATE: "UCDP Non-State Conflict Dataset",
    Kind.ARMED: "UCDP/PRIO Armed Conflict Dataset",
    Kind.ACTORS: "UCDP Actor Dataset",
}
_FILES = {
    Kind.NON_STATE: "nsos/ucdp-nonstate",
    Kind.ARMED: "ucdpprio/ucdp-prio-acd",
    Kind.ACTORS: "actor/ucdp-actor",
}
_FOLDER = "https://ucdp.uu.se/downloads"
_RELEASE = re.compile(r"([0-9]{2})\.([0-9])")
#: The first release of which it is known that its file has such a name.
_FIRST_WITH_ADDRESS = 20


def of(table: Table) -> NewSource:
    """Return the source of a table's claims; of a table without release, its years."""
    title, stem = _TITLES[table.kind], _FILES[table.kind]
    name = stem.rpartition("/")[2]
    details = {"title": title, "publisher": _PUBLISHER}
    if table.release is None:
        return NewSource(f"{name}-to-{table.newest}" if table.newest else name, details)
    details["title"] = f"{title}, version {table.release}"
    match = _RELEASE.fullmatch(table.release)
    if match is None:
        return NewSource(
            f"{name}-{re.sub('[^0-9]+', '-', table.release)}".strip("-"), details
        )
    details["date"] = f"20{match[1]}"
    number = f"{match[1]}{match[2]}"
    if int(match[1]) >= _FIRST_WITH_ADDRESS:
        details["url"] = f"{_FOLDER}/{stem}-{number}-csv.zip"
    return NewSource(f"{name}-{number}", details)
