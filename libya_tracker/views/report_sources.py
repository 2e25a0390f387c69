"""Sources as readers of a bulletin know them: by outlet and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from libya_tracker.model.dates import written
from libya_tracker.model.records import Source
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.views.words import commas, present


class Reference(NamedTuple):
    """A source, and the few words that name it and no other in a bulletin."""

    label: str
    source: Source
    #: The label of the source that it repeats.
    origin: str | None = None

    @property
    def title(self) -> str | None:
        """Its title, where the label is not that already."""
        title = self.source.title
        return title if title and title not in self.label else None

    @property
    def about(self) -> tuple[str, ...]:
        """What else is known of it: how reliable it is, what it repeats."""
        grade = self.source.reliability
        return present(
            f"reliability {grade}" if grade else None,
            f"repeats {self.origin}" if self.origin else None,
        )


def references(
    sources: Sequence[Source], registry: Mapping[str, Source]
) -> dict[str, Reference]:
    """Return each source by its id, no two of one label."""
    labels = {source.id: _label(source) for source in sources}
    for longer in (_titled, _identified):
        counts = Counter(labels.values())
        labels = {
            source.id: longer(labels[source.id], source)
            if counts[labels[source.id]] > 1
            else labels[source.id]
            for source in sources
        }
    return {
        source.id: Reference(labels[source.id], source, _origin(source, labels, registry))
        for source in sources
    }


def _origin(
    source: Source, labels: Mapping[str, str], registry: Mapping[str, Source]
) -> str | None:
    origin = registry.get(source.origin or "")
    if origin is None or origin is source:
        return None
    if origin.id in labels or origin.publisher or origin.url:
        return labels.get(origin.id, _label(origin))
    return None  # no page of its own: it only names the voice


def _label(source: Source) -> str:
    return commas(source.publisher or source.title or source.id, written(source.date))


def _titled(label: str, source: Source) -> str:
    return f"{label}, “{source.title}”" if source.title and source.publisher else label


def _identified(label: str, source: Source) -> str:
    return f"{label} ({source.id})"
