from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.pieces import Pieces


def run(data: bytes, cuts: list[int], stop: tuple[str, ...]) -> tuple[str, list[str], Pieces]:
    pieces = Pieces(stop)
    edges = sorted({0, len(data), *(c % (len(data) + 1) for c in cuts)})
    out = [pieces.feed(data[a:b]) for a, b in pairwise(edges)]
    out.append(pieces.finish())
    return "".join(out), out, pieces


@given(
    st.text("ab\né🌊", max_size=30),
    st.lists(st.integers(0, 200)),
    st.lists(st.text("ab\né", max_size=4), max_size=3),
)
def test_however_the_bytes_are_cut_the_text_ends_at_the_first_stop(
    text: str, cuts: list[int], stop: list[str]
) -> None:
    whole, out, pieces = run(text.encode(), cuts, tuple(stop))
    assert all("\ufffd" not in piece for piece in out)
    assert not any(s in whole for s in stop if s)
    if pieces.stopped:
        assert any(text.startswith(whole + s) for s in stop if s)
    else:
        assert whole == text


def test_half_a_character_at_the_end_is_dropped() -> None:
    assert run("né".encode()[:2], [], ())[0] == "n"


def test_what_cannot_begin_a_stop_comes_at_once() -> None:
    pieces = Pieces(("\n\n",))
    assert pieces.feed(b"Bonjour\n") == "Bonjour"
    assert pieces.feed(b"Madame") == "\nMadame"
    assert pieces.feed(b"\n\nPS") == ""
    assert pieces.stopped
    assert pieces.finish() == ""
