"""Changing the charter: whole or not at all, by one person at a time, with its history."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.desk.charter import Rulebook, RuleChange
from assistant.domain.comment import Comment
from assistant.domain.finding import CheckContext
from assistant.drafting.drafter import DraftRequest
from assistant.errors import AssistantError, CharterError, Refused, StoreError
from assistant.tone import folder as folder_module
from assistant.tone.folder import charter_files, finish, replace_files
from assistant.tone.load import charter_hash, load_charter
from assistant.wiring import House

RULE = "forbidden.calm_down"
CALM = "Calmez-vous, nous regardons cela."


@pytest.fixture
def book(house: House) -> Rulebook:
    with house.store.begin() as work:
        work.users.add("Thomas", "approver", "manager")
        work.users.add("Ada", "admin", "agent")
        work.users.add("Camille", "approver", "agent")
    return house.rulebook


def milder(book: Rulebook) -> RuleChange:
    return RuleChange(RULE, text=book.text(RULE).replace("level: error", "level: warning"))


def levels(house: House) -> list[str]:
    found = house.checker.check(CALM, CheckContext(today=date(2026, 11, 1), language="fr")).findings
    return [f.level for f in found if f.rule == RULE]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in charter_files(folder)}


def test_a_saved_change_is_in_force_at_once(house: House, book: Rulebook) -> None:
    old, desk, store, drafter = house.charter, house.desk, house.store, house.drafter
    comment = Comment("1", "Livraison très en retard, je suis déçu.", channel="google_reviews")
    request = DraftRequest(comment, house.triager.triage(comment), house.desk.today())
    assert levels(house) == ["error"]
    ref = book.save(milder(book), "Thomas", expect=old.ref.sha256)
    assert (old.ref.version, ref.version) == ("1.2.0", "1.2.1")
    assert house.charter.ref == ref and house.desk.charter.ref == ref and levels(house) == ["warning"]
    assert house.charter.settings.effective == house.desk.today()
    assert house.store is store and house.triager.triage(comment).nature
    # A draft in the making ends under the charter it began with; the next one is made under the new.
    assert desk.charter is old and drafter.draft(request).charter == old.ref
    assert house.drafter.draft(request).charter == ref


def test_every_byte_outside_the_rule_stays(house: House, book: Rulebook) -> None:
    before = contents(house.workspace.charter)
    path = house.workspace.charter / "rules/forbidden.yaml"
    commented = path.read_text("utf-8").replace("  level: error\n", "  level: error   # décidé en mars\n", 1)
    path.write_text(commented, "utf-8")
    book.current()
    fields = {**_fields(house, RULE), "why": {"fr": "Écoutez d'abord.", "en": "Listen first."}}
    book.save(RuleChange(RULE, fields=fields), "Thomas", expect=house.charter.ref.sha256)
    after = contents(house.workspace.charter)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"charter.yaml", "rules/forbidden.yaml"} and after.keys() == before.keys()
    was = commented.splitlines()
    now = after["rules/forbidden.yaml"].decode().splitlines()
    different = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
    assert len(different) == 1 and different[0][1].strip().startswith("why:")
    assert "  level: error   # décidé en mars" in now
    settings = [
        (a, b)
        for a, b in zip(before["charter.yaml"].splitlines(), after["charter.yaml"].splitlines(), strict=True)
        if a != b
    ]
    assert [b.split(b":")[0] for _, b in settings] == [b"charter_version", b"effective"]


def _fields(house: House, id: str) -> dict[str, Any]:
    rule = next(r for r in house.charter.rules if r.id == id)
    return dict(rule.model_dump(mode="json", exclude_unset=True, exclude={"id"}))


def test_rules_are_added_and_removed(house: House, book: Rulebook) -> None:
    path = house.workspace.charter / "rules/vocabulary.yaml"
    before = path.read_text("utf-8")
    fields = {
        "kind": "existence",
        "level": "warning",
        "terms": ["veuillez noter", "l'on"],
        "message": {"fr": "« {match} » : non.", "en": "“{match}”: no."},
        "examples": {"bad": ["Veuillez noter ceci."], "good": ["Nous fermons."]},
    }
    new = RuleChange("vocabulary.please_note", fields=fields, new=True)
    assert book.try_change(new).change.effect == "added"  # type: ignore[union-attr]
    book.save(new, "Ada", expect=house.charter.ref.sha256)
    assert path.read_text("utf-8").startswith(before.rstrip() + "\n\nplease_note:\n")
    assert _fields(house, "vocabulary.please_note") == fields
    with pytest.raises(Refused) as twice:
        book.save(new, "Ada", expect=house.charter.ref.sha256)
    assert twice.value.code == "charter.rule_exists"
    book.save(RuleChange("vocabulary.please_note", remove=True), "Ada", expect=house.charter.ref.sha256)
    assert path.read_text("utf-8").rstrip() == before.rstrip()
    assert [v.cause for v in book.history()] == ["removed", "added", "first"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t.replace("kind: existence", "kind: poem"), "charter.invalid"),
        (lambda t: t.replace("kind: existence", "kind: [existence]"), "charter.invalid"),
        (lambda t: t.replace("level: error", "level: fatal"), "charter.invalid"),
        (lambda t: t + "  terms: [a]\n", "charter.duplicate_key"),
        (lambda t: t + "   x: [\n", "charter.yaml"),
        (lambda t: t + "  colour: red\n", "charter.invalid"),
        (lambda t: t + "  pattern: '(?=a)'\n", "charter.pattern"),
        (lambda t: t.replace("calm_down:", "other_name:"), "charter.invalid"),
        (lambda t: t + "another:\n" + t.split("\n", 1)[1], "charter.invalid"),
        (lambda t: "- a\n- b\n", "charter.invalid"),
        (lambda t: "", "charter.invalid"),
        (lambda t: t.replace('bad: ["', 'bad: ["Bonjour.", "'), "charter.examples"),
        (lambda t: t, "charter.unchanged"),
        (lambda t: "calm_down: " + "x" * 100_001, "charter.too_long"),
    ],
)
def test_what_is_no_good_rule_is_refused(
    house: House, book: Rulebook, change: Callable[[str], str], code: str
) -> None:
    before = contents(house.workspace.charter)
    with pytest.raises(AssistantError) as refused:
        book.save(RuleChange(RULE, text=change(book.text(RULE))), "Thomas", expect=house.charter.ref.sha256)
    assert refused.value.code == code
    assert contents(house.workspace.charter) == before
    assert len(book.history()) == 1


@pytest.mark.parametrize(
    "name", ["forbidden", "forbidden.", "../x.y", "forbidden.Été", "a.b.c", "forbidden.a/b"]
)
def test_names_that_are_none(book: Rulebook, name: str) -> None:
    with pytest.raises(AssistantError) as refused:
        book.try_change(RuleChange(name, fields={}, new=True))
    assert refused.value.code == "charter.rule_name"


def test_the_trial_tells_which_replies_change(house: House, book: Rulebook) -> None:
    from assistant.domain.reply import ApprovedReply

    with house.store.begin() as work:
        for n, text in enumerate((CALM, "Bonjour, merci de votre message.")):
            reply = ApprovedReply(f"r{n}", "En retard !", f"Bonjour. {text} Merci.", "fr")
            work.replies.add(reply, "Ada", house.desk.now())
    trial = book.try_change(milder(book))
    assert trial.change is not None and trial.change.effect == "loosened"
    assert [v.reply.id for v in trial.passing] == ["r0"] and trial.stopped == ()
    assert [v.reply.id for v in trial.advised] == ["r0"] and trial.read == 2
    gone = book.try_change(RuleChange(RULE, remove=True))
    assert gone.rule is None and [v.reply.id for v in gone.passing] == ["r0"]
    wider = book.text(RULE).replace('"calmez-vous"', '"calmez-vous", "merci de votre message"')
    trial = book.try_change(RuleChange(RULE, text=wider))
    assert [v.reply.id for v in trial.stopped] == ["r1"]
    finding = trial.stopped[0].findings[0]
    assert trial.stopped[0].reply.reply[finding.start : finding.end] == "merci de votre message"
    assert house.charter.ref.version == "1.2.0"


def test_only_those_entitled_save(house: House, book: Rulebook) -> None:
    sha = house.charter.ref.sha256
    assert book.try_change(milder(book)).change is not None
    with pytest.raises(Refused) as refused:
        book.save(milder(book), "Camille", expect=sha)
    assert refused.value.code == "charter.role"
    with pytest.raises(Refused):
        book.restore("1.2.0", sha, "Camille", expect=sha)
    book.save(milder(book), "Ada", expect=sha)


def test_of_two_who_save_at_once_one_wins(house: House, book: Rulebook) -> None:
    sha = house.charter.ref.sha256
    wanted = [
        RuleChange(RULE, text=book.text(RULE).replace("level: error", f"level: {level}"))
        for level in ("warning", "suggestion")
    ]
    start, results = threading.Barrier(2), list[str]()

    def save(change: RuleChange, who: str) -> None:
        start.wait()
        try:
            results.append(book.save(change, who, expect=sha).version)
        except Refused as error:
            results.append(error.code)

    threads = [
        threading.Thread(target=save, args=pair) for pair in zip(wanted, ("Ada", "Thomas"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["1.2.1", "charter.version"]
    assert [v.version for v in book.history()] == ["1.2.1", "1.2.0"]


@pytest.mark.slow
def test_history_and_going_back(house: House, book: Rulebook) -> None:
    first, before = house.charter.ref, contents(house.workspace.charter)
    second = book.save(milder(book), "Thomas", expect=first.sha256)
    (house.workspace.charter / "rules/more.yaml").write_text("# rien encore\n", "utf-8")  # by hand
    third = book.current().ref
    book.save(RuleChange(RULE, remove=True), "Ada", expect=third.sha256)
    shown = [(v.version, v.cause, v.who, book.can_restore(v)) for v in book.history()]
    assert shown == [
        ("1.2.2", "removed", "Ada", True),
        ("1.2.1", "outside", None, True),
        ("1.2.1", "changed", "Thomas", True),
        ("1.2.0", "first", None, True),
    ]
    back = book.restore(first.version, first.sha256, "Thomas", expect=house.charter.ref.sha256)
    assert back.version == "1.2.3" and levels(house) == ["error"]
    after = contents(house.workspace.charter)
    assert after.keys() == before.keys()  # the file written by hand is gone, and kept with its version
    assert {n for n in after if after[n] != before[n]} == {"charter.yaml"}
    assert book.history()[0].subject == "1.2.0"
    assert house.store.audit_check().ok and second.version == "1.2.1"
    with pytest.raises(AssistantError) as unknown:
        book.restore("9.9", "0" * 64, "Thomas", expect=back.sha256)
    assert unknown.value.code == "charter.version_unknown"


def test_restored_facts_are_found_again(house: House, book: Rulebook) -> None:
    index = house.part("index")
    first = house.charter.ref
    book.save(milder(book), "Thomas", expect=first.sha256)
    path = house.workspace.charter / "facts.yaml"
    path.write_text(
        path.read_text("utf-8")
        + '\nnew_fact:\n  text: {fr: "Notre atelier loge un perroquet.", en: "Our workshop houses a parrot."}\n'
        + "  source: essai\n  public: true\n",
        "utf-8",
    )
    book.current()
    found = index.search("perroquet", kind="fact", language="fr", k=1)
    assert found.hits[0].document.id == "new_fact"
    book.restore(first.version, first.sha256, "Thomas", expect=house.charter.ref.sha256)
    found = index.search("perroquet", kind="fact", language="fr", k=5)
    assert all(hit.document.id != "new_fact" for hit in found.hits)


def test_a_file_that_is_broken_by_hand_is_told_and_changes_nothing(house: House, book: Rulebook) -> None:
    ref = house.charter.ref
    path = house.workspace.charter / "rules/style.yaml"
    good = path.read_text("utf-8")
    path.write_text(good + "\noops: [\n", "utf-8")
    with pytest.raises(CharterError):
        book.save(milder(book), "Thomas", expect=ref.sha256)
    assert house.charter.ref == ref
    path.write_text(good, "utf-8")
    assert book.save(milder(book), "Thomas", expect=ref.sha256).version == "1.2.1"


# ── crashes ─────────────────────────────────────────────────────────────────────────────────


class Crash(BaseException):
    """The power goes."""


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[str]]]:
    """Makes the n-th act on the disk the last one; gives the list of acts done."""
    done: list[str] = []
    left = [10**9]

    def arm(n: int) -> list[str]:
        done.clear()
        left[0] = n
        return done

    def wrap(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def act(*args: Any, **more: Any) -> Any:
            if left[0] <= 0:
                raise Crash
            left[0] -= 1
            done.append(name)
            return real(*args, **more)

        monkeypatch.setattr(owner, name, act)

    wrap(folder_module.os, "fsync")
    wrap(folder_module.os, "replace")
    wrap(folder_module, "write_whole")
    wrap(Path, "rename")
    wrap(Path, "unlink")
    wrap(Path, "mkdir")
    wrap(folder_module.shutil, "rmtree")
    yield arm
    left[0] = 10**9


def test_a_crash_at_any_moment_leaves_one_whole_charter(
    tmp_path: Path, crashing: Callable[[int], list[str]]
) -> None:
    files = {"charter.yaml": b"new", "rules/a.yaml": b"new", "rules/c.yaml": b"new"}
    old = {"charter.yaml": b"old", "rules/a.yaml": b"old", "rules/b.yaml": b"old"}
    outcomes = []
    for n in range(200):
        crashing(10**9)
        folder = tmp_path / str(n)
        for name, content in old.items():
            folder_module.write_whole(folder / name, content)
        done = crashing(n)
        try:
            replace_files(folder, files, ["rules/b.yaml"])
        except Crash:
            pass
        else:
            break
        crashing(10**9)
        finish(folder)  # the next who reads the folder
        now = contents(folder)
        assert now in (old, files), (n, done)
        outcomes.append("new" if now == files else "old")
        replace_files(folder, old, ["rules/c.yaml"])  # and the next change goes well
        assert contents(folder) == old
    assert "old" in outcomes and "new" in outcomes and outcomes == sorted(outcomes, reverse=True)
    assert n < 199


@pytest.mark.slow
def test_a_crash_while_saving_leaves_a_charter_that_loads(
    house: House, book: Rulebook, crashing: Callable[[int], list[str]]
) -> None:
    folder = house.workspace.charter
    before = charter_hash(folder)
    book.save(milder(book), "Thomas", expect=before)
    now = house.charter.ref.sha256
    seen = set()
    for n in range(0, 140, 7):
        crashing(n)
        with contextlib.suppress(Crash, CharterError):
            book.save(RuleChange(RULE, remove=True), "Ada", expect=now)
        crashing(10**9)
        loaded = load_charter(folder)
        seen.add(loaded.ref.sha256)
        assert len({r.id for r in loaded.rules} ^ {r.id for r in house.charter.rules}) <= 1
        if loaded.ref.sha256 != now:
            break
    assert now in seen  # some crashes came before the change was decided


def test_a_store_that_refuses_undoes_the_files(
    house: House, book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    before, ref = contents(house.workspace.charter), house.charter.ref
    change, begin = milder(book), house.store.begin

    @contextmanager
    def full() -> Iterator[Any]:
        with begin() as work:
            yield work
            raise StoreError("store.full", "The disk is full.")

    monkeypatch.setattr(house.store, "begin", full)
    with pytest.raises(StoreError):
        book.save(change, "Thomas", expect=ref.sha256)
    assert contents(house.workspace.charter) == before and house.charter.ref == ref
    monkeypatch.undo()
    assert len(book.history()) == 1


def test_a_disk_that_refuses(house: House, book: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    before, change = contents(house.workspace.charter), milder(book)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module.os, "fsync", full)
    with pytest.raises(CharterError) as refused:
        book.save(change, "Thomas", expect=house.charter.ref.sha256)
    monkeypatch.undo()
    assert refused.value.code == "charter.unwritable" and "No space left" in refused.value.message
    assert contents(house.workspace.charter) == before and len(book.history()) == 1
    assert book.save(change, "Thomas", expect=house.charter.ref.sha256).version == "1.2.1"
