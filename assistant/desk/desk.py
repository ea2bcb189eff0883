"""What staff do with a case. The only code that changes its state."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from threading import Event
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from assistant.domain.case import Approval, Case, CaseState, Decision
from assistant.domain.charter import Charter, Playbook
from assistant.domain.clock import due_at
from assistant.domain.comment import CaseFact, Comment
from assistant.domain.draft import Draft
from assistant.domain.finding import CheckContext, CheckResult, errors_of
from assistant.domain.people import User, at_least
from assistant.domain.protocols import Document
from assistant.domain.reply import ApprovedReply
from assistant.domain.triage import NATURES, SEVERITIES, Nature, Severity, Triage
from assistant.drafting.events import OnEvent
from assistant.errors import AssistantError, BadInput, Refused

if TYPE_CHECKING:
    from assistant.drafting.drafter import Drafter
    from assistant.store.store import Store
    from assistant.tone.checker import Checker
    from assistant.triage.triager import Triager

_log = logging.getLogger(__name__)

RECENT_REPLIES = 40
MAX_REPLY_CHARS = 20_000
_HEATED = ("abuse", "insult", "threat", "hate")


class MemoryIndex(Protocol):
    """The index, as far as the desk changes it."""

    def add(self, document: Document) -> None: ...


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one comment: its case, and whether it opened it."""

    case_id: str
    new: bool


class Desk:
    """The use cases. ``triager``, ``drafter`` and ``index`` are asked for when first needed, because
    loading them takes seconds.

    Every change names the person (``who``) and, where ``expect`` is given, the version of the case
    that person saw: someone else's change in between is refused, never overwritten.
    """

    def __init__(
        self,
        *,
        store: Store,
        charter: Charter,
        checker: Checker,
        triager: Callable[[], Triager],
        drafter: Callable[[], Drafter],
        index: Callable[[], MemoryIndex],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.charter = charter
        self._checker = checker
        self._triager = triager
        self._drafter = drafter
        self._index = index
        self._clock = clock

    # ── people ──────────────────────────────────────────────────────────────────────────────

    def person(self, name: str) -> User:
        """The named person; the first one who ever gives a name becomes the desk's administrator.

        Raises:
            BadInput: ``user.name``.
            NotFound: ``user.unknown``.
            Refused: ``user.disabled``.
        """
        name = " ".join(name.split())
        if not name or len(name) > 80:
            raise BadInput("user.name", "A name of 1 to 80 characters is needed.", "Give it with --as NAME.")
        with self.store.begin() as work:
            if not work.users.list():
                return work.users.add(name, "admin", "direction", who=name)
            user = work.users.by_name(name)
        if user.disabled:
            raise Refused("user.disabled", f"{name} no longer works at this desk.", "Choose another person.")
        return user

    # ── receive and triage ──────────────────────────────────────────────────────────────────

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
        comment = _last_of_theirs(case)
        triage = replace(self._triager().triage(comment, thread=_before(case, comment)), id=case.comment.id)
        return self._keep_triage(case, triage, who, "triaged")

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
            payload = {"was": [old.nature, old.severity], "is": [corrected.nature, corrected.severity]}
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

    # ── draft ───────────────────────────────────────────────────────────────────────────────

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
        comment = _last_of_theirs(case)
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

    # ── review ──────────────────────────────────────────────────────────────────────────────

    def check(
        self, case_id: str, text: str, *, sender: str | None = None, reader: str | None = None
    ) -> CheckResult:
        """What the charter says of a text as the reply to this case."""
        return self._check(self.case(case_id), text, sender, reader)

    def _check(self, case: Case, text: str, sender: str | None, reader: str | None = None) -> CheckResult:
        comment = _last_of_theirs(case)
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
        _sane(text)
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
        _sane(text)
        with self.store.begin() as work:
            if text.strip():
                work.autosave(case_id, who, text)
            else:
                work.autosaves.drop(case_id, who)

    def typed(self, case_id: str, who: str) -> str | None:
        """What this person was typing when they left the case, if anything."""
        with self.store.read() as work:
            return work.autosaves.get(case_id, who)

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
        _sane(final)
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

    def _as_example(self, case: Case, final: str, who: str, now: datetime) -> ApprovedReply:
        comment = _last_of_theirs(case)
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

    # ── publish and close ───────────────────────────────────────────────────────────────────

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

    # ── read ────────────────────────────────────────────────────────────────────────────────

    def case(self, case_id: str) -> Case:
        """One case, whole.

        Raises:
            NotFound: ``case.unknown``.
        """
        with self.store.read() as work:
            return work.cases.get(case_id)

    def answered(self, case: Case) -> Comment:
        """The comment a reply answers, and the one that triage read: their latest."""
        return _last_of_theirs(case)

    def playbook(self, case: Case) -> Playbook | None:
        """The conduct the charter asks for in this case."""
        return self.charter.playbook(case.triage.playbook) if case.triage else None

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return self._clock()

    def today(self) -> date:
        """The date where the company works."""
        return self._clock().astimezone(ZoneInfo(self.charter.settings.calendar.timezone)).date()


def _last_of_theirs(case: Case) -> Comment:
    """The customer's latest message: the one a reply answers."""
    theirs = [c for c in case.thread if c.direction == "in"]
    return theirs[-1] if theirs else case.comment


def _before(case: Case, comment: Comment) -> tuple[Comment, ...]:
    whole = (case.comment, *case.thread)
    return tuple(c for c in whole if c is not comment) if comment is not case.comment else ()


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


def _sane(text: str) -> None:
    if len(text) > MAX_REPLY_CHARS:
        raise BadInput(
            "reply.too_long",
            f"The reply has {len(text):,} characters; at most {MAX_REPLY_CHARS:,} are taken.",
            "Shorten it.",
        )
