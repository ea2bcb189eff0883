"""What a change of the charter means, and which past replies it would judge otherwise.

Two charters in, plain values out; the sentences for people are made where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment
from assistant.domain.draft import CharterRef
from assistant.domain.finding import CheckContext, Finding, errors_of
from assistant.domain.reply import ApprovedReply
from assistant.domain.rule import Judge, Rule
from assistant.tone.checker import Checker
from assistant.tone.examples import ANY_DAY
from assistant.tone.meanings import Area, Effect, effect_of
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule

Value = str | int | float | bool | date | tuple[str, ...] | None
_OWN_AREA = ("commitments", "standing_commitments", "gestures", "channels", "reply_limits")
"""Fields of ``charter.yaml`` that are compared entry by entry."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is no longer what it was. None: it was, or is, absent.

    ``field`` is dotted where the field holds a mapping: ``message.fr``, ``swap.SAV``.
    """

    field: str
    effect: Effect
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one entry of the charter.

    ``now_flagged`` and ``no_longer_flagged`` are, for a rule whose fields do not tell, the texts tried
    on which its two versions differ.
    """

    area: Area
    id: str
    effect: Effect
    fields: tuple[FieldChange, ...] = ()
    now_flagged: tuple[str, ...] = ()
    no_longer_flagged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two charters, area by area, in the order of the files."""

    old: CharterRef
    new: CharterRef
    entries: tuple[Change, ...]

    def of(self, area: Area, effect: Effect | None = None) -> tuple[Change, ...]:
        """The changes of one area, of one effect or of all."""
        return tuple(c for c in self.entries if c.area == area and effect in (None, c.effect))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A past reply, and the error-level findings that only one of two charters has about it."""

    reply: ApprovedReply
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What past replies meet: ``failing`` under the new charter only, ``passing`` no longer under the new.

    A reply can stand in both: one error gone, another come. ``read`` counts the replies compared.
    """

    failing: tuple[Verdict, ...]
    passing: tuple[Verdict, ...]
    read: int


def changes(old: Charter, new: Charter, texts: Sequence[str] = ()) -> Changes:
    """What differs between two charters, and what it means.

    Where a rule's fields do not tell (another pattern, another kind), both versions are run on the
    examples of both and on ``texts``: a rule that only falls silent is loosened, one that only speaks
    more is tightened, anything else is said to be changed.

    Raises:
        BadInput: ``tone.pattern``, a pattern of a charter cannot be taken.
    """
    rules_before, rules_now = ({rule.id: rule for rule in charter.rules} for charter in (old, new))
    found: list[Change] = []
    areas_before = dict(_areas(old))
    for area, entries in _areas(new):
        for id, before, now in _paired(areas_before[area], entries):
            change = _compared(area, id, before, now)
            if change is None:
                continue
            unclear = any(f.effect == "changed" for f in change.fields)
            if area == "rule" and unclear:
                change = _tried(change, (rules_before[id], old), (rules_now[id], new), texts)
            found.append(change)
    return Changes(old.ref, new.ref, tuple(found))


def newly_failing(
    old: Checker, new: Checker, replies: Iterable[ApprovedReply], today: date, *, advice: bool = False
) -> Verdicts:
    """Which past replies would be stopped now and were not before, and the reverse.

    Each reply is checked as the answer to its comment, in its channel as the charter names it. Facts of
    its case are not known any more: what only they supported is an error under both charters, and so
    in neither list.

    Args:
        old: the checker of the charter before.
        new: the checker of the charter now.
        replies: approved replies, in the order in which to report them.
        today: the day on which facts are in date, for both.
        advice: compare warnings and suggestions, which stop nothing, in place of errors.
    """
    failing: list[Verdict] = []
    passing: list[Verdict] = []
    read = 0
    for reply in replies:
        read += 1
        before, now = (_spoken(checker, reply, today, advice=advice) for checker in (old, new))
        if come := _only_in(now, before):
            failing.append(Verdict(reply, come))
        if gone := _only_in(before, now):
            passing.append(Verdict(reply, gone))
    return Verdicts(tuple(failing), tuple(passing), read)


def _spoken(checker: Checker, reply: ApprovedReply, today: date, *, advice: bool) -> tuple[Finding, ...]:
    findings = checker.check(reply.reply, reply_context(reply, checker.charter, today)).findings
    return tuple(f for f in findings if f.level != "error") if advice else errors_of(findings)


def reply_context(reply: ApprovedReply, charter: Charter, today: date) -> CheckContext:
    """What is known beside an approved reply, when it is checked again."""
    return CheckContext(
        today=today,
        kind="public_reply" if charter.is_public(reply.channel) else "private_reply",
        language=reply.language,
        channel=reply.channel,
        comment=Comment(reply.id, reply.comment, channel=reply.channel, language=reply.language),
        nature=reply.nature,
        sender=reply.approved_by,
    )


def _only_in(some: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings without one of the same rule on an overlapping span."""
    return tuple(
        f
        for f in some
        if not any(
            f.rule == o.rule
            and ((f.start < o.end and o.start < f.end) or (f.start, f.end) == (o.start, o.end))
            for o in others
        )
    )


def _areas(charter: Charter) -> Iterator[tuple[Area, Mapping[str, BaseModel]]]:
    settings = charter.settings
    platform = charter.platform_rules
    yield "rule", {rule.id: rule for rule in charter.rules}
    yield "fact", {fact.id: fact for fact in charter.facts}
    yield "commitment", {c.id: c for c in settings.commitments}
    yield "standing_commitment", {c.id: c for c in settings.standing_commitments}
    yield "gesture", {g.id: g for g in settings.gestures}
    yield "channel", settings.channels
    yield "reply_limits", {"reply_limits": settings.reply_limits}
    yield "playbook", {p.id: p for p in charter.playbooks}
    yield "template", {t.id: t for t in charter.templates}
    yield "passage", {p.id: p for p in charter.passages}
    yield "problem", {p.id: p for p in charter.problems}
    yield "platform_rule", {rule.id: rule for rule in platform.rules} if platform else {}
    yield "decision", {row.id: row for row in charter.decision}
    yield "setting", {"charter.yaml": settings}


def _paired(
    old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]
) -> Iterator[tuple[str, BaseModel | None, BaseModel | None]]:
    for id in [*new, *(id for id in old if id not in new)]:
        yield id, old.get(id), new.get(id)


def _compared(area: Area, id: str, old: BaseModel | None, new: BaseModel | None) -> Change | None:
    if old is None:
        return Change(area, id, "added")
    if new is None:
        return Change(area, id, "removed")
    if old == new:
        return None
    leave_out = set(_OWN_AREA) if area == "setting" else set()
    before, now = (dict(_leaves(model.model_dump(exclude=leave_out))) for model in (old, new))
    kind = getattr(new, "kind", None) if area == "rule" else None
    fields = tuple(
        FieldChange(
            name,
            effect_of(area, kind, name, before.get(name), now.get(name)),
            before.get(name),
            now.get(name),
        )
        for name in [*now, *(name for name in before if name not in now)]
        if before.get(name) != now.get(name)
    )
    return Change(area, id, _together({f.effect for f in fields}), fields) if fields else None


def _leaves(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Value]]:
    """Fields with dotted names; entries of lists that hold more than a text under their id or number."""
    for key, value in data.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name}.")
        elif isinstance(value, list | tuple) and any(isinstance(v, Mapping | list | tuple) for v in value):
            entries = {str(v.get("id", n) if isinstance(v, Mapping) else n): v for n, v in enumerate(value)}
            yield from _leaves(entries, f"{name}.")
        elif isinstance(value, list | tuple):
            yield name, tuple(str(v) for v in value)
        else:
            yield name, value


def _together(effects: set[Effect]) -> Effect:
    """One word for the changes of several fields: wording beside anything else does not count."""
    telling = effects - {"reworded"}
    if len(telling) == 1:
        return telling.pop()
    return "changed" if telling else "reworded"


def _tried(
    change: Change, old: tuple[Rule, Charter], new: tuple[Rule, Charter], texts: Sequence[str]
) -> Change:
    """The change, decided by what the two versions of the rule find."""
    rules = (old[0], new[0])
    examples = [r.examples.bad for r in rules] + [r.examples.good for r in rules]
    tried = dict.fromkeys((*(text for some in examples for text in some), *texts))
    before, now = (set(_flagged(rule, charter, tried)) for rule, charter in (old, new))
    come = tuple(t for t in tried if t in now and t not in before)
    gone = tuple(t for t in tried if t in before and t not in now)
    effects: set[Effect] = {f.effect for f in change.fields} - {"changed"}
    effects.add("tightened" if come and not gone else "loosened" if gone and not come else "changed")
    return Change(change.area, change.id, _together(effects), change.fields, come, gone)


def _flagged(rule: Rule, charter: Charter, texts: Iterable[str]) -> Iterator[str]:
    """The texts on which a rule speaks; none for a ``judge``, which only a model can run."""
    if isinstance(rule, Judge):
        return
    compiled = compile_rule(rule, charter)
    context = CheckContext(
        today=ANY_DAY, kind=rule.scopes[0], nature=rule.natures[0] if rule.natures else None
    )
    only = rule.languages[0] if len(rule.languages) == 1 else None
    for text in texts:
        if any(compiled.find(Prepared(text, only), context, "fr")):
            yield text
