"""What a claim of UCDP's cites: the release of the table in which it stands."""

from __future__ import annotations

from libya_tracker.exchange import slugs
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
#: The first year of which it is known that its files have such names.
_FIRST_WITH_ADDRESS = 2020


def of(table: Table) -> NewSource:
    """Return the source of a table's claims; of a table without release, its years."""
    title, stem = _TITLES[table.kind], _FILES[table.kind]
    name = stem.rpartition("/")[2]
    details = {"title": title, "publisher": _PUBLISHER}
    release = table.release
    if release is None:
        return NewSource(f"{name}-to-{table.newest}" if table.newest else name, details)
    details["title"] = f"{title}, version {release.text}"
    if release.number is None or release.year is None:
        return NewSource(slugs.slug(f"{name}-{release.text}") or name, details)
    details["date"] = f"{release.year}"
    if release.year >= _FIRST_WITH_ADDRESS:
        details["url"] = f"{_FOLDER}/{stem}-{release.number}-csv.zip"
    return NewSource(f"{name}-{release.number}", details)
