"""Three texts of a registry merged into one, which is a registry again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from libya_tracker.errors import Problem, TrackerError
from libya_tracker.model.records import Registry
from libya_tracker.storage import brackets, insert, parser
from libya_tracker.storage.emitter import Pair
from libya_tracker.storage.insert import Path
from libya_tracker.storage.merging import (
    build,
    identities,
    line_ends,
    markers,
    places,
    read_back,
    renaming,
)
from libya_tracker.storage.merging.clashes import Clash, clash
from libya_tracker.storage.merging.identities import Identity
from libya_tracker.storage.merging.markers import Place
from libya_tracker.storage.merging.three_way import Merge
from libya_tracker.storage.merging.tree import Branch, Child, Leaf
from libya_tracker.storage.merging.versions import Version
from libya_tracker.storage.problems import LINE_END

#: How often what is wrong with a result is marked in it, before that is given up.
_ATTEMPTS = 5


class NotByEntriesError(TrackerError):
    """Versions cannot be merged by entries; their lines may be."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge."""

    text: str
    #: What is left to settle, each marked in the text.
    clashes: tuple[Place, ...] = ()
    #: Messages for the user.
    remarks: tuple[str, ...] = ()


def merge(
    base: str, ours: str, theirs: str, file: str, marker_size: int = markers.SIZE
) -> Merged:
    """Merge two versions of a registry that came of a base, entry by entry.

    Raises InvalidRegistryError where a version is none; NotByEntriesError where they
    cannot be merged so.
    """
    if theirs in {base, ours}:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    form, texts = line_ends.unified(base, ours, theirs)
    items: build.Items = {}
    one, two, three = (
        Version.of(text, f"{file} ({name})", items)
        for text, name in zip(texts, ("base", "ours", "theirs"), strict=True)
    )
    result = _Result(one, two, three, file)
    result.settle()
    text, clashes = markers.marked(result.tree, marker_size, file)
    return Merged(form.applied(text), tuple(clashes), tuple(result.remarks))


class _Result:
    """The tree that comes of three versions, until it is a registry."""

    def __init__(self, base: Version, ours: Version, theirs: Version, file: str) -> None:
        self.remarks = renaming.remarks(base, ours, theirs)
        twice = renaming.twice(base, ours, theirs)
        base, ours, theirs = renaming.followed(base, ours, theirs)
        theirs, new_ids = identities.settled(base, ours, theirs)
        self.remarks += new_ids
        self._merge = Merge(base.ids, ours.ids, theirs.ids)
        self._file = file
        self._ours, self._theirs = ours, theirs
        self._known = identities.of(base, ours, theirs)
        tree = self._merge.tree(base.tree, ours.tree, theirs.tree)
        if tree is None:
            raise NotByEntriesError(f"{file}: both sides changed one line of it")
        self.tree: Branch = tree
        for here, there in twice.items():
            self._mark_id(here, there)

    def settle(self) -> None:
        """Make it a valid registry but for its clashes, in which ids mean what they did."""
        for _ in range(_ATTEMPTS):
            registry, problems = parser.parse(self.tree.text, self._file)
            if registry is not None:
                if not read_back.is_read_as(self.tree, build.tree(self.tree.text)):
                    raise NotByEntriesError("together they would be read differently")
                self._write_ids(registry)
                return
            self._mark(problems)
        raise NotByEntriesError(f"together they are no registry: {problems[0]}")

    def _mark_id(self, here: str, there: str) -> None:
        """Make a clash of a faction to which each side gave another new id."""
        child = places.at(self.tree, ("factions", here))
        origin = None if child is None else self._merge.origin(child)
        if child is None or origin is None or isinstance(child, Clash) or self.tree.flow:
            return
        reason = f"ours calls it {here!r}, and theirs {there!r}; the claims have {here!r}: "
        reason += f"keep that, and rename it if {there!r} is right"
        theirs = child.own.replace(here, there, 1)
        new = replace(clash(origin[1], child, reason), head=child.own, ours=child.own)
        self._replace(child, replace(new, theirs=theirs))

    def _mark(self, problems: Sequence[Problem]) -> None:
        """Make clashes of entries that are wrong now that they stand beside the others."""
        text = self.tree.text
        lines = [0, *(match.end() for match in LINE_END.finditer(text))]
        wrong: dict[int, tuple[Child, Problem]] = {}
        for problem in problems:
            index = lines[problem.where.line - 1] + problem.where.column - 1
            child, _ = places.entry_at(self.tree, index)
            if child is None or self.tree.flow:
                raise NotByEntriesError(f"together they are no registry: {problem}")
            wrong.setdefault(id(child), (child, problem))
        for child, problem in wrong.values():
            if (origin := self._merge.origin(child)) is None:
                raise NotByEntriesError(f"together they are no registry: {problem}")
            new = child
            if not isinstance(new, Clash):
                new = clash(origin[1], child, f"beside the rest, {problem.message}")
            if child.own == new.ours:  # so it is wrong, and theirs may be right
                new = replace(new, head=new.theirs)
            self._replace(child, new)

    def _write_ids(self, registry: Registry) -> None:
        """Write the ids of claims that would have others, where something names them."""
        version = Version(self.tree.text, self._file, registry, self.tree)
        children: dict[Identity, Child] = {}
        claims: dict[Identity, str] = {}
        for path, items in places.entries(self.tree):
            names = version.ids.get(path, [])
            keys = [self._identity(path, n, child) for n, child in enumerate(items)]
            if len(names) == len(keys):  # else there is a clash about the whole list
                children |= dict(zip(keys, items, strict=True))
                claims |= dict(zip(keys, names, strict=True))
        for name in sorted(version.references):
            known = (
                self._known.ours if name in self._ours.references else self._known.theirs
            )
            identity = known.get(name)
            if identity is None or claims.get(identity) in {None, name}:
                continue
            claim = registry.claims.get(claims[identity])
            if claim is not None and not claim.own_id:
                child = children[identity]
                self._replace(child, _with_id(child, name, self.tree))

    def _identity(self, path: Path, place: int, child: Child) -> Identity:
        """Return which entry an item of the result is; some lists are of one side alone."""
        if (origin := self._merge.origin(child)) is not None:
            return path, origin[0]
        known = (*self._known.ours.values(), *self._known.theirs.values())
        return [identity for identity in known if identity[0] == path][place]

    def _replace(self, old: Child, new: Child) -> None:
        self._merge.follow(old, new)
        self.tree = places.replaced(self.tree, old, new)


def _with_id(child: Child, name: str, tree: Branch) -> Child:
    value = child.value
    column = value.column + 1 if isinstance(value, Branch) else 1
    form = brackets.form_of(tree.text)
    text = insert.with_pair(value.text, column, Pair("id", name), form)
    return replace(child, value=Leaf(text, ""))
