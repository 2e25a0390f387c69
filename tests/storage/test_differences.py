"""Where two texts differ, and where their lines begin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.storage import differences, line_index
from libya_tracker.storage.differences import Stretch
from libya_tracker.storage.line_index import LineIndex

TEXTS = st.lists(st.sampled_from(["a\n", "bb\n", "\n", "é\r\n", "c"]), max_size=60).map(
    "".join
)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_between_the_stretches_two_texts_are_the_same(
    before: str, old: str, new: str, after: str
) -> None:
    texts = before + old + after, before + new + after

    stretches = [*differences.differences(*texts)]

    here = there = 0
    for one in [*stretches, Stretch(len(texts[0]), 0, len(texts[1]), 0)]:
        assert texts[0][here : one.old] == texts[1][there : one.new]
        for text, start in ((texts[0], one.old), (texts[1], one.new)):
            assert start in {0, len(text)} or text[start - 1] == "\n"
        here, there = one.old_end, one.new_end
    assert bool(stretches) == (texts[0] != texts[1])


@given(TEXTS, st.integers(1, 5), st.randoms())
def test_each_line_is_where_it_begins_whatever_is_asked_first(
    text: str, stride: int, order: Random
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_index, "_STRIDE", stride)
        lines = [f"{line}\n" for line in text.split("\n")]
        lines[-1] = lines[-1].removesuffix("\n")
        lines = lines if lines[-1] else lines[:-1]
        starts = [0, *accumulate(map(len, lines))]

        index = LineIndex(text)
        asked: list[tuple[Callable[[], object], object]] = [
            (index.__len__, len(lines)),
            (partial(index.start, len(starts) + 3), len(text)),
            (partial(index.lines, 1, len(lines)), lines[1:]),
            *((partial(index.start, line), at) for line, at in enumerate(starts)),
            *(
                (partial(index.line_of, at), text[:at].count("\n"))
                for at in range(len(text))
            ),
        ]
        order.shuffle(asked)
        for question, answer in asked:
            assert question() == answer, question
