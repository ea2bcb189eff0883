"""A reply is written: drafted by the machine, checked, typed by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from assistant.desk.reception import Reception
from assistant.desk.room import last_of_theirs, sane
from assistant.domain.case import Case
from assistant.domain.comment import CaseFact
from assistant.domain.finding import CheckContext, CheckResult
from assistant.drafting.events import OnEvent

RECENT_REPLIES = 40


class Writing(Reception):
    """What happens to a reply until somebody decides on it."""

    def draft(
        self,
        case_id: str,
        who: str = "desk",
        *,
        seed: int = 0,
        facts: Sequence[CaseFact] = (),
        on_event: OnEvent | None = None,
        cancel: Event | None = None,
    ) -> Case:
        """Makes and stores a draft. A text that a person has typed is never touched by it.

        Raises:
            NotFound: ``case.unknown``.
            Refused: ``case.state``: already approved or published; ``case.version``: changed meanwhile.
            Cancelled: ``cancel`` was set; nothing is stored.
        """
        from assistant.drafting.drafter import DraftRequest

        case = self.case(case_id)
        if case.triage is None or case.state == "received":  # received again: a new message to read
            case = self.triage(case_id, who)
        assert case.triage is not None
        comment = last_of_theirs(case)
        request = DraftRequest(
            comment=replace(comment, id=case.comment.id, facts=(*case.comment.facts, *facts)),
            triage=case.triage,
            today=self.today(),
            seed=seed,
            sender=who if who != "desk" else None,
            public_turns=sum(1 for c in case.thread if c.direction == "out"),
            recent=self.recent_replies(case.triage.language),
        )
        draft = self._drafter().draft(request, on_event=on_event, cancel=cancel)
        with self.store.begin() as work:
            for call in draft.calls:
                work.calls.add(case_id, call)
            return work.cases.save(
                case_id,
                expect=case.version,
                who=who,
                what="drafted",
                detail=draft.reason or draft.status,
                state="drafted",
                draft=draft,
            )

    def recent_replies(self, language: str) -> list[str]:
        """The last replies of one language, to stay different from: published, approved, drafted."""
        found = []
        with self.store.read() as work:
            for state in ("published", "approved", "drafted", "in_review"):
                for line in work.cases.list(state=state, language=language, limit=RECENT_REPLIES):
                    if text := work.cases.get(line.id).text:
                        found.append(text)
        return found[:RECENT_REPLIES][::-1]

    def check(
        self, case_id: str, text: str, *, sender: str | None = None, reader: str | None = None
    ) -> CheckResult:
        """What the charter says of a text as the reply to this case."""
        return self._check(self.case(case_id), text, sender, reader)

    def _check(self, case: Case, text: str, sender: str | None, reader: str | None = None) -> CheckResult:
        comment = last_of_theirs(case)
        triage = case.triage
        public = self.charter.is_public(comment.channel, comment.ownership)
        covered = self.charter.settings.languages.codes
        user = self._authority_of(sender)
        language = triage.language if triage and triage.language in covered else None
        with self.store.read() as work:
            recent = work.replies.recent(language, RECENT_REPLIES, but_case=case.id) if language else []
        return self._checker.check(
            text,
            CheckContext(
                today=self.today(),
                kind="public_reply" if public else "private_reply",
                language=language,
                channel=comment.channel,
                comment=replace(comment, facts=case.comment.facts),
                case_facts=case.comment.facts,
                nature=triage.nature if triage else None,
                sender=sender,
                authority=user,
                reader=reader,
                recent=tuple(recent),
            ),
        )

    def _authority_of(self, name: str | None) -> str:
        if name is None:
            return "agent"
        with self.store.read() as work:
            return next((u.authority for u in work.users.list() if u.name == name), "agent")

    def edit(self, case_id: str, text: str, who: str, *, expect: int | None = None) -> Case:
        """Keeps the text a person typed.

        Raises:
            BadInput: ``reply.too_long``.
            Refused: ``case.state``, ``case.version``.
        """
        who = self.person(who).name
        sane(text)
        case = self.case(case_id)
        if case.edited == text and case.state == "in_review":
            return case
        with self.store.begin() as work:
            work.autosaves.drop(case_id, who)
            return work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what="edited",
                state="in_review",
                edited=text,
            )

    def keep_typing(self, case_id: str, text: str, who: str) -> None:
        """Keeps what a person is typing from a closed window; it is no part of the case.

        Raises:
            BadInput: ``reply.too_long``.
            NotFound: ``case.unknown``, ``user.unknown``.
        """
        who = self.person(who).name
        sane(text)
        with self.store.begin() as work:
            if text.strip():
                work.autosave(case_id, who, text)
            else:
                work.autosaves.drop(case_id, who)

    def typed(self, case_id: str, who: str) -> str | None:
        """What this person was typing when they left the case, if anything."""
        with self.store.read() as work:
            return work.autosaves.get(case_id, who)
