"""The charter's changes and the advice about it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.tone.advice import Advice, Topic
from assistant.tone.changes import Change, FieldChange, Value
from assistant.tone.meanings import Area, Effect

AREAS: Mapping[Area, str] = {
    "rule": "Rules",
    "fact": "Facts",
    "commitment": "Wordings that bind us",
    "standing_commitment": "Standing commitments",
    "gesture": "Gestures",
    "channel": "Channels",
    "reply_limits": "Limits of a reply",
    "playbook": "Playbooks",
    "template": "Templates",
    "passage": "Passages",
    "problem": "Problems",
    "platform_rule": "Rules of our spaces",
    "decision": "Order of questions",
    "setting": "Other settings",
}
LEGEND: Mapping[Effect, str] = {
    "loosened": "more texts pass, or more may be said",
    "tightened": "fewer texts pass, or less may be said",
    "reworded": "the words changed, no text is judged otherwise",
    "changed": "which of these cannot be told; look at it",
}
_LONG = 100


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to tell a person, and what they can do."""

    text: str
    hint: str


_ADVICE: Mapping[Topic, Sentence] = {
    "rule.message": Sentence(
        "rule {subject} has no `{field}` in “{language}”", "Write it: each writer reads their own language."
    ),
    "rule.examples": Sentence(
        "rule {subject} contradicts its own {expected} example “{example}”",
        "Correct the rule or the example; `assistant charter test` runs them all.",
    ),
    "rule.double_term": Sentence(
        "“{term}” stands in {subject} and in {other}",
        "Keep it in one: two findings on one word tell nothing more.",
    ),
    "fact.expired": Sentence(
        "fact {subject} ended on {date}: it supports nothing any more",
        "Give it a new `valid_until` if it still holds, or delete it.",
    ),
    "fact.expires": Sentence("fact {subject} ends on {date}", "See whether it will still hold then."),
    "text.language": Sentence(
        "{subject} has no text in “{language}”", "Write it, or replies in it go without."
    ),
    "template.unused": Sentence(
        "{count} template(s) of the move “{move}” fit no playbook: {keys}",
        "Name the move in a playbook of their natures and places, or delete them.",
    ),
    "playbook.move": Sentence(
        "playbook {subject} asks for “{move}”, and no template in “{language}” makes it",
        "Write one in templates/{move}.yaml, or drop the move.",
    ),
    "problem.nouns": Sentence(
        "problem {subject} has no `nouns` in “{language}”: no reply can name it",
        "Write noun phrases that follow “Nous sommes désolés pour” and “We are sorry about”.",
    ),
    "channel.unused": Sentence(
        "no stored comment or reply names the channel {subject}",
        "See whether its id is the one your files use.",
    ),
    "channel.unlisted": Sentence(
        "comments come from “{subject}”, which is not among the channels",
        "List it: until then it counts as a third party's and as public, without limits of its own.",
    ),
    "commitment.flagged": Sentence(
        "the checker itself stops the standing commitment {subject} in “{language}”: {rule} on “{match}”",
        "Write it in fewer or plainer words, until `assistant check --text` lets it pass.",
    ),
    "secret.told": Sentence(
        "{subject} holds something confidential ({secret}) where replies quote from",
        "Take it out, or make the fact `public: false`.",
    ),
    "file.unread": Sentence(
        "{subject} is not read", "Files end in .yaml and stand in rules/, problems/ or templates/."
    ),
}


def advised(advice: Advice) -> Sentence:
    """A piece of advice as a person reads it."""
    values = {"subject": advice.subject, **advice.values}
    said = _ADVICE[advice.topic]
    return Sentence(said.text.format(**values), said.hint.format(**values))


def told(change: Change) -> Iterator[str]:
    """One line for each thing that changed in an entry."""
    for field in change.fields:
        yield f"{field.field}: {_difference(field)}"
    for text in change.now_flagged:
        yield f"speaks now on {shown(text)}"
    for text in change.no_longer_flagged:
        yield f"no longer speaks on {shown(text)}"


def _difference(field: FieldChange) -> str:
    before, after = field.before, field.after
    if isinstance(before, tuple) and isinstance(after, tuple) and set(before) != set(after):
        come = ", ".join(shown(v) for v in after if v not in before)
        gone = ", ".join(shown(v) for v in before if v not in after)
        return "; ".join([*([f"with {come}"] if come else []), *([f"without {gone}"] if gone else [])])
    return f"{shown(before)} → {shown(after)}"


def shown(value: Value) -> str:
    """A value of the charter, shortened where it is long."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(shown(v) for v in value) or "nothing"
    text = " ".join(str(value).split())
    text = text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
    return f"“{text}”" if isinstance(value, str) else text
