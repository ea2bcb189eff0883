from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Text, text

from assistant.domain.reply import ApprovedReply
from assistant.errors import NotFound
from assistant.store import Store
from assistant.store.copies import COLUMNS, NOT_THEIRS
from assistant.store.tables import PlainText, metadata

from .conftest import NOW
from .values import APPROVAL, DRAFT, TRIAGE, comment

SECRET = "MARTINGALE"


def test_every_column_of_text_or_of_hashes_is_listed_once() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, PlainText | Text | BigInteger)
    }
    listed = [*COLUMNS, *NOT_THEIRS]
    assert columns == set(listed)
    assert len(listed) == len(set(listed))


def life_of_a_case(store: Store) -> None:
    """A case that holds the secret everywhere a copy can live, and another person's case."""
    with store.begin() as work:
        work.cases.receive(comment("a", f"{SECRET} perdu", author=SECRET, author_id="u1"), NOW, "import")
        work.cases.receive(comment("b", "Moi aussi", author="Paul", thread_id="a"), NOW, "import")
        work.cases.receive(comment("c", "Bravo", author="Paul"), NOW, "import")
        case = work.cases.get("1")
        for what, changes in (
            ("triaged", {"state": "triaged", "triage": TRIAGE}),
            ("drafted", {"state": "drafted", "draft": DRAFT}),
            ("approved", {"state": "approved", "approval": APPROVAL, "edited": SECRET}),
            ("published", {"state": "published", "reason": SECRET, "published_url": f"https://x/{SECRET}"}),
        ):
            case = work.cases.save("1", expect=case.version, who="Anne", what=what, detail=SECRET, **changes)
        work.autosave("1", "Anne", f"Bonjour {SECRET}")
        work.feedback.add("1", "edit", {"text": SECRET}, "Anne", NOW)
        task = work.tasks.add("1", f"appeler {SECRET}", "Luc", who="Anne")
        work.tasks.done(task.id, f"{SECRET} est content", "Luc")
        own = ApprovedReply("r1", f"{SECRET} perdu ?", f"Bonjour {SECRET}", "fr")
        same_words = ApprovedReply("r2", f" {SECRET} perdu", "Bonjour", "fr")
        other = ApprovedReply("r3", "Moi aussi", "Bonjour Paul", "fr")
        work.replies.add(own, "Anne", NOW, case_id="1")
        work.replies.add(same_words, "import", NOW)
        work.replies.add(other, "import", NOW)


def everything(store: Store) -> str:
    with store.read() as work:
        return "\n".join(
            repr(tuple(row))
            for table in metadata.sorted_tables
            for row in work.connection.execute(text(f"SELECT * FROM {table.name}"))
        )


@pytest.mark.parametrize("known_as", [SECRET, "u1"])
def test_nothing_of_an_author_is_left(store: Store, tmp_path: Path, known_as: str) -> None:
    life_of_a_case(store)
    exports = tmp_path / "exports"
    (exports / "2026").mkdir(parents=True)
    (exports / "2026" / "queue.csv").write_text(SECRET)
    assert SECRET in everything(store)
    from_index: list[str] = []
    report = store.erase_author(known_as, who="Anne", index=from_index.extend, exports=exports)
    assert SECRET not in everything(store)
    assert not list(exports.rglob("*.csv"))
    assert from_index == ["r1", "r2"]
    assert (report.comments, report.cases, report.replies, report.autosaves, report.exports) == (
        1,
        1,
        2,
        1,
        1,
    )
    assert store.audit_check().ok
    with store.read() as work:
        assert list(work.audit.rows())[-1].what == "author.erased"


def test_what_others_wrote_stays(store: Store) -> None:
    life_of_a_case(store)
    store.erase_author(SECRET)
    with store.read() as work:
        erased, other = work.cases.get("1"), work.cases.get("2")
        assert [reply.id for reply in work.replies.all()] == ["r3"]
        assert list(work.feedback.all("edit")) == []
        assert [task.text for task in work.tasks.list(open_only=False)] == [""]
        assert [line.author for line in work.cases.list(order="oldest")] == [None, "Paul"]
    assert other.comment.text == "Bravo"
    assert (erased.state, erased.comment.text, erased.draft, erased.text) == ("closed", "", None, "")
    assert [c.text for c in erased.thread if c.direction == "in"] == ["Moi aussi"]


def test_the_bytes_are_gone_from_the_file(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/desk.sqlite")
    store.migrate()
    life_of_a_case(store)
    store.erase_author(SECRET)
    store.close()
    left = [path.name for path in tmp_path.iterdir() if SECRET.encode() in path.read_bytes()]
    assert left == []


def test_the_next_import_does_not_bring_the_comment_back(store: Store) -> None:
    life_of_a_case(store)
    store.erase_author(SECRET)
    with store.begin() as work:
        case, new = work.cases.receive(comment("a", f"{SECRET} perdu", author=SECRET), NOW, "import")
    assert (case.id, case.comment.text, new) == ("1", "", False)
    assert SECRET not in everything(store)


def test_an_erased_thread_can_still_grow(store: Store) -> None:
    life_of_a_case(store)
    store.erase_author(SECRET)
    with store.begin() as work:
        case, _ = work.cases.receive(comment("d", "Suite", author="Zoé", thread_id="a"), NOW, "import")
    assert (case.id, case.state, case.thread[-1].text) == ("1", "received", "Suite")


def test_an_author_nobody_knows(store: Store) -> None:
    life_of_a_case(store)
    with pytest.raises(NotFound) as unknown:
        store.erase_author("Personne")
    assert unknown.value.code == "author.unknown"


def test_when_the_index_fails_nothing_is_erased_halfway(store: Store) -> None:
    life_of_a_case(store)
    before = everything(store)

    def fail(ids: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.erase_author(SECRET, index=fail)
    assert everything(store) == before


def test_an_author_of_half_of_everything(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/desk.sqlite")
    store.migrate()
    with store.begin() as work:
        rows = (comment(str(n), f"Avis {n}", author="Client") for n in range(1500))
        list(work.cases.receive_many(rows, NOW, "import"))
    report = store.erase_author("Client")
    assert (report.comments, report.texts) == (1500, 1500)
    assert store.audit_check().ok
    store.close()
