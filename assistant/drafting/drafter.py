"""From a triaged comment to a checked draft, or to the reason why there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Event

from assistant.domain.charter import Charter, Fact
from assistant.domain.comment import Comment
from assistant.domain.draft import Alternative, Draft, Evidence, Sentence, Source
from assistant.domain.finding import CheckContext, CheckResult, errors_of
from assistant.domain.protocols import Hits, LanguageModel, Retriever
from assistant.domain.text import fold, words
from assistant.domain.triage import Triage
from assistant.drafting.answers import answering_facts
from assistant.drafting.candidates import Candidate, build
from assistant.drafting.events import Finished, OnEvent, Passed, Stage
from assistant.drafting.grammar import capital, sentence_end
from assistant.drafting.moves import content_stems
from assistant.drafting.names import greeting_name, signature
from assistant.drafting.phrases import Part, Recent, Slots, borrowed, options, problem_slots, turn
from assistant.drafting.plan import Plan, make_plan
from assistant.drafting.wording import Wording
from assistant.errors import Cancelled
from assistant.llm.prompts import Prompt
from assistant.tone.checker import Checker

CANDIDATES = 3
_KEPT_CHOICES = 8
_THANKS = re.compile(r"\b(merci|remerci\w+|thank\w*)\b", re.IGNORECASE)
_ANGRY = ("abuse", "insult", "threat", "hate", "boycott", "legal")


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What a draft is asked for.

    ``sender`` is the name of the person who will send it. ``recent`` are the last replies of the
    same language, to stay different from. ``reproducible``: start the model cold, so that the same
    seed gives the same draft (slower). The triage's hypotheses are left out.
    """

    comment: Comment
    triage: Triage
    today: date
    seed: int = 0
    sender: str | None = None
    public_turns: int = 0
    recent: Sequence[str] = ()
    reproducible: bool = False

    def __post_init__(self) -> None:
        # Suppositions about the author are for people inside: what writes never sees them.
        object.__setattr__(self, "triage", replace(self.triage, hypotheses=()))


class Drafter:
    """Drafts replies under one charter. Holds no state between drafts.

    ``model`` None: approved sentences and templates alone; the draft says so by an empty ``model``.
    """

    def __init__(
        self,
        charter: Charter,
        checker: Checker,
        retriever: Retriever,
        prompts: Mapping[str, Prompt],
        model: LanguageModel | None = None,
    ) -> None:
        self._charter = charter
        self._checker = checker
        self._retriever = retriever
        self._prompts = prompts
        self._model = model
        self._stems: dict[str, frozenset[str]] = {}

    def house_stems(self, language: str) -> frozenset[str]:
        """Stems of every content word in the templates of a language."""
        if language not in self._stems:
            texts = (t.text for t in self._charter.templates if t.language == language)
            self._stems[language] = frozenset().union(*(content_stems(t) for t in texts))
        return self._stems[language]

    def draft(
        self, request: DraftRequest, *, on_event: OnEvent | None = None, cancel: Event | None = None
    ) -> Draft:
        """The draft for one comment. ``on_event`` gets stages and checked sentences as they come.

        Raises:
            Cancelled: ``cancel`` was set.
        """
        begun = time.monotonic()
        tell = on_event or (lambda _event: None)
        tell(Stage("planning"))
        plan = make_plan(self._charter, request.comment, request.triage, public_turns=request.public_turns)
        if plan.outcome == "draft":
            draft = _Work(self, request, plan, tell, cancel).draft(begun)
        else:
            draft = self._without(request, plan, plan.reason, begun)
        tell(Finished(draft))
        return draft

    def _without(
        self, request: DraftRequest, plan: Plan, reason: str, begun: float, evidence: Sequence[Evidence] = ()
    ) -> Draft:
        """No draft: the reason, the holding line and what a person does now."""
        playbook, language = plan.playbook, plan.language
        return Draft(
            id=request.comment.id,
            status="no_reply" if plan.outcome == "no_reply" else "abstained",
            reason=reason,
            language=language,
            nature=request.triage.nature,
            severity=request.triage.severity,
            playbook=playbook.id,
            charter=self._charter.ref,
            objective=plan.objective,
            blocked=True,
            holding_line=playbook.holding_line.get(language, ""),  # type: ignore[call-overload]
            checklist=tuple(playbook.checklist.get(language, ())),  # type: ignore[call-overload]
            evidence=tuple(evidence),
            seed=request.seed,
            seconds=time.monotonic() - begun,
        )


class _Work:
    """One draft in the making."""

    def __init__(
        self, drafter: Drafter, request: DraftRequest, plan: Plan, tell: OnEvent, cancel: Event | None
    ) -> None:
        self.drafter = drafter
        self.charter = drafter._charter
        self.request = request
        self.plan = plan
        self.tell = tell
        self.cancel = cancel
        self.recent = Recent(request.recent)
        self.context = CheckContext(
            today=request.today,
            kind=plan.kind,
            language=plan.language,
            channel=request.comment.channel,
            comment=request.comment,
            case_facts=request.comment.facts,
            nature=request.triage.nature,
            sender=request.sender,
        )
        self.wording = (
            Wording(
                drafter._model,
                drafter._prompts,
                seed=request.seed,
                cold=request.reproducible,
                cancel=cancel,
            )
            if drafter._model is not None
            else None
        )
        self.evidence: list[Evidence] = []

    def draft(self, begun: float) -> Draft:
        self.tell(Stage("searching"))
        replies = self._search("reply", 5)
        facts = self._facts() if {"answer", "correct"} & set(self.plan.moves) else []
        self._note_evidence(replies, facts)
        self._stop_if_cancelled()
        if "correct" in self.plan.moves and not facts:
            return self._none(begun, "no_fact")
        if self.request.triage.nature == "question":
            self.plan = replace(self.plan, moves=_moves_of_answer(self.plan.moves, known=bool(facts)))
        self.tell(Stage("writing"))
        choices = self._choices(replies, facts)
        self._stop_if_cancelled()
        self.tell(Stage("checking"))
        candidates = self._candidates(choices)
        best = next((c for c in candidates if c.clean), None)
        if best is None:
            return self._none(begun, "nothing_safe")
        for sentence in best.sentences:
            self.tell(Passed(sentence))
        return self._made(best, [c for c in candidates if c is not best], replies, begun)

    def _search(self, kind: str, k: int) -> Hits:
        return self.drafter._retriever.search(
            self.request.comment.whole,
            kind=kind,  # type: ignore[arg-type]
            language=self.plan.language,
            k=k,
            nature=self.request.triage.nature if kind == "reply" else None,
        )

    def _facts(self) -> list[tuple[Fact, float]]:
        usable = self.charter.facts_in_date(self.request.today, public_only=self.plan.public)
        hits = self._search("fact", 5)
        most = 2 if self.request.comment.text.count("?") > 1 else 1
        return answering_facts(
            self.charter,
            self.request.comment.whole,
            self.plan.language,
            hits,
            usable,
            most=most,
            strict=self.request.triage.nature in ("debate", "misinformed"),
        )

    def _note_evidence(self, replies: Hits, facts: Sequence[tuple[Fact, float]]) -> None:
        for hit in replies.hits[:3]:
            self.evidence.append(Evidence("reply", hit.document.id, hit.score, hit.document.shown))
        for fact, score in facts:
            self.evidence.append(Evidence("fact", fact.id, score, fact.text[self.plan.language]))  # type: ignore[index]
        named = set(self.plan.playbook.passages)
        for passage in self.charter.passages:
            if passage.id in named:
                self.evidence.append(Evidence("charter", passage.id, 1.0, passage.text[self.plan.language]))  # type: ignore[index]

    def _choices(self, replies: Hits, facts: Sequence[tuple[Fact, float]]) -> dict[str, list[Part]]:
        """For each move of the plan, the parts that could make it, best first."""
        request, plan = self.request, self.plan
        pairs = [(h.document.id, h.document.text, h.document.shown) for h in replies.hits]
        approved = borrowed(
            pairs,
            self.drafter.house_stems(plan.language),
            seed=request.seed,
            comment_id=request.comment.id,
            recent=self.recent,
        )
        values = self._values()
        choices: dict[str, list[Part]] = {}
        nature = request.triage.nature
        for move in plan.moves:
            if move == "sign":
                text = signature(self.charter, plan.language, public=plan.public, sender=request.sender)
                choices[move] = [(Sentence(text, "sign", Source("template", "charter.signature")),)]
                continue
            parts = self._quoting(move, values, facts)
            if parts is None:
                named = move == "apologise" and "acknowledge" in choices
                parts = self._templates(move, Slots(_unnamed(values) if named else values))
                parts = self._mixed(parts, approved.get(move, []))
                if move == "answer" and not parts and nature == "debate":
                    parts = self._templates("acknowledge", Slots(values))
                if move == "apologise" and choices.get("thank"):
                    parts = [p for p in parts if not _THANKS.search(p[0].text)]
                written = self._written(move)
                if written is not None:
                    parts.insert(0, written)
            usable = [p for p in parts if self._passes(p)]
            choices[move] = usable[:_KEPT_CHOICES]
        return choices

    def _values(self) -> dict[str, str]:
        request, plan, language = self.request, self.plan, self.plan.language
        identity = self.charter.settings.identity
        values = {
            "brand": identity.brand,
            "team": identity.team[language],  # type: ignore[index]
            **problem_slots(plan.problems, language, request.seed, request.comment.id),
        }
        paths = self.charter.settings.private_path[language]  # type: ignore[index]
        values["private_path"] = paths[turn(request.seed, request.comment.id, "path") % len(paths)]
        name = greeting_name(request.comment.author)
        if name and self.charter.settings.signature.use_customer_name:
            values["name"] = name
        folded = fold(request.comment.whole)
        product = next((p for p in identity.products if fold(p) in folded), None)
        if product:
            values["product"] = product
        return values

    def _templates(self, move: str, slots: Slots) -> list[Part]:
        return options(
            self.charter,
            self.plan,
            move,
            slots,
            kind=self.request.triage.kind,
            severity=self.request.triage.severity,
            heated=is_heated(self.request.comment.whole, self.request.triage),
            seed=self.request.seed,
            comment_id=self.request.comment.id,
            recent=self.recent,
        )

    def _quoting(
        self, move: str, values: Mapping[str, str], facts: Sequence[tuple[Fact, float]]
    ) -> list[Part] | None:
        """Parts that quote a fact, for the moves that may; None when the move quotes nothing."""
        language = self.plan.language
        if move == "explain":
            stated = [sentence_end(capital(f.text.strip())) for f in self.plan.facts]
            quoted = (" ".join(stated), Source("fact", "case"))
        elif move in ("answer", "correct") and facts:
            if move == "answer" and "correct" in self.plan.moves:
                return []
            texts = [f.text[language] for f, _ in facts]  # type: ignore[index]
            quoted = (" ".join(texts), Source("fact", ",".join(f.id for f, _ in facts)))
        else:
            return None
        parts = self._templates(move, Slots(values, quoted))
        return [p for p in parts if any(s.source.kind == "fact" for s in p)]

    def _mixed(self, templates: list[Part], approved: list[Part]) -> list[Part]:
        """An approved sentence goes first in one reply of two: people's wording is heard, and the
        same sentence does not come back each time."""
        if not approved or not templates:
            return templates or approved
        fresh = [p for p in approved if self.recent.closeness(p[0].text) < 0.2]
        first = turn(self.request.seed, self.request.comment.id, "approved") % 2 == 0
        return [*fresh[:1], *templates, *fresh[1:]] if first else [*templates[:1], *fresh, *templates[1:]]

    def _written(self, move: str) -> Part | None:
        """A sentence of the model's own, where something specific must be said and the vocabulary
        has no word for it."""
        nature = self.request.triage.nature
        wanted = (
            nature == "complaint" and move in ("acknowledge", "apologise") and not self.plan.problems
        ) or (nature == "praise" and move == "thank")
        if self.wording is None or not wanted:
            return None
        if move == "apologise" and "acknowledge" in self.plan.moves:
            return None
        purpose = "thanks" if move == "thank" else "acknowledge"
        comment = self.request.comment.whole
        if len(content_stems(comment)) < 3:
            return None
        insults = frozenset(
            w
            for r in self.request.triage.reasons
            if r.signal in ("abuse", "insult", "hate")
            for w in words(fold(r.quote))
            if len(w) > 2
        )
        sentence = self.wording.sentence(
            purpose,
            comment,
            self.plan.language,
            move,
            passes=lambda text: not errors_of(self.drafter._checker.check_sentence(text, self.context)),
            insults=insults,
        )
        if sentence is None:
            return None
        if move == "apologise":
            sorry = self._templates("apologise", Slots({}))
            return (sentence, *sorry[0]) if sorry else None
        return (sentence,)

    def _passes(self, part: Part) -> bool:
        return all(not errors_of(self.drafter._checker.check_sentence(s.text, self.context)) for s in part)

    def _candidates(self, choices: Mapping[str, Sequence[Part]]) -> list[Candidate]:
        found: list[Candidate] = []
        for offset in range(CANDIDATES):
            self._stop_if_cancelled()
            candidate = build(self.plan, choices, self._check, self.recent, offset=offset)
            if candidate is not None and candidate.text not in {c.text for c in found}:
                found.append(candidate)
        return sorted(found, key=lambda c: (not c.clean, -c.score))

    def _check(self, text: str, moves: tuple[str, ...]) -> CheckResult:

        return self.drafter._checker.check(text, replace(self.context, moves=moves))

    def _made(self, best: Candidate, others: Sequence[Candidate], replies: Hits, begun: float) -> Draft:
        request, plan = self.request, self.plan
        calls = tuple(self.wording.calls) if self.wording else ()
        used = sorted({f"{c.prompt}@{c.prompt_version}" for c in calls})
        return Draft(
            id=request.comment.id,
            status="drafted",
            text=best.text,
            language=plan.language,
            nature=request.triage.nature,
            severity=request.triage.severity,
            playbook=plan.playbook.id,
            charter=self.charter.ref,
            objective=plan.objective,
            sentences=best.sentences,
            findings=best.findings,
            blocked=False,
            checklist=tuple(plan.playbook.checklist.get(plan.language, ())),  # type: ignore[call-overload]
            alternatives=tuple(Alternative(c.text, c.findings, c.score) for c in others),
            evidence=tuple(self.evidence),
            weak_match=replies.weak,
            model=self.drafter._model.name if self.drafter._model and calls else "",
            prompt=",".join(used),
            seed=request.seed,
            seconds=time.monotonic() - begun,
            calls=calls,
        )

    def _none(self, begun: float, why: str) -> Draft:
        reader = self.charter.settings.languages.default_language
        return self.drafter._without(
            self.request, self.plan, _WHY_NOT[why]["fr" if reader == "fr" else "en"], begun, self.evidence
        )

    def _stop_if_cancelled(self) -> None:
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("draft.cancelled", "The draft was stopped.", "Ask for it again when you like.")


def is_heated(text: str, triage: Triage) -> bool:
    """Whether a comment is angry: by its signals, or by its capitals and exclamation marks."""
    if max(triage.signals.get(s, 0.0) for s in _ANGRY) >= 0.3:
        return True
    shouted = sum(1 for w in words(text) if len(w) > 2 and w.isupper())
    return shouted >= 3 or text.count("!") >= 3 or "!!" in text


def _moves_of_answer(moves: tuple[str, ...], *, known: bool) -> tuple[str, ...]:
    """The moves of a reply to a question: an answer ends the matter and asks nothing more; without
    one the person is told where to ask, so that no question ends in a dead end."""
    if known:
        return tuple(m for m in moves if m != "invite")
    if "answer" not in moves or "private_path" in moves:
        return moves
    place = moves.index("answer") + 1
    return (*moves[:place], "private_path", *moves[place:])


def _unnamed(values: Mapping[str, str]) -> dict[str, str]:
    """The slots without the problem, for the sentence after the one that named it."""
    return {k: v for k, v in values.items() if not k.endswith("problem")}


_WHY_NOT = {
    "no_fact": {
        "fr": "aucun fait de la charte ne permet de corriger ce point : une personne vérifie",
        "en": "no fact of the charter supports a correction: a person checks",
    },
    "nothing_safe": {
        "fr": "aucune réponse ne passe les contrôles de la charte : une personne écrit",
        "en": "no reply passes the charter's checks: a person writes",
    },
}
