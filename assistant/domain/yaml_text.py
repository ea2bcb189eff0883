"""YAML that people edit: parsed with the place of every value, duplicate keys refused.

PyYAML takes the last of two equal keys without a word and forgets where values stood; both would
leave a person who edits a charter alone with their mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from assistant.errors import CharterError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[str | int, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data (dicts, lists, scalars) with the ``(line, column)`` of each value, from 1."""

    name: str
    data: Any
    marks: dict[Path, tuple[int, int]] = field(repr=False)

    def at(self, path: Sequence[str | int]) -> str:
        """``name:line:column`` of a value, or of its nearest parent that stands in the file."""
        key = tuple(path)
        while key not in self.marks and key:
            key = key[:-1]
        line, column = self.marks.get(key, (1, 1))
        return f"{self.name}:{line}:{column}"

    def error(
        self, path: Sequence[str | int], problem: str, hint: str = "", code: str = "charter.invalid"
    ) -> CharterError:
        """An error that names the place of a value."""
        return CharterError(code, f"{self.at(path)}: {problem}", hint)


def parse_yaml(text: str, name: str) -> Located:
    """Parses one YAML document.

    Raises:
        CharterError: ``charter.yaml`` for a syntax error, ``charter.duplicate_key``,
            ``charter.alias`` (anchors are refused: they hide what a value is).
    """
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            marks: dict[Path, tuple[int, int]] = {}
            doubles: list[CharterError] = []
            data = None if node is None else _build(loader, node, (), marks, name, set(), doubles)
        finally:
            loader.dispose()
        if doubles:
            raise _together(doubles, "in this file")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise CharterError(
            "charter.yaml",
            f"{place}: {error.problem or error.context or 'this is not YAML'}",
            "Check the indentation, the colons and the quotation marks near this place.",
        ) from error
    except yaml.YAMLError as error:
        raise CharterError("charter.yaml", f"{name}: {error}", "Save the file as UTF-8 text.") from error
    return Located(name, data, marks)


def _build(
    loader: Any,
    node: yaml.Node,
    path: Path,
    marks: dict[Path, tuple[int, int]],
    name: str,
    seen: set[int],
    doubles: list[CharterError],
) -> Any:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if id(node) in seen:
        raise CharterError(
            "charter.alias",
            f"{name}:{line}:{column}: YAML anchors and aliases are not used here",
            "Write the value out.",
        )
    seen.add(id(node))
    marks[path] = (line, column)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node)
            if not isinstance(key, str | int):
                key = str(key_node.value)
            place = f"{name}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            if key in result:
                first = marks[(*path, key)]
                error = CharterError(
                    "charter.duplicate_key",
                    f"{place}: the key “{key}” stands twice (first at line {first[0]})",
                    "Keep one of the two, or give the second another name.",
                )
                doubles.append(error)
                continue
            result[key] = _build(loader, value_node, (*path, key), marks, name, seen, doubles)
            marks[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, child, (*path, i), marks, name, seen, doubles)
            for i, child in enumerate(node.value)
        ]
    return loader.construct_object(node)


def validated(kind: type[T] | TypeAdapter[T], located: Located, data: Any, path: Path = ()) -> T:
    """``data`` (the value at ``path``) as a domain type.

    Raises:
        CharterError: ``charter.invalid``, naming the place of the first faulty value and how many follow.
    """
    adapter = kind if isinstance(kind, TypeAdapter) else TypeAdapter(kind)
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise _together([_fault(located, path, p) for p in problems], "in this entry") from error


def _together(faults: list[CharterError], where: str) -> CharterError:
    """The first fault, which says how many follow it and knows them."""
    first = faults[0]
    if len(faults) == 1:
        return first
    whole = CharterError(first.code, f"{first.message} (and {len(faults) - 1} more {where})", first.hint)
    whole.parts = tuple(faults)
    return whole


def _fault(located: Located, path: Path, problem: Any) -> CharterError:
    loc = tuple(part for part in problem["loc"] if isinstance(part, str | int))
    place = _deepest(located, path, loc)
    return located.error(
        place,
        _plain(problem, loc, place[len(path) :]),
        "The fields and their meaning are listed in docs/charter.md; `assistant charter lint` names every fault.",
    )


def _deepest(located: Located, path: Path, loc: Path) -> Path:
    """Pydantic's location without the parts it adds itself (names of union members)."""
    place = path
    for part in loc:
        if (*place, part) in located.marks:
            place = (*place, part)
    return place


def _plain(error: Any, loc: Path, named: Path) -> str:
    field_name = ".".join(str(part) for part in named) or "this entry"
    if error["type"] == "extra_forbidden":
        return f"“{loc[-1]}” is not a field here"
    if error["type"] == "missing":
        return f"“{loc[-1]}” is missing"
    if error["type"] == "value_error":
        return f"{field_name}: {error['ctx']['error']}"
    return f"{field_name}: {error['msg'][0].lower()}{error['msg'][1:]}"
