"""Comments come in and are read: receive, triage, correct the triage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from assistant.desk.room import Room, last_of_theirs
from assistant.domain.case import Case
from assistant.domain.clock import due_at
from assistant.domain.comment import Comment
from assistant.domain.context import AuthorCard
from assistant.domain.triage import (
    NATURES,
    SEVERITIES,
    TRUTHS,
    Correction,
    Nature,
    Severity,
    Triage,
    Truth,
)
from assistant.errors import AssistantError, BadInput, Refused
from assistant.triage.decision import decide_again, decided
from assistant.triage.triager import needs_reply


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one comment: its case, and whether it opened it."""

    case_id: str
    new: bool


class Reception(Room):
    """What becomes of a comment before anybody answers it."""

    def receive(self, comment: Comment, who: str = "import") -> tuple[Case, bool]:
        """Stores a comment; the same one again gives the case it already has."""
        with self.store.begin() as work:
            return work.cases.receive(comment, self._clock(), who)

    def receive_many(
        self, comments: Iterable[Comment], who: str = "import"
    ) -> Iterator[Received | AssistantError]:
        """Stores many, in transactions of 500; a comment that cannot be stored gives its error."""
        rest = iter(comments)
        while chunk := [c for _, c in zip(range(500), rest, strict=False)]:
            with self.store.begin() as work:
                results = list(work.cases.receive_many(chunk, self._clock(), who))
            for result in results:
                yield result if isinstance(result, AssistantError) else Received(result.case_id, result.new)

    def triage(self, case_id: str, who: str = "desk") -> Case:
        """Says what the comment is, and when a reply is due. What a person has found out about the truth of
        the same message stays; a new message makes it unknown again."""
        case = self.case(case_id)
        comment = last_of_theirs(case)
        old = case.triage if case.state != "received" else None
        triager = self._triager()
        triage = triager.triage(comment, thread=_before(case, comment), truth=old.truth if old else "unknown")
        with self.store.read() as work:
            context = work.surroundings.of(comment, case.id, case.received_at)
        triage = replace(triager.supposing(triage, comment, context), id=case.comment.id)
        return self._keep_triage(case, triage, who, "triaged")

    def author_of(self, case: Case) -> AuthorCard | None:
        """What the author of the latest message wrote in other cases; None where nothing is known."""
        with self.store.read() as work:
            return work.surroundings.card(last_of_theirs(case), case.id)

    def correct_triage(
        self,
        case_id: str,
        who: str,
        *,
        nature: Nature | None = None,
        severity: Severity | None = None,
        truth: Truth | None = None,
        expect: int | None = None,
    ) -> Case:
        """A person's word on nature, severity or truth: it stands, and it teaches the classifier.

        The decision table gives the severity anew, unless a person has set it.

        Raises:
            BadInput: ``triage.value``.
            Refused: ``case.untriaged``, ``case.version``, ``case.state``.
        """
        who = self.person(who).name
        given: dict[str, str] = {}
        for name, value, known in (
            ("nature", nature, NATURES),
            ("severity", severity, SEVERITIES),
            ("truth", truth, TRUTHS),
        ):
            if value is None:
                continue
            if value not in known:
                raise BadInput(
                    "triage.value", f"This {name} is not known.", "Known: " + ", ".join(known) + "."
                )
            given[name] = value
        if not given:
            raise BadInput(
                "triage.value", "Nothing was said of the triage.", "Give a nature, a severity or a truth."
            )
        case, old = self._triaged(case_id)
        corrected = replace(
            old,
            truth=truth or old.truth,
            corrections=(*old.corrections, _correction(old, given, who, self._clock())),
        )
        if nature is not None:
            subtype = old.subtype if nature == old.nature else None
            corrected = replace(corrected, nature=nature, subtype=subtype, unsure=False, confidence=1.0)
        corrected = self._decided_again(corrected, case, severity)
        lesson = {
            "given": list(given),
            "was": [old.nature, old.severity, old.truth],
            "is": [corrected.nature, corrected.severity, corrected.truth],
            "text": last_of_theirs(case).whole,
        }
        return self._keep_triage(case, corrected, who, "corrected the triage", expect, lesson)

    def take_back_correction(self, case_id: str, who: str, *, expect: int | None = None) -> Case:
        """Undoes the last correction: the triage is what it was before, and nothing is learned from it.

        Raises:
            Refused: ``triage.uncorrected``: there is none; ``case.untriaged``, ``case.version``,
                ``case.state``.
        """
        who = self.person(who).name
        case, triage = self._triaged(case_id)
        if not triage.corrections:
            raise Refused(
                "triage.uncorrected",
                f"Nobody has corrected the triage of case {case_id}.",
                "Reload the case: someone may have triaged it anew.",
            )
        *earlier, last = triage.corrections
        restored = replace(
            triage,
            nature=last.nature,
            subtype=last.subtype,
            truth=last.truth,
            unsure=last.unsure,
            confidence=last.confidence,
            corrections=tuple(earlier),
        )
        restored = self._decided_again(restored, case, None, was=last.severity)
        lesson = {"taken_back": True}
        return self._keep_triage(case, restored, who, "took back a correction", expect, lesson)

    def _triaged(self, case_id: str) -> tuple[Case, Triage]:
        case = self.case(case_id)
        if case.triage is None:
            raise Refused("case.untriaged", f"Case {case_id} has no triage yet.", "Run the triage first.")
        return case, case.triage

    def _decided_again(
        self, triage: Triage, case: Case, severity: Severity | None, *, was: Severity | None = None
    ) -> Triage:
        """The triage with what follows from it: playbook, and severity where no person has set it. ``was``:
        the severity before a correction that is taken back, which a stronger table must not change."""
        playbook = self.charter.playbook_for(triage.nature, triage.subtype, triage.ownership)
        triage = replace(
            triage,
            playbook=playbook.id if playbook else triage.playbook,
            needs_reply=needs_reply(triage.nature, playbook),
        )
        said = (
            [severity]
            if severity
            else [c.given["severity"] for c in triage.corrections if "severity" in c.given]
        )
        if said:
            return replace(triage, severity=cast(Severity, said[-1]), decided=None)
        row = decide_again(triage, last_of_theirs(case), self.charter)
        if was is not None and was != row.severity:
            return replace(triage, severity=was, decided=None)
        reader = self.charter.settings.languages.default_language
        return replace(triage, severity=row.severity, decided=decided(row, reader))

    def _keep_triage(
        self,
        case: Case,
        triage: Triage,
        who: str,
        what: str,
        expect: int | None = None,
        lesson: Mapping[str, object] | None = None,
    ) -> Case:
        settings = self.charter.settings
        due = due_at(case.received_at, settings.sla[triage.severity], settings.calendar)
        detail = f"{triage.kind} · {triage.severity}" + (" · ?" if triage.unsure else "")
        with self.store.begin() as work:
            kept = work.cases.save(
                case.id,
                expect=expect if expect is not None else case.version,
                who=who,
                what=what,
                detail=detail,
                state="triaged",
                triage=triage,
                due_at=due if triage.needs_reply else None,
            )
            if lesson is not None:
                work.feedback.add(case.id, "triage", lesson, who, self._clock())
        return kept


def _before(case: Case, comment: Comment) -> tuple[Comment, ...]:
    whole = (case.comment, *case.thread)
    return tuple(c for c in whole if c is not comment) if comment is not case.comment else ()


def _correction(old: Triage, given: dict[str, str], who: str, at: datetime) -> Correction:
    return Correction(
        by=who,
        at=at,
        given=given,
        nature=old.nature,
        severity=old.severity,
        subtype=old.subtype,
        truth=old.truth,
        unsure=old.unsure,
        confidence=old.confidence,
    )
