"""What is stored around a comment, on both engines."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from assistant.domain.comment import Comment
from assistant.domain.context import MOST, SHOWN, AuthorCard, Context
from assistant.domain.text import fold
from assistant.store import Store

from .conftest import NOW
from .values import APPROVAL, TRIAGE, comment

TEXT = "Mon lampadaire est arrivé cassé et personne ne répond au téléphone depuis deux longues semaines"


def receive(store: Store, *comments: Comment) -> None:
    with store.begin() as work:
        list(work.cases.receive_many(comments, NOW, "import"))


def said(id: str, text: str = TEXT, days: float = 0, **more: Any) -> Comment:
    return comment(id, text, posted_at=NOW - timedelta(days=100 - days), **more)


def around(store: Store, case_id: str) -> Context:
    with store.read() as work:
        case = work.cases.get(case_id)
        return work.surroundings.of(case.comment, case_id, case.received_at)


def card(store: Store, case_id: str) -> AuthorCard | None:
    with store.read() as work:
        return work.surroundings.card(work.cases.get(case_id).comment, case_id)


def test_an_author_a_copy_and_a_near_copy(store: Store) -> None:
    receive(
        store,
        said("1", author="Paul"),
        said("2", author="Anne", channel="own_forum", days=1),
        said("3", f"Bonjour. {TEXT.replace('deux', 'trois')} !", author="Paul", days=2),
        said("4", "Autre chose, sans aucun rapport avec ce qui précède ici", author="Zoé", days=3),
    )
    with store.begin() as work:
        work.cases.save("1", expect=1, who="desk", what="triaged", state="triaged", triage=TRIAGE)
    second, third = around(store, "2"), around(store, "3")
    assert second.past is None
    assert [(s.ref, s.by, s.channel) for s in second.copies] == [("1", "other", "google_reviews")]
    assert [(s.ref, s.by) for s in second.alike] == [("3", "other")]
    assert third.past and (third.past.count, third.past.natures) == (1, {"complaint": 1})
    assert (third.past.first, third.past.last) == (NOW - timedelta(days=100),) * 2
    assert third.copies == ()
    assert [(s.ref, s.by) for s in third.alike] == [("1", "same"), ("2", "other")]
    assert all(0.8 <= s.similarity < 1 for s in third.alike)
    assert around(store, "1").past is None  # what came later is no past
    assert around(store, "4") == Context()


def test_a_thread_is_not_its_own_surroundings(store: Store) -> None:
    receive(store, said("1"), said("2", thread_id="1", days=1), said("3", "Merci", thread_id="1", days=2))
    assert around(store, "1") == Context()
    assert card(store, "1") is None


def test_ours_are_nobody_s_copies(store: Store) -> None:
    receive(store, said("1", direction="out"), said("2", author="Anne"))
    assert around(store, "2") == Context()


def test_nobody_has_neither_past_nor_card(store: Store) -> None:
    receive(store, said("1", author=None), said("2", author="Anonyme", days=1))
    assert around(store, "2").past is None
    assert [(s.ref, s.by) for s in around(store, "2").copies] == [("1", "nobody")]
    assert card(store, "2") is None


def test_the_card_has_what_they_said_and_what_we_answered(store: Store) -> None:
    receive(store, said("1", "Colis perdu"), said("2", "Bravo pour le lustre", days=5), said("3", days=9))
    with store.begin() as work:
        work.cases.save("1", expect=1, who="desk", what="triaged", state="triaged", triage=TRIAGE)
        work.cases.save("1", expect=2, who="desk", what="drafted", state="drafted")
        work.cases.save("1", expect=3, who="Anne", what="approved", state="approved", approval=APPROVAL)
        work.cases.save("1", expect=4, who="Anne", what="published", state="published")
    shown = card(store, "2")
    assert shown and (shown.past.count, shown.past.natures) == (2, {"complaint": 1})
    assert [(m.case_id, m.nature, m.answer) for m in shown.messages] == [
        ("3", None, ""),
        ("1", "complaint", APPROVAL.text),
    ]
    assert shown.messages[1].excerpt == "Colis perdu"
    assert shown.messages[1].channel == "google_reviews"


def test_ten_thousand_comments_of_one_author(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/desk.sqlite", clock=lambda: NOW)
    store.migrate()
    receive(store, *(said(str(n), days=n - 10_000) for n in range(10_001)))
    begun = time.perf_counter()
    context, shown = around(store, "5000"), card(store, "5000")
    assert time.perf_counter() - begun < 2
    assert context.past and context.past.count == 4_999
    assert len(context.copies) == MOST
    assert shown and len(shown.messages) == SHOWN
    assert shown.messages[0].at > shown.messages[-1].at
    store.close()


def test_a_rush_of_new_authors(store: Store) -> None:
    usual = [said(f"u{n}", "Bonjour", author=f"U{n}", days=n / 2) for n in range(80)]
    rush = [said(f"r{n}", "Honte à vous", author=f"R{n}", days=40 + n / 100) for n in range(20)]
    back = said("b", "Encore moi", author="U1", days=40.3)
    receive(store, *usual, *rush, back)
    arrivals = around(store, "100").arrivals
    assert arrivals and (arrivals.new, arrivals.usual, arrivals.days) == (21, 2.0, 28)
    assert around(store, "101").arrivals is None  # an author known before is no newcomer
    early = around(store, "20").arrivals
    assert early is None  # ten days of history


def test_without_a_time_nobody_is_part_of_a_rush(store: Store) -> None:
    receive(store, *(comment(str(n), "Bonjour", author=f"A{n}") for n in range(30)))
    assert around(store, "30").arrivals is None


def test_nothing_an_author_is_known_by_outlives_an_erasure(store: Store) -> None:
    receive(store, said("1", author="Paul"), said("2", f"{TEXT} bis", author="Anne", days=1))
    store.erase_author("Paul")
    assert around(store, "2") == Context()
    with store.read() as work:
        left = work.connection.exec_driver_sql(
            "SELECT count(*) FROM comments WHERE id = 1 AND (author_key IS NOT NULL OR text_key IS NOT NULL)"
        ).scalar()
        bands = work.connection.exec_driver_sql("SELECT DISTINCT comment_id FROM wordings").scalars().all()
    assert (left, bands) == (0, [2])


def test_an_old_database_gets_its_fingerprints(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "dumps" / "0001.sql").read_text("utf-8"))
    place = "(SELECT text_id FROM comments WHERE id = 1)"
    [(body,)] = old.execute(f"SELECT body FROM texts WHERE id = {place}").fetchall()
    first = json.loads(body)
    first["comment"] |= {"text": TEXT, "title": None, "channel": "google_reviews", "author": "Paul"}
    old.execute(f"UPDATE texts SET body = ? WHERE id = {place}", [json.dumps(first)])
    old.execute("UPDATE comments SET folded = ?, author = 'Paul' WHERE id = 1", [fold(f"Paul\n{TEXT}")])
    old.commit()
    old.close()
    store = Store(f"sqlite:///{path}", clock=lambda: NOW)
    store.migrate()
    receive(store, said("new", f"{TEXT} bis", author="Paul"))
    with store.read() as work:
        [new] = work.cases.list(search="bis")
    shown, context = card(store, new.id), around(store, new.id)
    assert shown and shown.past.count == 1
    assert [(s.ref, s.by) for s in context.alike] == [("1", "same")]
    with store.read() as work:
        flags = work.connection.exec_driver_sql("SELECT id, newcomer FROM comments ORDER BY id").all()
    assert (flags[0][1], flags[-1][1]) == (1, 0)
    store.close()
