"""The charter's vocabulary and simple rules as a folder for Vale, the prose linter.

Each language gets a style of its own, because Vale does not know languages. What Vale cannot say is in the
report, rule by rule: nothing is left out in silence. The format is that of Vale's documentation (version 3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import yaml

from assistant.domain.charter import Charter
from assistant.domain.finding import TEXT_KINDS
from assistant.domain.rule import (
    Capitalization,
    Conditional,
    Consistency,
    Existence,
    Metric,
    Occurrence,
    Readability,
    Repetition,
    Rule,
    Spelling,
    Substitution,
)
from assistant.tone.vale_pattern import Untranslatable, vale_pattern, vale_term

Loss = Literal[
    "scopes",
    "natures",
    "exceptions",
    "capitals",
    "counting",
    "dictionary",
    "short_texts",
    "no_such_kind",
    "pattern",
    "channel_limit",
    "repeated_phrases",
    "language",
]
"""What a rule loses in Vale; see ``cli.vale_words``. The last five leave nothing of it to write."""

Body = dict[str, Any]
Bodies = list[Body]
"""The rules of Vale that one rule of the charter becomes."""


class NotInVale(Exception):
    """A rule, or a part of it, has no counterpart. The arguments are the loss and what it concerns."""

    def __init__(self, loss: Loss, what: str = "") -> None:
        super().__init__(loss, what)
        self.loss = loss
        self.what = what


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of a rule in one language. ``files`` empty: it is not in the folder.

    ``losses`` are what Vale does not do of it; ``what`` names the part that has no counterpart.
    """

    rule: str
    language: str
    files: tuple[str, ...]
    losses: tuple[Loss, ...] = ()
    what: str = ""


@dataclass(frozen=True, slots=True)
class ValeFolder:
    """Texts by relative path, what became of each rule, and parts of the charter that stay at home."""

    style: str
    files: Mapping[str, str]
    rules: tuple[Exported, ...]


def vale_folder(charter: Charter) -> ValeFolder:
    """The folder for Vale: ``.vale.ini``, one style per language, and the vocabulary.

    The confidential patterns and marker words are left out on purpose: such a folder is shared.
    """
    style = style_name(charter.settings.identity.brand)
    files = {".vale.ini": _ini(charter, style), **_vocabulary(charter, style)}
    exported: list[Exported] = []
    for language in charter.settings.languages.codes:
        names: set[str] = set()
        for rule in charter.rules:
            if language not in rule.languages:
                continue
            bodies, losses, what = _translated(rule, language)
            written = []
            for n, body in enumerate(bodies, 1):
                name = _file_name(rule.id if len(bodies) == 1 else f"{rule.id}_{n}", names)
                path = f"styles/{style}-{language}/{name}.yml"
                files[path] = _dumped(body)
                written.append(path)
            exported.append(Exported(rule.id, language, tuple(written), losses, what))
    return ValeFolder(style, files, tuple(exported))


def style_name(brand: str) -> str:
    """The brand as a folder name in ASCII: ``Maison Lumen`` → ``MaisonLumen``."""
    plain = unicodedata.normalize("NFKD", brand).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]", "", plain.title().replace("'", "")) or "House"


def _file_name(id: str, taken: set[str]) -> str:
    """Vale takes the name into its expressions, so it holds letters, digits and ``_`` only."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode())
    free, n = name, 1
    while free.lower() in taken:
        n += 1
        free = f"{name}_{n}"
    taken.add(free.lower())
    return free


def _dumped(body: Body) -> str:
    return str(yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=10_000))


def _ini(charter: Charter, style: str) -> str:
    lines = [
        f"# Charter {charter.ref.version} of {charter.settings.identity.brand} ({charter.ref.sha256[:12]}).",
        "# Name texts by their language: reply.fr.txt, reply.en.md.",
        "StylesPath = styles",
        "MinAlertLevel = suggestion",
        f"Vocab = {style}",
    ]
    for language in charter.settings.languages.codes:
        lines += [
            "",
            f"[*.{language}.{{md,txt}}]",
            f"BasedOnStyles = Vale, {style}-{language}",
            # Of Vale's own rules only Avoid stays, which reads reject.txt: the charter asks for no more.
            "Vale.Spelling = NO",
            "Vale.Repetition = NO",
            "Vale.Terms = NO",
        ]
    return "\n".join(lines) + "\n"


def _vocabulary(charter: Charter, style: str) -> dict[str, str]:
    identity = charter.settings.identity
    kept = [word for rule in charter.rules if isinstance(rule, Spelling) for word in rule.words]
    accept = dict.fromkeys([identity.brand, identity.legal_name, *identity.products, *kept])
    folder = f"styles/config/vocabularies/{style}"
    return {
        f"{folder}/accept.txt": "".join(f"{_vocab(word)}\n" for word in accept),
        f"{folder}/reject.txt": "".join(f"{_vocab(word)}\n" for word in charter.settings.competitors),
    }


def _vocab(word: str) -> str:
    """An entry of a vocabulary is an expression."""
    return re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", word)


def _translated(rule: Rule, language: str) -> tuple[Bodies, tuple[Loss, ...], str]:
    translate = _KINDS.get(rule.kind)
    if translate is None:
        return [], ("no_such_kind",), rule.kind
    losses: list[Loss] = []
    try:
        bodies = translate(rule, language, losses)
    except NotInVale as reason:
        return [], (reason.loss,), reason.what
    except Untranslatable as reason:
        return [], ("pattern",), str(reason)
    if set(rule.scopes) != set(TEXT_KINDS):
        losses.append("scopes")
    if rule.natures:
        losses.append("natures")
    return bodies, tuple(dict.fromkeys(losses)), ""


def _head(
    rule: Rule, language: str, extends: str, *, match: str = "…", value: str = "…", limit: str = "…"
) -> Body:
    """The keys every rule of Vale has. A percent sign is doubled: Vale formats the message."""

    def said(texts: Mapping[Any, str]) -> str:
        text = (texts.get(language) or next(iter(texts.values()), "")).replace("%", "%%")
        text = text.replace("{match}", match, 1).replace("{match}", "…")
        return text.replace("{value}", value, 1).replace("{value}", "…").replace("{limit}", limit)

    body: Body = {"extends": extends, "message": said(rule.message)}
    if why := said(rule.why):
        body["description"] = why
    return {**body, "level": rule.level}


def _exceptions(rule: Rule) -> Body:
    """Case does not matter to the charter's exceptions; Vale is told so for each."""
    found = [f"(?i){vale_term(e, bounded=False)}" for e in rule.exceptions if e.strip()]
    return {"exceptions": found} if found else {}


def _existence(rule: Existence, language: str, losses: list[Loss]) -> Bodies:
    tokens = [vale_term(term) for term in sorted(rule.terms, key=len, reverse=True) if term.strip()]
    if rule.pattern:
        tokens.append(vale_pattern(rule.pattern))
    # The tokens bring their own boundaries, and no house name may silence a rule of the charter.
    body = {
        **_head(rule, language, "existence", match="%s"),
        "ignorecase": True,
        "nonword": True,
        "vocab": False,
        **_whole_text(tokens),
        **_exceptions(rule),
    }
    if rule.fix is not None:
        losses.append("capitals")
        body["action"] = {"name": "replace", "params": [rule.fix]} if rule.fix else {"name": "remove"}
    return [{**body, "tokens": tokens}]


def _whole_text(patterns: list[str]) -> Body:
    """Vale reads a text block by block; what speaks of its beginning or end needs the whole."""
    return {"scope": "raw"} if any(r"\A" in p or r"\z" in p for p in patterns) else {}


def _substitution(rule: Substitution, language: str, losses: list[Loss]) -> Bodies:
    losses.append("capitals")
    message = "Écrivez « %s », et non « %s »." if language == "fr" else "Write “%s”, not “%s”."
    body = {
        **_head(rule, language, "substitution"),
        "message": message,
        "ignorecase": True,
        "nonword": True,
        "vocab": False,
        **_exceptions(rule),
        "action": {"name": "replace"},
        "swap": {vale_term(term): said for term, said in rule.swap.items() if term.strip()},
    }
    return [body]


def _counted(head: Body, token: str, least: int, most: int | None, *, scope: str, ignorecase: bool) -> Bodies:
    """Rules that hold a count between two bounds. Vale's ``max: 0`` means no limit: that is existence."""
    common = {"scope": scope, "ignorecase": ignorecase}
    bodies: Bodies = []
    if most == 0:
        bodies.append(
            {**head, "extends": "existence", **common, "nonword": True, "vocab": False, "tokens": [token]}
        )
    bounds = {**({"min": least} if least else {}), **({"max": most} if most else {})}
    if bounds:
        bodies.append({**head, "extends": "occurrence", **common, **bounds, "token": token})
    return bodies


def _occurrence(rule: Occurrence, language: str, losses: list[Loss]) -> Bodies:
    if rule.exceptions:
        losses.append("exceptions")
    head = _head(rule, language, "occurrence", limit=str(rule.max if rule.max is not None else rule.min))
    return _counted(head, vale_pattern(rule.pattern), rule.min, rule.max, scope="raw", ignorecase=True)


def _consistency(rule: Consistency, language: str, losses: list[Loss]) -> Bodies:
    if rule.exceptions:
        losses.append("exceptions")
    head = _head(rule, language, "consistency", match="%s")
    groups = [vale_pattern(pattern) for pattern in rule.groups.values()]
    return [
        {**head, "ignorecase": True, "nonword": True, "scope": "raw", "either": {one: other}}
        for one, other in combinations(groups, 2)
    ]


def _conditional(rule: Conditional, language: str, losses: list[Loss]) -> Bodies:
    # This kind of Vale's has `ignorecase`, and does not use it: the expressions say it themselves.
    body = {
        **_head(rule, language, "conditional", match="%s"),
        "scope": "raw",
        "vocab": False,
        **_exceptions(rule),
        "first": f"(?i){vale_pattern(rule.when)}",
        "second": f"(?i){vale_pattern(rule.then)}",
    }
    return [body]


def _repetition(rule: Repetition, language: str, losses: list[Loss]) -> Bodies:
    if rule.unit != "word":
        raise NotInVale("repeated_phrases", rule.unit)
    body = {
        **_head(rule, language, "repetition", match="%s"),
        "ignorecase": True,
        "alpha": True,
        "vocab": False,
        **_exceptions(rule),
        "tokens": [r"[^\s.!?]+"],
    }
    return [body]


def _capitalization(rule: Capitalization, language: str, losses: list[Loss]) -> Bodies:
    """Vale's own capitalization looks at headings; words that have their capitals are existence there."""
    tokens = [
        rf"(?!{vale_term(word)})(?i:{vale_term(word)})"
        for word in sorted(rule.words, key=len, reverse=True)
        if word.strip()
    ]
    if rule.shouting:
        losses.append("counting")
        tokens += [r"\b\p{Lu}{4,}(?:\s+\p{Lu}{2,})+\b", r"\b\p{Lu}{6,}\b"]
    head = _head(rule, language, "existence", match="%s")
    return [{**head, "ignorecase": False, "nonword": True, **_exceptions(rule), "tokens": tokens}]


def _readability(rule: Readability, language: str, losses: list[Loss]) -> Bodies:
    if language != "en":
        raise NotInVale("language", "readability")
    losses.append("short_texts")
    body = {
        **_head(rule, language, "metric", value="%s", limit=f"{rule.min:g}"),
        "formula": "206.835 - (1.015 * (words / sentences)) - (84.6 * (syllables / words))",
        "condition": f"< {float(rule.min)}",
    }
    return [body]


def _spelling(rule: Spelling, language: str, losses: list[Loss]) -> Bodies:
    if language != "en":
        raise NotInVale("language", "spelling")
    losses.append("dictionary")
    return [_head(rule, language, "spelling", match="%s")]


_TOKENS = {
    "words": r"[\p{L}\p{N}][\p{L}\p{N}'’-]*",
    "characters": "(?s:.)",
    "emoji": "[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50\u2b55]",
    "exclamation_marks": "[!！]",
    "question_marks": "[?？]",
    "links": r"\bhttps?://[^\s<>]+|\bwww\.[^\s<>]+",
    "hashtags": r"(?<![\w&])#\w+",
}


def _metric(rule: Metric, language: str, losses: list[Loss]) -> Bodies:
    if rule.max == "channel":
        raise NotInVale("channel_limit", rule.measure)
    losses.append("counting")
    if rule.exceptions:
        losses.append("exceptions")
    limit = str(rule.max if rule.max is not None else rule.min)
    if rule.per == "text" and rule.measure in ("words", "sentences"):
        head = _head(rule, language, "metric", value="%s", limit=limit)
        bounds = [("<", rule.min), (">", rule.max)]
        return [
            {**head, "formula": rule.measure, "condition": f"{sign} {float(bound)}"}
            for sign, bound in bounds
            if bound is not None
        ]
    scope = "raw" if rule.per == "text" else "sentence"
    head = _head(rule, language, "occurrence", limit=limit)
    return _counted(head, _TOKENS[rule.measure], rule.min or 0, rule.max, scope=scope, ignorecase=False)


_KINDS: Mapping[str, Callable[[Any, str, list[Loss]], Bodies]] = {
    "existence": _existence,
    "substitution": _substitution,
    "occurrence": _occurrence,
    "consistency": _consistency,
    "conditional": _conditional,
    "repetition": _repetition,
    "capitalization": _capitalization,
    "readability": _readability,
    "spelling": _spelling,
    "metric": _metric,
}
"""The kinds that have a counterpart. Vale's ``sequence`` is of parts of speech; ours is of moves."""


def left_at_home(charter: Charter) -> Iterator[tuple[str, int]]:
    """Parts of the charter that are never exported, with how many entries they have."""
    secret = charter.settings.confidentiality
    yield "confidentiality.patterns", len(secret.patterns)
    yield "confidentiality.canaries", len(secret.canaries)
