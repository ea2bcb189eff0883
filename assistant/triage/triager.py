"""Triage: what a comment is, how bad, why we think so, and what the charter says to do."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from assistant.domain.charter import Charter, Playbook
from assistant.domain.comment import Comment
from assistant.domain.context import Context
from assistant.domain.decision import Row
from assistant.domain.protocols import Embedder, SecondOpinion
from assistant.domain.text import words
from assistant.domain.triage import NATURE_NAMES, Nature, Opinion, ProblemMention, Reason, Triage, Truth
from assistant.errors import ModelError
from assistant.triage.addressed import blanked, set_aside, without
from assistant.triage.classifier import KINDS, Classifier, Guess
from assistant.triage.context import context_hypotheses
from assistant.triage.decision import decided, severity_of
from assistant.triage.features import edges
from assistant.triage.hypotheses import hypotheses
from assistant.triage.judgement import Judgement, judge, subtype_of
from assistant.triage.language import LanguageDetector
from assistant.triage.questions import Answers, Questions
from assistant.triage.signals import INTERNAL, Hit, SignalFinder, strengths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)

BATCH = 128
"""Comments embedded at once: the embedder sorts them by length, and among more a short one is less often padded
to the length of a long one (a third less work than with 32; vectors equal to 1e-7)."""

SHOWN_FROM = 0.45
"""From this strength on, a danger that weights alone have seen is shown: it then moves the severity."""

WORDING = "wording"
"""The signal of a reason that no cue gave: the words that weigh most for the nature."""
_WORDING = {
    "fr": "Ces mots pèsent le plus pour « {name} ».",
    "en": "These words weigh most for “{name}”.",
}
_SHORT_WORDS = 6
_ANSWERED: tuple[Nature, ...] = ("complaint", "misinformed", "debate", "question", "praise")
"""Natures that want a reply where the charter has no playbook."""


class Problems(Protocol):
    """Finds the problems of the charter's vocabulary in a text."""

    def find(self, text: str, language: str) -> tuple[ProblemMention, ...]: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """A comment with what can be seen in it before its nature is asked."""

    comment: Comment
    language: str
    classified: str
    hits: tuple[Hit, ...]
    signals: Mapping[str, float]
    problems: tuple[ProblemMention, ...]
    answers: Answers
    truth: Truth
    seconds: float


class Triager:
    """Answers "what is this comment, and what do we do?". The text of a comment is only read: nothing
    it says changes how it is read. Holds no state between comments."""

    def __init__(
        self,
        charter: Charter,
        classifier: Classifier,
        *,
        embedder: Embedder | None = None,
        problems: Problems | None = None,
        detector: LanguageDetector | None = None,
        fast: bool = False,
        second: SecondOpinion | None = None,
    ) -> None:
        """Args:
        charter: playbooks, channels, problems, competitors, and the reader's language.
        classifier: gives natures their probability; see ``load_classifier``.
        embedder: used when the classifier needs embeddings.
        problems: finds what a complaint is about; None: problems stay empty.
        detector: language of the comments whose row does not say it.
        fast: refuse a classifier that needs embeddings.
        second: asked where the nature is unsure; what it says stands beside the answer.

        Raises:
            ValueError: the classifier needs embeddings, and there is no embedder or ``fast`` is set.
        """
        if classifier.needs_embeddings and (embedder is None or fast):
            raise ValueError("this classifier needs embeddings: load the fast one or give its embedder")
        self._charter = charter
        self._classifier = classifier
        self._embedder = embedder if classifier.needs_embeddings else None
        self._problems = problems
        self._second = second
        self._reader = charter.settings.languages.default_language
        self._detector = detector or LanguageDetector(self._reader)
        self._finder = SignalFinder()
        self._questions = Questions(charter.settings.identity.products)

    def under(self, charter: Charter, problems: Problems | None) -> Triager:
        """The same reading of comments, decided by another charter; loads nothing again."""
        same = charter.settings.languages.default_language == self._reader
        return Triager(
            charter,
            self._classifier,
            embedder=self._embedder,
            problems=problems,
            detector=self._detector if same else None,
            second=self._second,
        )

    def triage(self, comment: Comment, *, thread: Sequence[Comment] = (), truth: Truth = "unknown") -> Triage:
        """The triage of one comment. ``thread`` holds the earlier comments of its thread, oldest first:
        a short answer is classified together with what its author said before. ``truth`` is what a person
        has found out about it."""
        return next(self._judged([self._read(comment, thread, truth)]))

    def triage_many(self, comments: Iterable[Comment]) -> Iterator[Triage]:
        """The triage of each comment, in order; embeddings are made in batches of :data:`BATCH`."""
        rest = iter(comments)
        while batch := [self._read(comment) for comment in islice(rest, BATCH)]:
            yield from self._judged(batch)

    def supposing(self, triage: Triage, comment: Comment, context: Context) -> Triage:
        """The triage with what the comment's surroundings let suppose: more hypotheses, nothing else."""
        found = context_hypotheses(comment, context, self._charter, self._reader)
        return replace(triage, hypotheses=(*triage.hypotheses, *found))

    def _read(self, comment: Comment, thread: Sequence[Comment] = (), truth: Truth = "unknown") -> _Read:
        started = time.perf_counter()
        text = comment.whole
        language = comment.language or self._detector.detect(text)
        hits = self._finder.find(text, language)
        aside = set_aside(text, hits)
        told = without(text, aside)
        if aside and not comment.language and (spoken := self._detector.detect(told)) != language:
            language = spoken
            hits = self._finder.find(text, language)
        heard = [h for h in hits if not any(a <= h.start < b for a, b in aside)]
        problems = self._problems.find(text, language) if self._problems else ()
        return _Read(
            comment=comment,
            language=language,
            classified=_with_thread(comment, told, thread),
            hits=hits,
            signals=strengths(heard),
            problems=problems,
            answers=self._questions.answer(blanked(text, aside), language, heard),
            truth=truth,
            seconds=time.perf_counter() - started,
        )

    def _judged(self, batch: Sequence[_Read]) -> Iterator[Triage]:
        started = time.perf_counter()
        texts = [read.classified for read in batch]
        embeddings: NDArray[np.float32] | None = None
        if self._embedder is not None:
            embeddings = self._embedder.embed([edges(text) for text in texts])
        guesses = self._classifier.read(texts, [read.signals for read in batch], embeddings)
        shared = (time.perf_counter() - started) / len(batch)
        for read, guess in zip(batch, guesses, strict=True):
            yield self._answer(replace(read, signals=guess.signals), guess, read.seconds + shared)

    def _answer(self, read: _Read, guess: Guess, seconds: float) -> Triage:
        started = time.perf_counter()
        comment, signals = read.comment, read.signals
        judgement = judge(
            guess.natures,
            signals,
            self._classifier.bars,
            comment.rating,
            troubled=bool(read.problems) or self._problems is None,
            attack=guess.attack,
            learned=guess.seen,
        )
        row = self._severity(read, judgement)
        ownership = comment.ownership or self._charter.ownership_of(comment.channel)
        playbook = self._charter.playbook_for(judgement.nature, judgement.subtype, ownership)
        opinion = self._opinion(read, judgement)
        return Triage(
            id=comment.id,
            language=read.language,
            nature=judgement.nature,
            subtype=judgement.subtype,
            severity=row.severity,
            playbook=playbook.id if playbook else "",
            confidence=judgement.confidence,
            unsure=judgement.unsure,
            ownership=ownership,
            needs_reply=needs_reply(judgement.nature, playbook),
            signals={name: value for name, value in signals.items() if name not in INTERNAL},
            problems=read.problems,
            reasons=self._reasons(read, guess, judgement, row),
            hypotheses=hypotheses(
                comment, judgement.nature, read.hits, signals, self._charter, self._reader, read.language
            ),
            alternatives=judgement.alternatives,
            seconds=round(seconds + time.perf_counter() - started, 6),
            truth=read.truth,
            subject=read.answers.subject,
            claim=read.answers.claim,
            decided=decided(row, self._reader),
            opinion=opinion,
        )

    def _opinion(self, read: _Read, judgement: Judgement) -> Opinion | None:
        """Another reader's choice between the two candidates, where there is one and a doubt."""
        if self._second is None or not judgement.unsure or not judgement.alternatives:
            return None
        candidates = (judgement.nature, judgement.alternatives[0].nature)
        try:
            return self._second.opinion(read.comment.whole, read.language, candidates)
        except ModelError as error:
            # The triage stands without it; a person chooses as they would have.
            _log.warning("no second opinion: %s", error.message)
            return None

    def _severity(self, read: _Read, judgement: Judgement) -> Row:
        """The row for the nature; while unsure, the worst among it and the next candidates."""
        comment = read.comment
        natures: list[Nature] = [judgement.nature]
        if judgement.unsure:
            natures += [guess.nature for guess in judgement.alternatives]
        return severity_of(
            comment,
            self._charter,
            [(nature, subtype_of(nature, read.signals)) for nature in natures],
            ownership=comment.ownership or self._charter.ownership_of(comment.channel),
            signals=read.signals,
            problems=read.problems,
            truth=read.truth,
            subject=read.answers.subject,
            claim=read.answers.claim,
        )

    def _reasons(self, read: _Read, guess: Guess, judgement: Judgement, row: Row) -> tuple[Reason, ...]:
        """The signals' spans, the one that decided the severity with the table's reason. Where no cue speaks,
        the words that weigh most for the nature."""
        text = read.comment.whole
        hits = list(read.hits)
        for signal in guess.seen:
            span = self._classifier.telling(text, signal) if read.signals[signal] >= SHOWN_FROM else None
            if span:
                hits.append(Hit(signal, *span, read.signals[signal]))
        reasons = self._finder.reasons(text, hits, self._reader)
        if not reasons:
            kind = f"attack/{guess.attack}" if judgement.nature == "attack" else judgement.nature
            span = self._classifier.telling(text, kind) if kind in KINDS else None
            if span:
                name = NATURE_NAMES[judgement.nature][self._reader != "fr"]
                message = _WORDING["fr" if self._reader == "fr" else "en"].format(name=name)
                return (Reason(*span, text[slice(*span)], WORDING, message),)
        deciding = next(iter(row.when.signals), None)
        strongest = max((h for h in hits if h.signal == deciding), key=lambda h: h.strength, default=None)
        if strongest is None:
            return reasons
        message = row.reason["fr" if self._reader == "fr" else "en"]
        return tuple(
            replace(r, message=f"{r.message} — {message}")
            if r.signal == deciding and r.start <= strongest.start < r.end
            else r
            for r in reasons
        )


def needs_reply(nature: Nature, playbook: Playbook | None) -> bool:
    """Whether a reply, by a draft or by a person, is called for."""
    if nature == "spam":
        return False
    if playbook is None:
        return nature in _ANSWERED
    return playbook.action in ("reply", "person")


def _with_thread(comment: Comment, text: str, thread: Sequence[Comment]) -> str:
    """What is classified: a short answer comes after its author's last longer message."""
    if not thread or len(words(text[:500])) >= _SHORT_WORDS:
        return text
    before = [c for c in thread if c.direction == "in" and c.id != comment.id and c.whole.strip()]
    return f"{before[-1].whole}\n{text}" if before else text
