"""A person decides: approve, ask for changes, publish, leave without an answer, hand on."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from math import ceil

from assistant.desk.duty import Duty, duty_of
from assistant.desk.room import last_of_theirs, sane
from assistant.desk.writing import Writing
from assistant.domain.case import Approval, Case, CaseState, Decision
from assistant.domain.draft import Draft
from assistant.domain.finding import errors_of
from assistant.domain.people import User, at_least
from assistant.domain.protocols import Document
from assistant.domain.reply import ApprovedReply
from assistant.domain.triage import SEVERITIES, Triage
from assistant.errors import AssistantError, BadInput, Refused

_log = logging.getLogger(__name__)
_HEATED = ("abuse", "insult", "threat", "hate")


class Decisions(Writing):
    """Nothing goes out without one of these, by a named person."""

    def approve(
        self,
        case_id: str,
        who: str,
        *,
        text: str | None = None,
        expect: int | None = None,
        override_reason: str = "",
        note: str = "",
    ) -> Case:
        """A named person approves an exact text; the reply enters the memory.

        Raises:
            BadInput: ``reply.empty``, ``reply.too_long``.
            Refused: ``approval.findings``: errors stand and no reason was given, or the person's
                authority is below manager; ``approval.authority``: the charter asks for a higher one;
                ``case.untriaged``;
                ``approval.four_eyes``: someone else must approve; ``approval.role``; ``case.state``;
                ``case.version``.
        """
        user = self.person(who)
        who = user.name
        case = self.case(case_id)
        if case.triage is None:
            raise Refused(
                "case.untriaged",
                f"Case {case_id} has no triage yet: its severity says who may approve.",
                "Run the triage first.",
            )
        final = (text if text is not None else case.text).strip()
        if not final:
            raise BadInput(
                "reply.empty", f"Case {case_id} has no reply to approve.", "Draft one, or write it."
            )
        sane(final)
        self._may_approve(user, case, final)
        result = self._check(case, final, who)
        errors = errors_of(result.findings)
        if errors and not override_reason.strip():
            first = errors[0]
            raise Refused(
                "approval.findings",
                f"The charter stands against this text ({len(errors)}): “{first.match}” – {first.message}",
                "Correct it, or approve with a reason (manager and above).",
            )
        if errors and not at_least(user.authority, "manager"):
            raise Refused(
                "approval.findings",
                f"{who} may not override a finding of the charter.",
                "Ask someone with the authority of a manager or above.",
            )
        now = self._clock()
        approval = Approval(
            "approved", who, now, final, self.charter.ref, result.findings, override_reason.strip(), note
        )
        with self.store.begin() as work:
            if case.state in ("received", "triaged", "escalated"):
                case = work.cases.save(
                    case_id,
                    expect=expect if expect is not None else case.version,
                    who=who,
                    what="wrote",
                    state="in_review",
                    edited=final,
                )
                expect = None
            saved = work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what="approved",
                detail=override_reason.strip(),
                state="approved",
                approval=approval,
            )
            work.autosaves.drop(case_id, who)
            reply = self._as_example(saved, final, who, now)
            work.replies.add(reply, who, now, case_id=case_id)
            work.feedback.add(case_id, "edit", _edit_measure(saved.draft, final), who, now)
        self._remember(reply)
        return saved

    def _remember(self, reply: ApprovedReply) -> None:
        """Makes an approved reply findable. The approval stands without it: the index is a cache, and
        its next opening sees what is missing."""
        document = Document(reply.id, "reply", reply.language, reply.comment, reply.reply, reply.nature)
        try:
            self._index().add(document)
        except AssistantError as error:
            _log.warning("reply %s is not indexed yet: %s", reply.id, error.message)

    def _may_approve(self, user: User, case: Case, final: str) -> None:
        if user.role == "drafter":
            raise Refused("approval.role", f"{user.name} drafts but does not approve.", "Ask an approver.")
        triage = case.triage
        assert triage is not None, "approve() refuses a case without triage"
        needed = self.needed_authority(triage)
        if needed is not None and not at_least(user.authority, needed):
            raise Refused(
                "approval.authority",
                f"At {triage.severity}, the charter asks for the approval of someone with the authority “{needed}”.",
                "Ask them to approve; your text stays as it is.",
            )
        limit = self.charter.settings.reply_limits.four_eyes_from
        from_here = SEVERITIES.index(triage.severity) <= SEVERITIES.index(limit)
        if from_here and _writer_of(case, final, user.name) == user.name:
            raise Refused(
                "approval.four_eyes",
                f"From {limit} on, the charter asks for a second person: {user.name} wrote this text.",
                "Ask a colleague to approve it.",
            )

    def needed_authority(self, triage: Triage) -> str | None:
        """The authority the playbook asks for at this severity or a milder one."""
        playbook = self.charter.playbook(triage.playbook)
        if playbook is None:
            return None
        place = SEVERITIES.index(triage.severity)
        asked = [a for s, a in playbook.approvers.items() if SEVERITIES.index(s) >= place]
        return max(asked, key=lambda a: ("agent", "manager", "legal", "direction").index(a), default=None)

    def duty(self, case: Case) -> Duty | None:
        """By when to answer, whom to tell, who approves; None before the triage."""
        if case.triage is None:
            return None
        return duty_of(case, case.triage, self.charter, self.needed_authority(case.triage))

    def _as_example(self, case: Case, final: str, who: str, now: datetime) -> ApprovedReply:
        comment = last_of_theirs(case)
        triage = case.triage
        return ApprovedReply(
            id=f"case-{case.id}-{case.version}",
            comment=comment.whole,
            reply=final,
            language=triage.language if triage else "fr",
            channel=comment.channel,
            nature=triage.nature if triage else None,
            approved_by=who,
            approved_at=now,
        )

    def decide(
        self, case_id: str, decision: Decision, who: str, *, note: str, expect: int | None = None
    ) -> Case:
        """Asks for changes, or rejects the text; the text stays for its writer.

        Raises:
            BadInput: ``approval.note``.
            Refused: ``approval.role``, ``case.state``, ``case.version``.
        """
        user = self.person(who)
        who = user.name
        if user.role == "drafter":
            raise Refused("approval.role", f"{who} drafts but does not approve.", "Ask an approver.")
        if not note.strip():
            raise BadInput(
                "approval.note", "Say what should change.", "Write a note for the person who drafts."
            )
        case = self.case(case_id)
        approval = Approval(decision, who, self._clock(), case.text, self.charter.ref, note=note.strip())
        with self.store.begin() as work:
            return work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what=decision.replace("_", " "),
                detail=note.strip(),
                state="in_review",
                approval=approval,
            )

    def publish(self, case_id: str, who: str, *, url: str | None = None, expect: int | None = None) -> Case:
        """Marks an approved reply as published, with its link.

        Raises:
            Refused: ``publish.cooling_off``: a heated exchange, and the charter's time has not passed;
                ``publish.unapproved``; ``case.version``.
        """
        who = self.person(who).name
        case = self.case(case_id)
        if case.state != "approved" or case.approval is None:
            raise Refused(
                "publish.unapproved",
                f"Case {case_id} is {case.state}: no approved reply.",
                "Approve it first.",
            )
        if case.triage and any(case.triage.signals.get(s, 0) >= 0.5 for s in _HEATED):
            wait = timedelta(minutes=self.charter.settings.reply_limits.cooling_off_min)
            left = case.approval.at + wait - self._clock()
            if left > timedelta(0):
                minutes = ceil(left.total_seconds() / 60)
                raise Refused(
                    "publish.cooling_off",
                    f"The exchange is heated: the charter asks to wait {minutes} more min before this goes out.",
                    "Read it once more, then publish it.",
                )
        if url is not None and not url.startswith(("https://", "http://")):
            raise BadInput(
                "publish.link", "The link must begin with https://.", "Paste the address of the reply."
            )
        with self.store.begin() as work:
            return work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what="published",
                detail=url or "",
                state="published",
                published_at=self._clock(),
                published_url=url,
            )

    def ignore(self, case_id: str, who: str, reason: str, *, expect: int | None = None) -> Case:
        """Leaves a comment without an answer, with the reason."""
        return self._leave(case_id, who, "ignored", reason, expect)

    def escalate(self, case_id: str, who: str, reason: str, *, expect: int | None = None) -> Case:
        """Hands a case to those whom the charter names, with the reason."""
        return self._leave(case_id, who, "escalated", reason, expect)

    def reopen(self, case_id: str, who: str, *, expect: int | None = None) -> Case:
        """Takes an ignored or escalated case back to work."""
        who = self.person(who).name
        case = self.case(case_id)
        with self.store.begin() as work:
            return work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what="reopened",
                state="triaged" if case.triage else "received",
                reason="",
            )

    def _leave(self, case_id: str, who: str, state: CaseState, reason: str, expect: int | None) -> Case:
        who = self.person(who).name
        if not reason.strip():
            raise BadInput("case.reason", "A reason is needed.", "Say in a few words why.")
        case = self.case(case_id)
        with self.store.begin() as work:
            return work.cases.save(
                case_id,
                expect=expect if expect is not None else case.version,
                who=who,
                what=state,
                detail=reason.strip(),
                state=state,
                reason=reason.strip(),
            )


def _writer_of(case: Case, final: str, approver: str) -> str:
    """Who wrote the text that is to be approved: "desk" for an untouched draft, the last person who
    edited the case where it is their text, else the approver."""
    if case.draft is not None and final == case.draft.text.strip():
        return "desk"
    if case.edited is None or final != case.edited.strip():
        return approver
    return next((e.who for e in reversed(case.events) if e.what in ("edited", "wrote")), approver)


def _edit_measure(draft: Draft | None, final: str) -> dict[str, object]:
    """How much of a draft was kept; ``share`` is 0 (kept as it was) to 1 (written anew)."""
    from rapidfuzz.distance import Levenshtein

    if draft is None or not draft.text:
        return {"drafted": False, "share": 1.0}
    share = Levenshtein.normalized_distance(draft.text, final)
    return {"drafted": True, "share": round(share, 4), "distance": Levenshtein.distance(draft.text, final)}
