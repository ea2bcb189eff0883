"""Reads the folder ``charter/`` into one checked :class:`Charter`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from assistant.domain.charter import (
    Calendar,
    Charter,
    CharterSettings,
    Fact,
    Passage,
    PlatformRules,
    Playbook,
    Problem,
    Template,
    VoiceExample,
)
from assistant.domain.clock import closed_days
from assistant.domain.comment import OWNERSHIPS
from assistant.domain.draft import CharterRef
from assistant.domain.rule import KINDS, Rule
from assistant.domain.triage import NATURES
from assistant.domain.voice import POLES
from assistant.domain.yaml_text import Located, validated
from assistant.errors import BadInput, CharterError
from assistant.tone import length, typography
from assistant.tone.decision_file import read_decision
from assistant.tone.faults import Faults
from assistant.tone.folder import charter_files, finish, read_file
from assistant.tone.guards.messages import MESSAGES
from assistant.tone.patterns import compile_pattern

M = TypeVar("M")
SLOTS = frozenset(
    {"problem", "de_problem", "a_problem", "product", "brand", "team", "name", "private_path", "fact"}
)
ANY_YEAR = 2026
_PLACE = re.compile(r"(.*?):(\d+):(\d+): ")
_SLOT = re.compile(r"\{([^{}]*)\}")
_RESERVED = frozenset((*MESSAGES, *length.IDS, *typography.IDS))
_RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


def charter_hash(folder: Path) -> str:
    """SHA-256 over the sorted relative paths and bytes of every file of the folder (hex)."""
    digest = hashlib.sha256()
    for path in charter_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def load_charter(folder: Path, *, for_drafting: bool = True) -> Charter:
    """Loads and checks every file of a charter folder.

    ``for_drafting=False`` leaves out problems, templates and the examples of voice, so that checking
    one text starts fast.

    Raises:
        CharterError: a file is missing (``charter.missing``), is not YAML (``charter.yaml``), has a
            duplicate key, an unknown field, an unusable pattern, or names something that does not exist.
    """
    charter = _load(folder, Faults(), for_drafting=for_drafting)
    assert charter is not None, "faults that are not kept are raised"
    return charter


def lint_charter(folder: Path) -> tuple[Charter | None, tuple[CharterError, ...]]:
    """Everything that :func:`load_charter` would refuse, one fault after the other, by file and line.

    Returns:
        The charter as far as it can be read, without its faulty entries; None where ``charter.yaml``
        itself is faulty. Then the faults; none: the charter loads.

    Raises:
        CharterError: ``charter.missing``: there is no charter in the folder.
    """
    faults = Faults(keep=True)
    charter = _load(folder, faults, for_drafting=True)
    return charter, tuple(sorted(faults.found, key=lambda error: _place(error.message)))


def _place(message: str) -> tuple[str, int, int]:
    found = _PLACE.match(message)
    return (found[1], int(found[2]), int(found[3])) if found else (message, 0, 0)


def _load(folder: Path, faults: Faults, *, for_drafting: bool) -> Charter | None:
    if not (folder / "charter.yaml").is_file():
        raise CharterError(
            "charter.missing",
            f"{folder / 'charter.yaml'} does not exist",
            "Run `assistant init` to make a workspace.",
        )
    try:
        finish(folder)
    except OSError as error:
        raise CharterError(
            "charter.unreadable",
            f"{folder.name}: a change was saved but cannot be put in place: {error.strerror}",
            "Check that you may write to this folder.",
        ) from error
    settings = _settings(folder, faults, dated=for_drafting)
    passages = list(_mapping(folder, "passages.yaml", Passage, faults))
    rules = tuple(_rules(folder, faults))
    facts = tuple(_mapping(folder, "facts.yaml", Fact, faults))
    before = len(faults.found)
    playbooks = tuple(_playbooks(folder, {p.id for p in passages}, faults))
    playbooks_read = len(faults.found) == before
    platform_rules = _platform_rules(folder, faults)
    problems = tuple(_problems(folder, faults)) if for_drafting else ()
    templates = tuple(_templates(folder, faults)) if for_drafting else ()
    examples = tuple(_examples(folder, faults)) if for_drafting else ()
    decision = read_decision(folder, faults) if for_drafting else ()
    if settings is None:
        return None
    charter = Charter(
        settings=settings,
        ref=CharterRef(settings.charter_version, charter_hash(folder)),
        rules=rules,
        facts=facts,
        playbooks=tuple(_named(p, settings) for p in playbooks),
        passages=tuple(_named(p, settings) for p in passages),
        platform_rules=platform_rules,
        problems=problems,
        templates=templates,
        examples=examples,
        decision=decision,
    )
    if playbooks_read:
        _check_playbooks(charter, folder, faults)
    return charter


def _entries(folder: Path, name: str, faults: Faults) -> Iterator[tuple[Located, str, Any]]:
    """The entries of a file that maps ids to things; none when the file does not exist."""
    if not (folder / name).is_file():
        return
    with faults.caught():
        yield from _entries_of(read_file(folder, name))


def _entries_of(source: Located) -> Iterator[tuple[Located, str, Any]]:
    if source.data is None:
        return
    if not isinstance(source.data, dict):
        problem = "a mapping of ids to entries was expected"
        raise source.error((), problem, "Start each entry with `its_id:`.")
    for key, value in source.data.items():
        yield source, str(key), value


def _with_id(source: Located, key: str, value: Any, **more: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise source.error(
            (key,), f"“{key}” must hold fields", "Write the fields below it, indented by two spaces."
        )
    return {**value, **more}


def _mapping(folder: Path, name: str, kind: type[M], faults: Faults) -> Iterator[M]:
    for source, key, value in _entries(folder, name, faults):
        with faults.caught():
            yield validated(kind, source, _with_id(source, key, value, id=key), (key,))


def _rules(folder: Path, faults: Faults) -> Iterator[Rule]:
    places: dict[str, str] = {}
    for path in sorted((folder / "rules").glob("*.yaml")):
        for source, key, value in _entries(folder, f"rules/{path.name}", faults):
            yield from _rule(source, key, value, path.stem, places, faults)


def rules_in(source: Located, family: str) -> Iterator[Rule]:
    """The rules of one text, as they would be in the file ``rules/family.yaml``.

    Raises:
        CharterError: as ``load_charter``, but for names that stand twice in the whole folder.
    """
    places: dict[str, str] = {}
    for _, key, value in _entries_of(source):
        yield from _rule(source, key, value, family, places, Faults())


def _rule(
    source: Located, key: str, value: Any, family: str, places: dict[str, str], faults: Faults
) -> Iterator[Rule]:
    with faults.caught():
        data = _with_id(source, key, value, id=f"{family}.{key}")
        _check_kind(source, key, data)
        rule = validated(_RULE, source, data, (key,))
        _check_id(source, key, rule.id, places)
        unusable = list(_unusable(rule, source, key))
        for error in unusable:
            faults.add(error)
        if not unusable:
            yield rule


def _unusable(rule: Rule, source: Located, key: str) -> Iterator[CharterError]:
    for place, pattern in _patterns(rule):
        try:
            compile_pattern(pattern)
        except BadInput as error:
            yield source.error((key, *place), error.message, error.hint, "charter.pattern")


def _check_kind(source: Located, key: str, data: dict[str, Any]) -> None:
    """Says plainly what pydantic would say of every kind at once."""
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        problem = "“kind” is missing" if kind is None else f"“{kind}” is no kind of rule"
        raise source.error((key, "kind"), problem, "Known kinds: " + ", ".join(KINDS) + ".")
    if "fix" in data and "fix" not in KINDS[kind].model_fields:
        raise source.error(
            (key, "fix"),
            f"a rule of kind “{kind}” cannot have a fix",
            "Only “existence” takes one; “substitution” has `swap`; some kinds make their own.",
        )


def _check_id(source: Located, key: str, id: str, places: dict[str, str]) -> None:
    here = source.at((key,))
    if id in places:
        raise source.error(
            (key,),
            f"two rules are called “{id}” (the other at {places[id]})",
            "A rule's name is its file and key: rename one of the two.",
            "charter.duplicate_rule",
        )
    if id in _RESERVED:
        raise source.error(
            (key,),
            f"“{id}” is the name of a check that is built in",
            "Give the rule another key, or move it to another file.",
            "charter.duplicate_rule",
        )
    places[id] = here


def _patterns(rule: Rule) -> Iterator[tuple[tuple[str, ...], str]]:
    match rule.kind:
        case "existence":
            if rule.pattern is not None:
                yield ("pattern",), rule.pattern
        case "occurrence":
            yield ("pattern",), rule.pattern
        case "conditional":
            yield ("when",), rule.when
            yield ("then",), rule.then
        case "consistency":
            for name, pattern in rule.groups.items():
                yield ("groups", name), pattern
        case "sequence":
            for name, pattern in rule.markers.items():
                yield ("markers", name), pattern
        case _:
            pass


def _playbooks(folder: Path, passages: set[str], faults: Faults) -> Iterator[Playbook]:
    for source, key, value in _entries(folder, "playbooks.yaml", faults):
        with faults.caught():
            playbook = validated(Playbook, source, _with_id(source, key, value, id=key), (key,))
            for i, passage in enumerate(playbook.passages):
                if passage not in passages:
                    place, problem = (key, "passages", i), f"no passage “{passage}” in passages.yaml"
                    faults.add(source.error(place, problem, "Write it there, or name another."))
            if playbook.action == "reply" and not playbook.moves:
                problem = "a playbook that replies needs `moves`"
                faults.add(source.error((key,), problem, "List the moves of the reply in order."))
            yield playbook


def _named(entry: M, settings: CharterSettings) -> M:
    """A passage or playbook with ``{brand}`` and ``{team}`` filled in, so that files can be shared."""

    def fill(value: Any, language: str) -> Any:
        if isinstance(value, str):
            team = settings.identity.team.get(language, "")  # type: ignore[call-overload]
            return value.replace("{brand}", settings.identity.brand).replace("{team}", team)
        if isinstance(value, dict):
            return {k: fill(v, k if k in ("fr", "en") else language) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return tuple(fill(v, language) for v in value)
        return value

    model: Any = entry
    return type(model).model_validate(fill(model.model_dump(), settings.languages.default_language))  # type: ignore[no-any-return]


def _platform_rules(folder: Path, faults: Faults) -> PlatformRules | None:
    if not (folder / "platform_rules.yaml").is_file():
        return None
    with faults.caught():
        source = read_file(folder, "platform_rules.yaml")
        rules = validated(PlatformRules, source, source.data)
        _check_ids(source, ("rules",), [rule.id for rule in rules.rules], faults)
        return rules
    return None


def _problems(folder: Path, faults: Faults) -> Iterator[Problem]:
    for path in sorted((folder / "problems").glob("*.yaml")):
        for source, key, value in _entries(folder, f"problems/{path.name}", faults):
            with faults.caught():
                data = _with_id(source, key, value, id=f"{path.stem}.{key}", sector=path.stem)
                yield validated(Problem, source, data, (key,))


def _templates(folder: Path, faults: Faults) -> Iterator[Template]:
    for path in sorted((folder / "templates").rglob("*.yaml")):
        place = path.relative_to(folder)
        family = ".".join(place.with_suffix("").parts)
        for source, language, entries in _entries(folder, place.as_posix(), faults):
            if not isinstance(entries, dict):
                problem = "templates stand under `fr:` and `en:`, each with its own key"
                faults.add(source.error((language,), problem))
                continue
            for key, value in entries.items():
                with faults.caught():
                    yield _template(source, language, key, value, family, path.stem)


def _examples(folder: Path, faults: Faults) -> Iterator[VoiceExample]:
    for source, key, value in _entries(folder, "examples.yaml", faults):
        with faults.caught():
            yield _example(source, key, value)


def _example(source: Located, key: str, value: Any) -> VoiceExample:
    example = validated(VoiceExample, source, _with_id(source, key, value, id=key), (key,))
    for poles in POLES.values():
        if set(poles) <= set(example.breaks):
            raise source.error(
                (key, "breaks"),
                f"a text cannot be too {poles[0]} and too {poles[1]}",
                "Keep the one that the `dont` shows.",
            )
    if example.do.strip() == example.dont.strip():
        raise source.error((key, "dont"), "the `dont` is the same text as the `do`")
    return example


def _template(source: Located, language: str, key: str, value: Any, family: str, move: str) -> Template:
    data = {"text": value} if isinstance(value, str) else _with_id(source, key, value)
    data |= {"id": f"{family}.{language}.{key}", "move": move, "language": language}
    template = validated(Template, source, data, (language, key))
    unknown = set(_SLOT.findall(template.text)) - SLOTS
    if unknown:
        problem = f"unknown slot {{{sorted(unknown)[0]}}}"
        raise source.error((language, key), problem, "Known slots: " + ", ".join(sorted(SLOTS)) + ".")
    return template


def _settings(folder: Path, faults: Faults, *, dated: bool) -> CharterSettings | None:
    """The settings; None where a fault of theirs would make everything built on them break. ``dated``: the
    calendar will be asked, and the country it names must be one whose holidays are known."""
    with faults.caught():
        source = read_file(folder, "charter.yaml")
        settings = validated(CharterSettings, source, source.data)
        for name in ("audiences", "commitments", "standing_commitments", "gestures"):
            _check_ids(source, (name,), [entry.id for entry in getattr(settings, name)], faults)
        wrong = list(_settings_faults(settings, source))
        if dated:
            wrong += _calendar_faults(settings.calendar, source)
        for error in wrong:
            faults.add(error)
        return None if wrong else settings
    return None


def _settings_faults(settings: CharterSettings, source: Located) -> Iterator[CharterError]:
    if settings.languages.default not in settings.languages.supported:
        yield source.error(
            ("languages", "default"),
            f"the default locale {settings.languages.default} is not among the supported ones",
            "Add it under `supported`.",
        )
    for language in settings.languages.codes:
        if not settings.private_path.get(language):  # type: ignore[call-overload]
            yield source.error(
                ("private_path",),
                f"no private path in “{language}”",
                "Add at least one clause in this language.",
            )
    for name, pattern in settings.confidentiality.patterns.items():
        try:
            compile_pattern(pattern)
        except BadInput as error:
            place = ("confidentiality", "patterns", name)
            yield source.error(place, error.message, error.hint, "charter.pattern")
    for severity in ("S1", "S2", "S3", "S4"):
        if severity not in settings.sla:
            yield source.error(
                ("sla",), f"no clock for {severity}", "Give `ack` and `first_reply` in minutes."
            )


def _calendar_faults(calendar: Calendar, source: Located) -> Iterator[CharterError]:
    try:
        closed_days(calendar, ANY_YEAR)
    except CharterError as error:
        problem = f"the public holidays of “{calendar.holidays_of}” are not known"
        yield source.error(("calendar", "holidays_of"), problem, error.hint, error.code)


def _check_ids(source: Located, place: tuple[str, ...], ids: Sequence[str], faults: Faults) -> None:
    """Entries of a list are known by their id: a second one of the same name would never be found."""
    for n, id in enumerate(ids):
        if id in ids[:n]:
            first = source.at((*place, ids.index(id)))
            problem = f"two entries are called “{id}” (the other at {first})"
            faults.add(source.error((*place, n), problem, "Rename one of the two.", "charter.duplicate_id"))


def _check_playbooks(charter: Charter, folder: Path, faults: Faults) -> None:
    for nature in NATURES:
        for ownership in OWNERSHIPS:
            if charter.playbook_for(nature, None, ownership) is None:
                error = CharterError(
                    "charter.playbook_missing",
                    f"{folder.name}/playbooks.yaml:1:1: no playbook for “{nature}” in a place of kind"
                    f" “{ownership}”",
                    "Add one, or add this ownership to an existing playbook of that nature.",
                )
                faults.add(error)
