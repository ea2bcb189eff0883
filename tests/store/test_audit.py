from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from assistant.store import Store
from assistant.store.audit import GENESIS, digest

from .conftest import NOW
from .values import APPROVAL, DRAFT, TRIAGE, comment


def history(store: Store) -> None:
    with store.begin() as work:
        work.cases.receive(comment(), NOW, "import")
        work.cases.receive(comment("g-2", "Et moi alors ?", author="Paul"), NOW, "import")
        work.cases.save("1", expect=1, who="desk", what="triaged", state="triaged", triage=TRIAGE)
        work.cases.save("1", expect=2, who="desk", what="drafted", state="drafted", draft=DRAFT)
        work.cases.save("1", expect=3, who="Anne", what="approved", state="approved", approval=APPROVAL)


def tamper(store: Store, statement: str) -> None:
    with store.begin() as work:
        work.connection.execute(text(statement))


def test_an_empty_chain_holds(store: Store) -> None:
    assert store.audit_check().ok
    assert store.audit_check().head == GENESIS


def test_every_change_is_a_row(store: Store) -> None:
    history(store)
    with store.read() as work:
        rows = list(work.audit.rows())
    assert [(r.seq, r.who, r.what, r.case_id) for r in rows] == [
        (1, "import", "received", "1"),
        (2, "import", "received", "2"),
        (3, "desk", "triaged", "1"),
        (4, "desk", "drafted", "1"),
        (5, "Anne", "approved", "1"),
    ]
    assert rows[0].prev_hash == GENESIS
    assert [r.prev_hash for r in rows[1:]] == [r.hash for r in rows[:-1]]
    assert datetime.fromisoformat(rows[0].at) == NOW.astimezone(UTC)
    report = store.audit_check()
    assert (report.ok, report.rows, report.first_bad, report.head) == (True, 5, None, rows[-1].hash)


def test_the_salt_hides_equal_contents(store: Store) -> None:
    with store.begin() as work:
        work.settings.set("a", 1)
        work.settings.set("a", 2)
        work.settings.set("a", 1)
        first, _, last = work.audit.rows()
        body = work.connection.execute(text("SELECT salt, body FROM texts ORDER BY id")).first()
    assert first.after_sha != last.after_sha
    assert body is not None and first.after_sha == digest(body.salt, body.body)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit SET who = 'Luc' WHERE seq = 3", 3),
        ("UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 1", 1),
        ("UPDATE audit SET case_id = 2 WHERE seq = 5", 5),
        ("UPDATE audit SET after_sha = before_sha WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 1", 2),
        ("DELETE FROM audit WHERE seq = 3", 4),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE seq IN (2, 3)", -3),
        ("UPDATE texts SET body = '{}' WHERE id = 4", 4),
        ("UPDATE texts SET body = '', salt = '', erased_at = '2026-01-01' WHERE id = 3", 3),
    ],
)
def test_tampering_is_found(store: Store, statement: str, first_bad: int) -> None:
    history(store)
    tamper(store, statement)
    report = store.audit_check()
    assert not report.ok
    assert report.first_bad == first_bad
    assert report.problem


def test_two_rows_that_changed_places_are_found(store: Store) -> None:
    history(store)
    for a, b in ((2, -1), (3, 2), (-1, 3)):
        tamper(store, f"UPDATE audit SET seq = {b} WHERE seq = {a}")
    report = store.audit_check()
    assert (report.ok, report.first_bad) == (False, 2)


def test_strange_names_are_hashed_as_they_are_stored(store: Store) -> None:
    with store.begin() as work:
        work.settings.set("a\x00", {"x": "\ud800\x00"}, who="\ud800Anne\x00")
    assert store.audit_check().ok
