"""What a charter that loads could do better: advice for those who write it, with its place.

Each kind of advice is one function of :data:`_ALL`; the sentences for people are made where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from assistant.domain.charter import Charter, Playbook, Template, Texts
from assistant.domain.comment import UNKNOWN_CHANNEL
from assistant.domain.finding import CheckContext, Level, TextKind, errors_of
from assistant.domain.rule import Existence, Rule, Substitution
from assistant.tone.checker import Checker
from assistant.tone.examples import failing_examples
from assistant.tone.patterns import compile_pattern
from assistant.tone.places import Places
from assistant.tone.prepared import Prepared

SOON = timedelta(days=30)
"""How long before its end a fact is worth a word."""

Topic = Literal[
    "rule.message",
    "rule.examples",
    "rule.double_term",
    "fact.expired",
    "fact.expires",
    "text.language",
    "template.unused",
    "playbook.move",
    "problem.nouns",
    "channel.unused",
    "channel.unlisted",
    "commitment.flagged",
    "secret.told",
    "file.unread",
]

LEVELS_OF: Mapping[Topic, Level] = {
    "rule.message": "warning",
    "rule.examples": "error",
    "rule.double_term": "suggestion",
    "fact.expired": "warning",
    "fact.expires": "warning",
    "text.language": "warning",
    "template.unused": "suggestion",
    "playbook.move": "warning",
    "problem.nouns": "warning",
    "channel.unused": "suggestion",
    "channel.unlisted": "warning",
    "commitment.flagged": "warning",
    "secret.told": "error",
    "file.unread": "warning",
}
"""An error is what would hurt although the charter loads: a secret that may be told, a rule that is not
what its author thinks."""

_MADE_BY_CODE = frozenset({"sign", "answer"})
"""Moves that need no template: the signature is the charter's, an answer quotes a fact."""
_NOT_ENTRIES = frozenset({"replies.jsonl", "demo/comments.jsonl"})


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at. ``values`` fill the sentence that is made of it."""

    topic: Topic
    place: str
    subject: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How much it matters."""
        return LEVELS_OF[self.topic]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the advisers look at."""

    charter: Charter
    folder: Path
    places: Places
    today: date
    channels_seen: Collection[str]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(code for code in self.charter.settings.languages.codes if code in ("fr", "en"))


def advice(
    charter: Charter, folder: Path, today: date, channels_seen: Collection[str] = ()
) -> tuple[Advice, ...]:
    """Everything worth a word about a charter.

    Args:
        charter: the charter, as far as it can be read.
        folder: where its files are.
        today: the day by which facts expire.
        channels_seen: the channels that stored comments and replies name; none: not looked at.

    Raises:
        BadInput: ``tone.pattern``, a pattern of the charter cannot be taken.
    """
    desk = _Desk(charter, folder, Places(folder), today, channels_seen)
    return tuple(found for adviser in _ALL for found in adviser(desk))


def _rule_messages(desk: _Desk) -> Iterator[Advice]:
    for rule in desk.charter.rules:
        for language in desk.languages:
            for name, texts in (("message", rule.message), ("why", rule.why)):
                if texts and not texts.get(language, "").strip():  # type: ignore[call-overload]
                    place = desk.places.of_rule(rule.id, name)
                    yield Advice("rule.message", place, rule.id, {"field": name, "language": language})


def _rule_examples(desk: _Desk) -> Iterator[Advice]:
    for failing in failing_examples(desk.charter):
        place = desk.places.of_rule(failing.rule, "examples", failing.expected)
        values = {"expected": failing.expected, "example": failing.example}
        yield Advice("rule.examples", place, failing.rule, values)


def _double_terms(desk: _Desk) -> Iterator[Advice]:
    seen: dict[str, list[Rule]] = {}
    for rule in desk.charter.rules:
        for term, path in _terms(rule):
            key = " ".join(term.lower().replace("’", "'").split())
            for other in seen.get(key, ()):
                if _meet(rule, other):
                    place = desk.places.of_rule(rule.id, *path)
                    yield Advice("rule.double_term", place, rule.id, {"term": term, "other": other.id})
            seen.setdefault(key, []).append(rule)


def _terms(rule: Rule) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if isinstance(rule, Existence):
        yield from ((term, ("terms", n)) for n, term in enumerate(rule.terms))
    elif isinstance(rule, Substitution):
        yield from ((term, ("swap", term)) for term in rule.swap)


def _meet(rule: Rule, other: Rule) -> bool:
    """Whether both may speak on one text."""
    natures = not rule.natures or not other.natures or bool(set(rule.natures) & set(other.natures))
    return natures and bool(
        set(rule.scopes) & set(other.scopes) and set(rule.languages) & set(other.languages)
    )


def _facts(desk: _Desk) -> Iterator[Advice]:
    for fact in desk.charter.facts:
        if fact.valid_until is None or fact.valid_until > desk.today + SOON:
            continue
        topic: Topic = "fact.expires" if fact.in_date(desk.today) else "fact.expired"
        place = desk.places.at("facts.yaml", fact.id, "valid_until")
        yield Advice(topic, place, fact.id, {"date": fact.valid_until.isoformat()})


def _languages(desk: _Desk) -> Iterator[Advice]:
    charter, places = desk.charter, desk.places
    entries: list[tuple[str, Texts, str]] = [
        (fact.id, fact.text, places.at("facts.yaml", fact.id, "text")) for fact in charter.facts
    ]
    entries += [(p.id, p.text, places.at("passages.yaml", p.id, "text")) for p in charter.passages]
    entries += [
        (c.id, c.text, places.at("charter.yaml", "standing_commitments", n, "text"))
        for n, c in enumerate(charter.settings.standing_commitments)
    ]
    entries += [
        (id, channel.label, places.at("charter.yaml", "channels", id, "label"))
        for id, channel in charter.settings.channels.items()
    ]
    for id, texts, place in entries:
        for language in desk.languages:
            if not texts.get(language, "").strip():  # type: ignore[call-overload]
                yield Advice("text.language", place, id, {"language": language})


def _templates(desk: _Desk) -> Iterator[Advice]:
    """Templates that no playbook could use, told once for each file and language."""
    families: dict[str, list[Template]] = {}
    for template in desk.charter.templates:
        if not any(_fits(template, playbook) for playbook in desk.charter.playbooks):
            families.setdefault(template.id.rpartition(".")[0], []).append(template)
    for unused in families.values():
        keys = ", ".join(template.id.rpartition(".")[2] for template in unused)
        values = {"move": unused[0].move, "count": str(len(unused)), "keys": keys}
        yield Advice("template.unused", desk.places.of_template(unused[0]), unused[0].id, values)


def _fits(template: Template, playbook: Playbook) -> bool:
    # A debate without an answer takes an acknowledgement, and a full thread ends with the private path.
    moves = {*playbook.moves, "private_path", *(["acknowledge"] if "answer" in playbook.moves else [])}
    if template.move not in moves:
        return False
    nature = playbook.kind.split("/")[0]
    fits_nature = (
        not template.natures
        or bool({playbook.kind, nature} & set(template.natures))
        or any(named.startswith(f"{nature}/") for named in template.natures)
    )
    private = "private" in playbook.ownership
    public = any(place != "private" for place in playbook.ownership)
    return fits_nature and ((template.public and public) or (template.private and private))


def _moves(desk: _Desk) -> Iterator[Advice]:
    for playbook in desk.charter.playbooks:
        if playbook.action != "reply":
            continue
        for n, move in enumerate(playbook.moves):
            for language in desk.languages:
                if move not in _MADE_BY_CODE and not any(
                    t.move == move and t.language == language and _fits(t, playbook)
                    for t in desk.charter.templates
                ):
                    place = desk.places.at("playbooks.yaml", playbook.id, "moves", n)
                    yield Advice("playbook.move", place, playbook.id, {"move": move, "language": language})


def _nouns(desk: _Desk) -> Iterator[Advice]:
    for problem in desk.charter.problems:
        for language in desk.languages:
            if not problem.nouns.get(language):  # type: ignore[call-overload]
                yield Advice(
                    "problem.nouns", desk.places.of_problem(problem.id), problem.id, {"language": language}
                )


def _channels(desk: _Desk) -> Iterator[Advice]:
    if not desk.channels_seen:
        return
    listed = desk.charter.settings.channels
    for id in listed:
        if id not in desk.channels_seen:
            yield Advice("channel.unused", desk.places.at("charter.yaml", "channels", id), id)
    for id in sorted(set(desk.channels_seen) - set(listed) - {UNKNOWN_CHANNEL}):
        yield Advice("channel.unlisted", desk.places.at("charter.yaml", "channels"), id)


def _flagged_commitments(desk: _Desk) -> Iterator[Advice]:
    checker = Checker(desk.charter)
    for n, promise in enumerate(desk.charter.settings.standing_commitments):
        kind: TextKind = "public_reply" if promise.public else "private_reply"
        for language, text in promise.text.items():
            found = errors_of(checker.check(text, CheckContext(desk.today, kind, language)).findings)
            if found:
                place = desk.places.at("charter.yaml", "standing_commitments", n, "text", language)
                values = {"language": language, "rule": found[0].rule, "match": found[0].match}
                yield Advice("commitment.flagged", place, promise.id, values)


def _secrets(desk: _Desk) -> Iterator[Advice]:
    secret = desk.charter.settings.confidentiality
    patterns = {name: compile_pattern(pattern) for name, pattern in secret.patterns.items()}
    for subject, text, place in _told(desk):
        prepared = Prepared(text)
        canaries = [
            f"canary {n}" for n, c in enumerate(secret.canaries, 1) if c and c.lower() in text.lower()
        ]
        for name in canaries + [name for name, pattern in patterns.items() if pattern.search(prepared)]:
            yield Advice("secret.told", place, subject, {"secret": name})


def _told(desk: _Desk) -> Iterator[tuple[str, str, str]]:
    """Texts that a reply may quote: the entry, the text and its place."""
    charter, at = desk.charter, desk.places.at
    for fact in charter.facts:
        if fact.public:
            for language, text in fact.text.items():
                yield fact.id, text, at("facts.yaml", fact.id, "text", language)
    for n, promise in enumerate(charter.settings.standing_commitments):
        for language, text in promise.text.items():
            yield promise.id, text, at("charter.yaml", "standing_commitments", n, "text", language)
    for language, clauses in charter.settings.private_path.items():
        for n, text in enumerate(clauses):
            yield "private_path", text, at("charter.yaml", "private_path", language, n)
    for template in charter.templates:
        yield template.id, template.text, desk.places.of_template(template)
    for playbook in charter.playbooks:
        for language, text in playbook.holding_line.items():
            yield playbook.id, text, at("playbooks.yaml", playbook.id, "holding_line", language)
    for rule in charter.rules:
        if isinstance(rule, Substitution):
            for term, text in rule.swap.items():
                yield rule.id, text, desk.places.of_rule(rule.id, "swap", term)
        elif isinstance(rule, Existence) and rule.fix:
            yield rule.id, rule.fix, desk.places.of_rule(rule.id, "fix")


def _unread(desk: _Desk) -> Iterator[Advice]:
    read = {f"{name}.yaml" for name in "charter facts playbooks passages platform_rules decision".split()}
    for path in sorted(desk.folder.rglob("*")):
        place = path.relative_to(desk.folder)
        name = place.as_posix()
        if not path.is_file() or any(part.startswith(".") for part in place.parts) or name in _NOT_ENTRIES:
            continue
        deep = place.parts[0] == "templates" or len(place.parts) == 2
        known = place.parts[0] in ("rules", "problems", "templates") and len(place.parts) > 1 and deep
        if path.suffix in (".yaml", ".yml") and not (name in read or (known and path.suffix == ".yaml")):
            yield Advice("file.unread", f"{desk.folder.name}/{name}:1:1", name)


_ALL: tuple[Callable[[_Desk], Iterator[Advice]], ...] = (
    _rule_messages,
    _rule_examples,
    _double_terms,
    _facts,
    _languages,
    _templates,
    _moves,
    _nouns,
    _channels,
    _flagged_commitments,
    _secrets,
    _unread,
)
