"""Comments come in and are read: receive, triage, correct the triage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.desk.room import Room, last_of_theirs
from assistant.domain.case import Case
from assistant.domain.clock import due_at
from assistant.domain.comment import Comment
from assistant.domain.context import AuthorCard
from assistant.domain.triage import NATURES, SEVERITIES, Nature, Severity, Triage
from assistant.errors import AssistantError, BadInput, Refused


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
        """Says what the comment is, and when a reply is due."""
        case = self.case(case_id)
        comment = last_of_theirs(case)
        triager = self._triager()
        triage = triager.triage(comment, thread=_before(case, comment))
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
        expect: int | None = None,
    ) -> Case:
        """A person's word on nature or severity: it stands, and it teaches the classifier.

        Raises:
            BadInput: ``triage.value``.
            Refused: ``case.untriaged``, ``case.version``.
        """
        who = self.person(who).name
        if (nature is not None and nature not in NATURES) or (
            severity is not None and severity not in SEVERITIES
        ):
            raise BadInput(
                "triage.value", "This nature or severity is not known.", "Natures: " + ", ".join(NATURES)
            )
        case = self.case(case_id)
        old = case.triage
        if old is None:
            raise Refused("case.untriaged", f"Case {case_id} has no triage yet.", "Run the triage first.")
        chosen = nature or old.nature
        subtype = old.subtype if chosen == old.nature else None
        playbook = self.charter.playbook_for(chosen, subtype, old.ownership)
        corrected = replace(
            old,
            nature=chosen,
            subtype=subtype,
            severity=severity or old.severity,
            unsure=False,
            confidence=1.0,
            playbook=playbook.id if playbook else old.playbook,
            needs_reply=playbook.action in ("reply", "person") if playbook else True,
        )
        with self.store.begin() as work:
            payload = {
                "was": [old.nature, old.severity],
                "is": [corrected.nature, corrected.severity],
                "text": last_of_theirs(case).whole,
            }
            work.feedback.add(case_id, "triage", payload, who, self._clock())
        return self._keep_triage(case, corrected, who, "corrected the triage", expect)

    def _keep_triage(
        self, case: Case, triage: Triage, who: str, what: str, expect: int | None = None
    ) -> Case:
        settings = self.charter.settings
        due = due_at(case.received_at, settings.sla[triage.severity], settings.calendar)
        detail = f"{triage.kind} · {triage.severity}" + (" · ?" if triage.unsure else "")
        with self.store.begin() as work:
            return work.cases.save(
                case.id,
                expect=expect if expect is not None else case.version,
                who=who,
                what=what,
                detail=detail,
                state="triaged",
                triage=triage,
                due_at=due if triage.needs_reply else None,
            )


def _before(case: Case, comment: Comment) -> tuple[Comment, ...]:
    whole = (case.comment, *case.thread)
    return tuple(c for c in whole if c is not comment) if comment is not case.comment else ()
