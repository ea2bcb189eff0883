"""Which moves a draft makes, and which of those it was asked for are missing, doubled or out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.domain.text import fold, sentence_spans, words
from assistant.evaluation import lexicon_en, lexicon_fr
from assistant.evaluation.judge import Exchange, Fault, Language, Support
from assistant.evaluation.problems import names_the_problem
from assistant.evaluation.words import content, supported

PARROTED = 12
"""So many of the customer's words in a row are theirs, not ours."""

_ONCE = ("greet", "apologise", "sign")
_JUDGED = frozenset(
    "greet thank acknowledge apologise explain next_step private_path invite correct answer close sign".split()
)
_SMALL = frozenset("l'equipe equipe de du des la le the team from and et your votre for pour service".split())
_SPEAKS = re.compile(r"\b(?:bonjour|hello|hi|dear|merci|thank\w*|this is|here|ici|nous|we|vous|you)\b")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One sentence of the draft and the moves it makes."""

    start: int
    end: int
    text: str
    moves: frozenset[str]


@cache
def _moves(language: Language) -> dict[str, re.Pattern[str]]:
    lexicon = lexicon_fr if language == "fr" else lexicon_en
    return {move: re.compile(pattern) for move, pattern in lexicon.MOVES.items()}


@cache
def _selling(language: Language) -> re.Pattern[str]:
    return re.compile((lexicon_fr if language == "fr" else lexicon_en).SELLING)


def gaps(exchange: Exchange, support: Support) -> Iterator[Fault]:
    """Every completeness fault of a draft."""
    pieces = _pieces(exchange, support)
    must = [m for m in exchange.must if m in _JUDGED and m not in exchange.may]
    for move in must:
        if not any(move in piece.moves for piece in pieces):
            yield _nowhere(f"missing_{move}")
    for move in _ONCE:
        own = [n for n, p in enumerate(pieces) if move in p.moves]
        # A signature may stand on two lines.
        again = next((n for a, n in pairwise(own) if move != "sign" or n > a + 1), None)
        if move in must and again is not None:
            piece = pieces[again]
            yield Fault("doubled", piece.start, piece.end, piece.text)
    yield from _order(must, pieces)
    yield from _length(exchange)
    yield from _out_of_place(exchange, pieces)
    if exchange.nature == "complaint":
        body = [p.text for p in pieces if not ({"sign"} & p.moves) and p.moves != {"greet"}]
        if "apologise" in must and not names_the_problem(exchange.comment, _heart(pieces), exchange.language):
            yield _nowhere("missing_problem")
        yield from _parroted(exchange, body)


def _nowhere(kind: str) -> Fault:
    return Fault(kind, 0, 0, "")


def _pieces(exchange: Exchange, support: Support) -> list[_Piece]:
    spans = list(sentence_spans(exchange.draft))
    pieces = []
    for number, (start, end) in enumerate(spans):
        text = exchange.draft[start:end]
        folded = fold(text)
        if number >= len(spans) - 2 and number > 0 and _is_signature(text, support):
            moves = {"sign"}
        else:
            moves = {m for m, p in _moves(exchange.language).items() if p.search(folded)}
            if any(c and c in folded for c in _contacts_of(support)):
                moves.add("private_path")
            if supported(text, (*support.facts, *exchange.case_facts), share=0.5) and len(content(text)) >= 3:
                moves |= {"answer", "correct", "explain"}
            elif {"private_path", "invite"} & moves:
                # Without a fact the method prefers an invitation to an answer beside the point.
                moves.add("answer")
        pieces.append(_Piece(start, end, text, frozenset(moves)))
    return pieces


def _contacts_of(support: Support) -> list[str]:
    return [
        fold(m.group())
        for fact in support.facts
        for m in re.finditer(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d(?:[ .-]?\d){8,}", fact)
    ]


def _is_signature(text: str, support: Support) -> bool:
    """A short line that holds the brand, the team or the sender, and nothing that speaks."""
    said = words(fold(text))
    if not said or len(said) > 9:
        return False
    ours = {w for name in (*support.names, support.sender or "") for w in words(fold(name))}
    if not any(w in ours for w in said):
        return False
    strange = sum(w not in ours | _SMALL for w in said)
    return strange <= 2 and not re.search(r"[!?@]", text) and not _SPEAKS.search(fold(text))


def _order(must: Sequence[str], pieces: Sequence[_Piece]) -> Iterator[Fault]:
    """The first sentence of each move asked for must not come before that of the move ahead of it."""
    latest = -1
    for move in must:
        # A move that stands in several places is in order when one of them is.
        places = [n for n, p in enumerate(pieces) if move in p.moves]
        if not places:
            continue
        place = next((n for n in places if n >= latest), None)
        if place is None:
            piece = pieces[places[0]]
            yield Fault("order", piece.start, piece.end, piece.text)
            return
        latest = place


def _length(exchange: Exchange) -> Iterator[Fault]:
    count = len(words(exchange.draft))
    least = exchange.words_min if exchange.nature == "complaint" else 4
    if count < least:
        yield Fault("too_short", 0, len(exchange.draft), exchange.draft)
    if count > exchange.words_max:
        yield Fault("too_long", 0, len(exchange.draft), exchange.draft[:80])


def _out_of_place(exchange: Exchange, pieces: Sequence[_Piece]) -> Iterator[Fault]:
    for piece in pieces:
        selling = _selling(exchange.language).search(fold(piece.text))
        sorry = exchange.nature in ("praise", "provocation") and "apologise" in piece.moves
        if selling or sorry:
            yield Fault("out_of_place", piece.start, piece.end, piece.text)
            return


def _heart(pieces: Sequence[_Piece]) -> list[str]:
    """The sentences that may name the problem: the apology, an acknowledgement, and what stands before
    the apology behind the greeting."""
    apology = next((n for n, p in enumerate(pieces) if "apologise" in p.moves), len(pieces))
    return [
        p.text
        for n, p in enumerate(pieces)
        if "sign" not in p.moves and (n <= apology or {"apologise", "acknowledge"} & p.moves)
    ]


def _parroted(exchange: Exchange, body: Sequence[str]) -> Iterator[Fault]:
    theirs = words(fold(exchange.comment))
    rows = {tuple(theirs[i : i + PARROTED]) for i in range(len(theirs) - PARROTED + 1)}
    ours = words(fold("\n".join(body)))
    if any(tuple(ours[i : i + PARROTED]) in rows for i in range(len(ours) - PARROTED + 1)):
        yield _nowhere("parroted")
