"""What each key of a registry says, as an editor shows it beside the key."""

from __future__ import annotations

from collections.abc import Mapping

_TAGS = "words of your own, to find it by: [one, two]"
_IDS = "its ids in other registers, by their names: {wikidata: Q1016}"
_NOTE = "what else there is to say"
_SINCE_UNTIL = {"since": "the first date of it", "until": "the last date of it"}
TOP = {
    "title": "what the registry is called",
    "sources": "who speaks: each source under an id of its own",
    "factions": "who is spoken of: each faction under an id of its own",
    "changes": "what is said: the claims, each with a date, two factions and its sources",
    "scenarios": "what-ifs, laid over the record and never mixed into it",
}
SOURCE = {
    "title": "its title",
    "publisher": "who published it",
    "date": "when it appeared",
    "url": "where it is",
    "archive_url": "where a copy is kept",
    "accessed": "when it was read",
    "reliability": "its Admiralty grade, A (reliable) to F (cannot be judged)",
    "origin": "the source that this one repeats; both count as one voice",
    "withdrawn": "when its publisher took it back; from then on nothing rests on it",
    "ids": _IDS,
    "tags": _TAGS,
    "note": _NOTE,
}
FACTION = {
    "name": "the name to show",
    "aliases": "other names: [One, {name: Another, since: 2012, until: 2014}]",
    "kind": "what sort of actor it is",
    "ids": _IDS,
    "tags": _TAGS,
    "area": "where it is based",
    "leaders": "who led it: [One, {name: Another, role: commander, since: 2012}]",
    "founded": "when it began",
    "dissolved": "when it ended; every tie of it ends on the day after",
    "note": _NOTE,
}
CLAIM = {
    "date": "when it was so",
    "faction": "who: the id of a faction",
    "relation": "how the one stands to the other",
    "to": "toward whom: the id of a faction",
    "from": "the faction whose tie with the first ends by this",
    "until": "the last day of which the claim speaks",
    "begins": "yes: the tie began on the date; else it stood then, since when is not said",
    "status": "how sure it is; `reported` where it is not said",
    "credibility": "its Admiralty grade, 1 (confirmed) to 6 (cannot be judged)",
    "by": "who asserts or denies it: the id of a faction, or plain words",
    "sources": "who says so: the ids of sources",
    "tags": _TAGS,
    "note": _NOTE,
    "recorded": "when it became known, where that is not when its sources appeared",
    "retracts": "the ids of claims that no longer stand from `recorded` on",
    "id": "an id of its own; else it is derived: DATE-FACTION-TO",
}
SCENARIO = {
    "title": "what it supposes",
    "outcome": "what became of it; `pending` where it is not said",
    "resolved_by": "the id of the claim that decided the outcome",
    "changes": "its claims, of the same form as those of the record",
}
ALIAS = {"name": "the other name", **_SINCE_UNTIL}
LEADER = {
    "name": "who led it",
    "role": "what they were to it, such as commander",
    **_SINCE_UNTIL,
}
#: By the noun of a record, the texts of its keys.
OF: Mapping[str, Mapping[str, str]] = {
    "source": SOURCE,
    "faction": FACTION,
    "change": CLAIM,
    "retraction": CLAIM,
    "scenario": SCENARIO,
    "alias": ALIAS,
    "leader": LEADER,
}
