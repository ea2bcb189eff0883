"""Drafts for comments whose approved reply is known, each made without having seen that reply."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

from assistant.desk.answered import RECENT
from assistant.domain.charter import Charter, Playbook
from assistant.domain.comment import Comment
from assistant.domain.language import guess_language
from assistant.domain.protocols import Document, LanguageModel
from assistant.domain.reply import ApprovedReply
from assistant.domain.triage import Nature, Triage
from assistant.errors import AssistantError
from assistant.evaluation.judge import Support
from assistant.evaluation.record import Answer, Record
from assistant.intake.files import Row
from assistant.intake.rows import canonical, comment_from_row, reply_from_row

if TYPE_CHECKING:
    from assistant.drafting.drafter import Drafter
    from assistant.llm.prompts import Prompt
    from assistant.retrieval.without_own import WithoutOwn
    from assistant.triage.triager import Triager

BLOCK = 20
"""Comments answered one way before the other way gets its turn: a model keeps the beginning of the
prompt it read last, and taking turns at each comment would take that from both."""

_PLAIN_EXAMPLES = 3
_PLAIN_CHARS = 3_000
"""Of a comment put to the plain chat, so that the prompt fits a context of 4,096 tokens."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the file: the comment, its approved reply and its nature where the row gives them."""

    line: int
    comment: Comment
    reply: str | None
    nature: Nature | None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be used, or whose answer failed."""

    line: int
    error: AssistantError


def pairs_of(rows: Iterable[Row]) -> Iterator[Pair | Bad]:
    """The rows as ``replies import`` takes them; the reply and the language may be missing."""
    for row in rows:
        try:
            if row.error is not None:
                raise row.error
            cells = row.cells or {}
            known = canonical({("text" if k == "comment" else k): v for k, v in cells.items()})
            approved = reply_from_row({"language": "fr", **cells}) if known.get("reply") else None
            nature = reply_from_row({"language": "fr", **known, "reply": "-"}).nature
            comment = comment_from_row(known)
        except AssistantError as error:
            yield Bad(row.line, error)
            continue
        yield Pair(row.line, comment, approved.reply if approved else None, nature)  # type: ignore[arg-type]


def memory_of(replies: Iterable[ApprovedReply], pairs: Iterable[Pair]) -> list[Document]:
    """What drafts may learn from: approved replies, and those of the file's own rows."""
    documents = [Document(r.id, "reply", r.language, r.comment, r.reply, r.nature) for r in replies]
    known = {(d.id, d.language) for d in documents}
    for pair in pairs:
        language = pair.comment.language or guess_language(pair.comment.whole)
        if pair.reply and (pair.comment.id, language) not in known:
            known.add((pair.comment.id, language))
            whole = pair.comment.whole
            documents.append(Document(pair.comment.id, "reply", language, whole, pair.reply, pair.nature))
    return documents


def supports_of(charter: Charter, today: date, sender: str | None) -> dict[tuple[str, bool], Support]:
    """What the judge lets a draft lean on, by language and whether the place is public."""
    settings = charter.settings
    identity = settings.identity
    found = {}
    for language in settings.languages.codes:
        for public in (True, False):
            told = [f.text for f in charter.facts_in_date(today, public_only=public)]
            told += [c.text for c in settings.standing_commitments if c.public or not public]
            facts = [text[language] for text in told if language in text]
            names = (identity.brand, identity.legal_name, *identity.own_names, *identity.products)
            team = identity.team.get(language, "")  # type: ignore[call-overload]
            found[language, public] = Support(
                (
                    *facts,
                    *settings.private_path.get(language, ()),  # type: ignore[call-overload]
                ),
                (*names, team),
                sender,
            )
    return found


class Plain:
    """The plain chat that drafts are compared with: extracts of the charter, similar replies and the
    comment, one call, and whatever comes back is the reply."""

    def __init__(
        self, charter: Charter, memory: WithoutOwn, prompts: Mapping[str, Prompt], model: LanguageModel
    ) -> None:
        self._charter = charter
        self._memory = memory
        self._prompts = prompts
        self._model = model

    def answer(
        self, comment: Comment, language: str, playbook: Playbook, *, seed: int, cancel: Event | None = None
    ) -> Answer:
        """The model's words as they come.

        Raises:
            ModelError: the model cannot be loaded or reached, or failed while it worked.
            Cancelled: ``cancel`` was set.
        """
        begun = time.monotonic()
        prompt = self._prompts[f"plain_{'fr' if language == 'fr' else 'en'}"]
        hits = self._memory.search(comment.whole, kind="reply", language=language, k=_PLAIN_EXAMPLES).hits
        asked, answered = ("Message :", "Réponse :") if prompt.name == "plain_fr" else ("Message:", "Reply:")
        examples = [
            f"{asked} {h.document.text[: _PLAIN_CHARS // 4]}\n{answered} {h.document.shown[: _PLAIN_CHARS // 4]}"
            for h in hits
        ]
        rendered = prompt.render(
            company=self._charter.settings.identity.brand,
            charter=_extract(self._charter, playbook, language),
            examples="\n\n".join(examples) or "–",
            comment=comment.whole[:_PLAIN_CHARS],
        )
        text = "".join(self._model.stream(rendered, prompt.sampling_for(seed), cancel=cancel)).strip()
        return Answer("drafted", text, "", time.monotonic() - begun, f"{prompt.name}@{prompt.version}")


def _extract(charter: Charter, playbook: Playbook, language: str) -> str:
    named = set(playbook.passages) or {"voice"}
    passages = [p for p in charter.passages if p.id in named and language in p.text]
    return "\n".join(f"{p.title[language]}. {p.text[language]}" for p in passages)  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The parts a run needs. ``plain`` None: ours alone."""

    charter: Charter
    triager: Triager
    drafter: Drafter
    memory: WithoutOwn
    plain: Plain | None
    today: date
    sender: str | None
    seed: int = 0

    def records(
        self,
        pairs: Iterable[Pair],
        *,
        recent: Mapping[str, Sequence[str]] | None = None,
        cancel: Event | None = None,
    ) -> Iterator[Record | Bad]:
        """Each comment with its answers, in blocks; a row that fails is reported and the others go on.
        ``recent`` holds earlier drafts by language, so that a run that goes on stays varied.

        Raises:
            Cancelled: ``cancel`` was set.
        """
        said = {language: list(texts) for language, texts in (recent or {}).items()}
        source = iter(pairs)
        while block := list(islice(source, BLOCK)):
            done: list[tuple[Pair, Record]] = []
            for pair in block:
                try:
                    done.append((pair, self._ours(pair, said, cancel)))
                except AssistantError as error:
                    if cancel is not None and cancel.is_set():
                        raise
                    yield Bad(pair.line, error)
            for pair, record in done:
                try:
                    yield self._with_plain(pair, record, cancel)
                except AssistantError as error:
                    if cancel is not None and cancel.is_set():
                        raise
                    yield Bad(pair.line, error)

    def _ours(self, pair: Pair, recent: dict[str, list[str]], cancel: Event | None) -> Record:
        from assistant.drafting.drafter import DraftRequest

        comment = pair.comment
        self.memory.forget(comment.whole, pair.reply)
        triage = self.triager.triage(comment)
        said = recent.setdefault(triage.language, [])
        request = DraftRequest(
            comment, triage, self.today, seed=self.seed, sender=self.sender, recent=tuple(said[-RECENT:])
        )
        draft = self.drafter.draft(request, cancel=cancel)
        if draft.text:
            said.append(draft.text)
        answer = Answer(draft.status, draft.text, draft.reason, round(draft.seconds, 3), draft.prompt)
        return self._record(pair, triage, answer)

    def _record(self, pair: Pair, triage: Triage, ours: Answer) -> Record:
        comment = pair.comment
        playbook = self._playbook(pair, triage)
        public = self.charter.is_public(comment.channel, triage.ownership)
        tell: Sequence[str] = ("public",) if public else ("public", "private")
        channel = self.charter.channel(comment.channel)
        longest = playbook.words_max or self.charter.settings.reply_limits.words_max
        if channel is not None:
            longest = min(longest, max(20, channel.hard_chars // 6))
        covered = self.charter.settings.languages
        return Record(
            id=comment.id,
            comment=comment.whole,
            language=triage.language if triage.language in covered.codes else covered.default_language,
            nature=playbook.kind.partition("/")[0],
            playbook=playbook.id,
            public=public,
            asks_reply=playbook.action in ("reply", "person"),
            excused=triage.severity == "S1" or triage.unsure,
            must=tuple(m for m in playbook.moves if m not in playbook.optional),
            may=tuple(playbook.optional),
            words_max=longest,
            author=comment.author,
            reply=pair.reply,
            told=tuple(f.text for f in comment.facts if f.tell in tell),
            answers={"ours": ours},
        )

    def _playbook(self, pair: Pair, triage: Triage) -> Playbook:
        """By the nature a person gave the row, else by triage: both ways of answering are judged by it."""
        nature = pair.nature or triage.nature
        subtype = triage.subtype if nature == triage.nature else None
        found = self.charter.playbook_for(nature, subtype, triage.ownership)
        assert found is not None, "load_charter checks that every nature and place has a playbook"
        return found

    def _with_plain(self, pair: Pair, record: Record, cancel: Event | None) -> Record:
        if self.plain is None:
            return record
        self.memory.forget(pair.comment.whole, pair.reply)
        playbook = self.charter.playbook(record.playbook)
        assert playbook is not None
        answer = self.plain.answer(pair.comment, record.language, playbook, seed=self.seed, cancel=cancel)
        return replace(record, answers={**record.answers, "plain": answer})
