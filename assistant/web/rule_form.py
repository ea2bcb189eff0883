"""The form in which a rule is edited, read off the models of the kinds: a new field needs no code here."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.domain.rule import KINDS, Examples, Rule

ORDER = (
    "kind level scopes languages natures terms swap pattern when then groups order markers unit measure per"
    " words shouting question min max fix message why exceptions examples"
).split()
"""The order of the fields on the page and in a new rule; fields not named here come last."""


def forms() -> dict[str, list[dict[str, Any]]]:
    """The fields of each kind of rule: ``{name, shape, required, default, choices}``.

    ``shape``: ``text`` one line · ``lines`` a list of texts · ``pairs`` names and texts · ``texts`` one text a
    language · ``choice`` one of ``choices`` · ``choices`` some of them · ``scalar`` a number, or one of
    ``choices`` · ``switch`` yes or no · ``fix`` a text, or none · ``examples``.
    """
    return {kind: list(_fields(model)) for kind, model in KINDS.items()}


def fields_of(rule: Rule) -> dict[str, Any]:
    """A rule's own values as plain JSON: those that its file gives, in the order of the form."""
    given = rule.model_dump(mode="json", exclude_unset=True, exclude={"id"})
    return {name: given[name] for name in sorted(given, key=_rank)}


def tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the form sent, without the fields that a person left empty, in the order of the form.

    ``fix`` may be empty: then the fix is to delete.
    """
    kept = {n: v for n, v in fields.items() if v is not None and (v not in ("", [], {}) or n == "fix")}
    return {name: kept[name] for name in sorted(kept, key=_rank)}


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _fields(model: Any) -> Iterator[dict[str, Any]]:
    for name in sorted(model.model_fields, key=_rank):
        if name in ("id", "kind"):
            continue
        field: FieldInfo = model.model_fields[name]
        shape, choices = ("fix", []) if name == "fix" else _shape(field.annotation)
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if isinstance(default, Examples):
            default = None
        yield {
            "name": name,
            "shape": shape,
            "required": field.is_required(),
            "default": list(default) if isinstance(default, tuple) else default,
            "choices": choices,
        }


def _shape(annotation: Any) -> tuple[str, list[str]]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape(inner[0])
    if origin in (Union, types.UnionType):
        parts = [_shape(a) for a in inner if a is not type(None)]
        choices = [c for _, found in parts for c in found]
        return ("scalar", choices) if any(s == "scalar" for s, _ in parts) else (parts[0][0], choices)
    if origin is Literal:
        return "choice", list(inner)
    if origin is tuple:
        shape, choices = _shape(inner[0])
        return ("choices" if shape == "choice" else "lines"), choices
    if origin is dict:
        return ("texts" if _shape(inner[0])[0] == "choice" else "pairs"), []
    if annotation is Examples:
        return "examples", []
    if annotation is bool:
        return "switch", []
    return ("scalar" if annotation in (int, float) else "text"), []
