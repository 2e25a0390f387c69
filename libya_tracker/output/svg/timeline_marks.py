"""The fills of the bars of a timeline: each kind is distinct without its colour."""

from __future__ import annotations

from collections.abc import Iterator

from libya_tracker.analysis.timeline import Novelty
from libya_tracker.model.vocabulary import Sign
from libya_tracker.named_tuples import NamedTuple
from libya_tracker.output.svg import status_marks
from libya_tracker.output.xml import empty, number, worded
from libya_tracker.views.chart import Kind
from libya_tracker.views.palette import Colour

HEIGHT, SAMPLE = 16, 28
CHARACTER = 13  # the width of one letter of a side
SIGN = 10  # that of the sign of a status beside it
_SOLID = frozenset({"certain", "disputed"})


class Box(NamedTuple):
    """Where a segment is drawn; all have the same height."""

    x: float
    y: float
    width: float


def segment(box: Box, colour: Colour, fill: tuple[Sign, Kind]) -> Iterator[str]:
    """Yield the drawing of a segment: its outline, the strokes of its kind and its sign."""
    sign, kind = fill
    yield _outline(box, colour, f"tl-rim tl-{kind}")
    ink = colour.ink if kind in _SOLID else "currentColor"
    yield from _foot(box, colour, ink)
    strokes = [_SIGNS[sign](box)] if sign in _SIGNS else []
    strokes += [_zigzag(box)] if kind in {"disputed", "doubtful"} else []
    for path in strokes:
        yield empty("path", d=path, fill="none", stroke=ink, class_="tl-stroke")
    if kind == "expected":
        yield _question(box)


def letter(
    place: tuple[float, float], colour: Colour, text: str, status: str = ""
) -> Iterator[str]:
    """Yield the drawing of a side's letter on its colour, with the sign of a status."""
    outline = status_marks.BESIDE_LETTERS.get(status)
    box = Box(*place, width(text) + (SIGN if outline else 0))
    yield _outline(box, colour, "tl-rim")
    middle = f'x="{number(box.x + width(text) / 2)}" y="{number(box.y + 12)}"'
    style = f'class="tl-letter" style="fill:{colour.ink}"'
    yield f"<text {middle} {style}>{text}</text>"
    if outline:
        yield sign((box.x + width(text) + SIGN / 2 - 2, box.y), outline, colour.ink)


def sign(place: tuple[float, float], outline: str, ink: str) -> str:
    """Return the drawing of the sign of a status, at the height of a letter."""
    move = f"translate({number(place[0])} {number(place[1] + HEIGHT / 2)})"
    look = {"fill": "none", "stroke": ink, "stroke_width": 1.25, "class_": "tl-status"}
    return empty("path", d=outline, transform=move, **look)


def key(colour: Colour, text: str) -> Iterator[str]:
    """Yield the sample of a side in a legend: its letter at the beginning of a bar."""
    yield from segment(Box(0, 0, key_width(text)), colour, (Sign.PLUS, "certain"))
    yield from letter((0, 0), colour, text)


def key_width(letters: str) -> int:
    """Return the width of the sample of a side."""
    return width(letters) + 2 * CHARACTER


def frame(box: Box, novelty: Novelty) -> str:
    """Return the thick frame of what is news; that of what was learned is broken."""
    place = {"x": number(box.x + 1), "y": number(box.y + 1)}
    size = {"width": number(max(box.width - 2, 1)), "height": HEIGHT - 2}
    dashes = "4 3" if novelty is Novelty.LEARNED else None
    look = {"fill": "none", "stroke_width": 3, "stroke_dasharray": dashes}
    return empty("rect", **place, **size, **look, class_="tl-rim")


def width(letters: str) -> int:
    """Return the width of a side's letter."""
    return CHARACTER * len(letters)


def _outline(box: Box, colour: Colour, class_: str) -> str:
    x, y, width = number(box.x + 0.5), number(box.y + 0.5), number(max(box.width - 1, 1))
    size = f'width="{width}" height="{HEIGHT - 1}"'
    return f'<rect x="{x}" y="{y}" {size} fill="{colour.fill}" class="{class_}" />'


def _foot(box: Box, colour: Colour, ink: str) -> Iterator[str]:
    """Yield the line along the foot of a box, which tells colours apart without colour."""
    if colour.dashes and box.width > 5:
        path = f"M{number(box.x + 2)} {number(box.y + 13)}h{number(box.width - 4)}"
        dashes = " ".join(map(str, colour.dashes)) if colour.dashes[1] else None
        look = {"fill": "none", "stroke": ink, "stroke_width": 1.5, "class_": "tl-foot"}
        yield empty("path", d=path, stroke_dasharray=dashes, **look)


def _crosses(box: Box) -> str:
    """Return the strokes of a hostile tie: across it, from side to side."""
    return _repeated(box, 7, f"l-4 {HEIGHT - 7}", (5, 2))


def _double(box: Box) -> str:
    """Return the stroke of a neutral tie: along its middle."""
    return f"M{box.x:.0f} {box.y + HEIGHT / 2 - 1:.0f}h{box.width:.0f}"


def _zigzag(box: Box) -> str:
    """Return the stroke of a disputed segment: up and down, from end to end."""
    points, x, up = [], 1, True
    while x < box.width:
        points.append(f"{box.x + x:.0f} {box.y + (10 if up else 4):.0f}")
        x, up = x + 4, not up
    return "M" + "L".join(points)


def _repeated(box: Box, step: int, stroke: str, begin: tuple[int, int]) -> str:
    x, y = begin
    places = range(x, max(round(box.width), x + 1), step)
    return "".join(f"M{box.x + place:.0f} {box.y + y:.0f}{stroke}" for place in places)


def _question(box: Box) -> str:
    """Return question marks along an expected segment, at least one."""
    count = max(1, int(box.width // 20))
    gap = box.width / count
    places = " ".join(f"{box.x + (n + 0.5) * gap - 3:.1f}" for n in range(count))
    return worded("text", "?" * count, x=places, y=box.y + 12, class_="tl-small")


_SIGNS = {"-": _crosses, "0": _double}
