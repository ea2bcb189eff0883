"""A file is triaged: each row's hypotheses look back upon the rows before it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.desk.batch import Out, triage_rows
from assistant.intake.files import Row
from assistant.triage.triager import Triager
from assistant.wiring import House

SMEAR = "Fuyez cette enseigne, ils vendent des lampadaires dangereux et se moquent bien de leurs clients"


def rows() -> Iterator[Row]:
    yield Row(1, {"id": "1", "text": SMEAR, "author": "Paul", "channel": "forum"})
    yield Row(2, {"id": "2"})
    yield Row(3, {"id": "3", "text": SMEAR.upper(), "author": "Anne", "channel": "forum"})
    yield Row(4, {"id": "4", "text": f"{SMEAR} vraiment", "author": "Zoé", "channel": "forum"})
    yield Row(5, {"id": "5", "text": "Où en est ma commande ?", "author": "Paul", "channel": "forum"})
    yield Row(6, {"id": "6", "text": "Où en est ma commande ?", "author": "Anonyme"})


def kinds(outs: list[Out]) -> dict[str, list[str]]:
    return {o.row["id"]: [h["kind"] for h in o.row["hypotheses"]] for o in outs if o.error is None}


def triaged(triager: Triager, done: frozenset[str] = frozenset()) -> list[Out]:
    return list(triage_rows(triager, rows(), skip=done))


def test_each_row_looks_back(house: House) -> None:
    outs = triaged(house.fast_triager)
    assert [o.line for o in outs] == [1, 2, 3, 4, 5, 6] and outs[1].error is not None
    assert kinds(outs) == {
        "1": [],
        "3": ["same_text"],
        "4": ["similar_wording"],
        "5": ["earlier_comments"],
        "6": [],
    }
    assert outs[3].row["hypotheses"][0]["evidence"].endswith("voir 1, 3")


def test_a_resumed_file_says_the_same(house: House) -> None:
    whole, rest = triaged(house.fast_triager), triaged(house.fast_triager, frozenset({"1", "3"}))
    same = kinds(rest)
    assert same == {id: found for id, found in kinds(whole).items() if id not in ("1", "3")}
    assert same["4"] == ["similar_wording"]
