"""How bad a comment is: what triage knows of it, put to the decision table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment, Ownership
from assistant.domain.decision import Row, Situation, Table, decide, worst
from assistant.domain.triage import Decided, Nature, ProblemMention, Seen, Severity, Triage, Truth
from assistant.triage.judgement import subtype_of


@cache
def shipped_text() -> str:
    """The table that comes with the program, as the YAML people read."""
    return files("assistant.triage").joinpath("data/decision.yaml").read_text(encoding="utf-8")


@cache
def _shipped() -> tuple[Row, ...]:
    return Table.model_validate(yaml.safe_load(shipped_text())).rows


def decision_table(charter: Charter | None = None) -> tuple[Row, ...]:
    """The charter's own rows in order, else those that come with the program."""
    return (charter.decision if charter else ()) or _shipped()


def decided(row: Row, reader: str) -> Decided:
    """The row as the triage keeps it, its reason in the reader's language."""
    return Decided(row.id, row.told(reader))


def severity_of(
    comment: Comment,
    charter: Charter,
    natures: Iterable[tuple[Nature, str | None]],
    *,
    ownership: Ownership,
    signals: Mapping[str, float],
    problems: Sequence[ProblemMention],
    truth: Truth,
    subject: Seen | None,
    claim: Seen | None,
) -> Row:
    """The row for the nature and subtype given; for several (triage is unsure), the worst of theirs."""
    table = decision_table(charter)
    return worst(
        decide(
            Situation(
                nature=nature,
                subtype=subtype,
                ownership=ownership,
                signals=signals,
                truth=truth,
                subject=subject.value if subject else None,  # type: ignore[arg-type]
                claim=claim.value if claim else None,  # type: ignore[arg-type]
                reach=_reach(comment),
                rating=comment.rating,
                problems=_problem_severities(problems, charter),
            ),
            table,
        )
        for nature, subtype in natures
    )


def decide_again(triage: Triage, comment: Comment, charter: Charter) -> Row:
    """The row for a triage as it stands now, after a person said something else of it."""
    natures: list[tuple[Nature, str | None]] = [(triage.nature, triage.subtype)]
    if triage.unsure:
        natures += [(a.nature, subtype_of(a.nature, triage.signals)) for a in triage.alternatives]
    return severity_of(
        comment,
        charter,
        natures,
        ownership=triage.ownership,
        signals=triage.signals,
        problems=triage.problems,
        truth=triage.truth,
        subject=triage.subject,
        claim=triage.claim,
    )


def _problem_severities(mentions: Sequence[ProblemMention], charter: Charter) -> tuple[Severity, ...]:
    found = (charter.problem(mention.id) for mention in mentions)
    return tuple(p.severity for p in found if p is not None and p.severity is not None)


def _reach(comment: Comment) -> int | None:
    """How many may see it: what the row says, else the author's followers."""
    if comment.reach is not None:
        return comment.reach
    followers = comment.author_info.get("followers")
    return int(followers) if isinstance(followers, int | float) and not isinstance(followers, bool) else None
