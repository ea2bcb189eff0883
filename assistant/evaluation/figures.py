"""What a run comes to, for each way of answering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING

from assistant.evaluation.closeness import chrf, cosines, sameness
from assistant.evaluation.judge import Exchange, Support, Verdict, judge
from assistant.evaluation.record import Record

if TYPE_CHECKING:
    from assistant.domain.protocols import Embedder


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with the judge's verdict on each of its drafts, by way of answering."""

    record: Record
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Figures:
    """One way of answering over a run. Shares run from 0 to 1 and are None where there is nothing to share.

    Attributes:
        asked: comments that ask for a reply; the shares ``honest`` and ``complete`` are of these, so that an
            abstention counts against both. ``complete``: honest as well.
        drafted: drafts made for them; ``honest_drafts`` and ``complete_drafts`` are the shares of these alone.
        abstained: abstentions among ``asked``; ``excused`` those at severity S1 or an unsure nature.
        unwanted: drafts for comments that ask for no reply.
        faults: how many drafts have each fault.
        sameness: mean 4-gram Jaccard between drafts, by language, greeting and signature left out.
        chrf, cosine: mean closeness to the approved replies; ``compared`` is how many drafts had one.
        seconds: median wall time of a draft; ``seconds_p90`` its ninetieth percentile.
        reasons: why there was no draft, and how often.
    """

    asked: int
    drafted: int
    abstained: int
    excused: int
    unwanted: int
    honest: float | None
    complete: float | None
    honest_drafts: float | None
    complete_drafts: float | None
    faults: Mapping[str, int] = field(default_factory=dict)
    sameness: Mapping[str, float] = field(default_factory=dict)
    compared: int = 0
    chrf: float | None = None
    cosine: float | None = None
    seconds: float | None = None
    seconds_p90: float | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)


def judged(record: Record, supports: Mapping[tuple[str, bool], Support], words_min: int) -> Judged:
    """Judges every draft of a record.

    Args:
        supports: what may be leaned on, by language and whether the place is public.
        words_min: the fewest words of a reply to a complaint.
    """
    support = supports[record.language, record.public]
    verdicts = {}
    for way, answer in record.answers.items():
        if answer.status == "drafted":
            exchange = Exchange(
                comment=record.comment,
                draft=answer.text,
                language=record.language,  # type: ignore[arg-type]
                nature=record.nature,
                must=record.must,
                may=record.may,
                author=record.author,
                case_facts=record.told,
                words_min=words_min,
                words_max=record.words_max,
            )
            verdicts[way] = judge(exchange, support)
    return Judged(record, verdicts)


def figures(rows: Sequence[Judged], way: str, embedder: Embedder | None = None) -> Figures:
    """The figures of one way of answering; without an embedder there is no cosine."""
    with_way = [j for j in rows if way in j.record.answers]
    asked = [j for j in with_way if j.record.asks_reply]
    drafts = [j for j in asked if way in j.verdicts]
    silent = [j for j in asked if way not in j.verdicts]
    honest = sum(j.verdicts[way].honest for j in drafts)
    complete = sum(j.verdicts[way].honest and j.verdicts[way].complete for j in drafts)
    faults = Counter(
        kind
        for j in drafts
        for kind in {f.kind for f in (*j.verdicts[way].dishonest, *j.verdicts[way].incomplete)}
    )
    texts: dict[str, list[str]] = {}
    for j in drafts:
        texts.setdefault(j.record.language, []).append(j.record.answers[way].text)
    pairs = [(j.record.answers[way].text, j.record.reply) for j in drafts if j.record.reply]
    near = cosines(pairs, embedder) if embedder is not None else []
    seconds = [j.record.answers[way].seconds for j in drafts]
    return Figures(
        asked=len(asked),
        drafted=len(drafts),
        abstained=len(silent),
        excused=sum(j.record.excused for j in silent),
        unwanted=sum(way in j.verdicts for j in with_way if not j.record.asks_reply),
        honest=_share(honest, len(asked)),
        complete=_share(complete, len(asked)),
        honest_drafts=_share(honest, len(drafts)),
        complete_drafts=_share(complete, len(drafts)),
        faults=dict(faults.most_common()),
        sameness={language: round(value, 4) for language, value in sameness(texts).items()},
        compared=len(pairs),
        chrf=round(fmean(chrf(a, b) for a, b in pairs), 4) if pairs else None,
        cosine=round(fmean(near), 4) if near else None,
        seconds=round(median(seconds), 2) if seconds else None,
        seconds_p90=round(quantiles(seconds, n=10)[-1], 2) if len(seconds) > 1 else None,
        reasons=dict(Counter(_kind_of(j.record.answers[way].reason) for j in silent).most_common()),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _kind_of(reason: str) -> str:
    """A reason without what belongs to one comment: the natures it hesitated between."""
    return re.sub(r"\s*\([^)]*\)", "", re.sub(r"unsure between .*?:", "unsure:", reason))
