"""One file of rules as text: a rule is taken out, put in or left out, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from typing import Any

from assistant.domain.yaml_text import parse_yaml
from assistant.errors import CharterError

_PATTERNS = frozenset({"pattern", "when", "then"})
_OF_PATTERNS = frozenset({"groups", "markers"})
"""Fields that hold patterns: written between single quotes, where a backslash is itself."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The text of ``rules/family.yaml``. A rule's block goes from its key to its last line; comments
    before the key, at the margin, belong to the file."""

    name: str
    text: str

    def names(self) -> tuple[str, ...]:
        """The names of the rules, in order.

        Raises:
            CharterError: the file is not YAML, or not a mapping.
        """
        return tuple(self._starts())

    def block(self, key: str) -> str | None:
        """The text of one rule, None where the file has no such rule.

        Raises:
            CharterError: as ``names``; ``charter.layout``.
        """
        span = self._span(key)
        return None if span is None else "".join(self._lines()[slice(*span)])

    def with_block(self, key: str, block: str) -> RuleFile:
        """The file with this text for the rule, in its old place or at the end.

        Raises:
            CharterError: as ``block``.
        """
        lines, span = self._lines(), self._span(key)
        block = block.rstrip() + "\n"
        if span is None:
            before = self.text.rstrip()
            return replace(self, text=f"{before}\n\n{block}" if before else block)
        start, end = span
        return replace(self, text="".join([*lines[:start], block, *lines[end:]]))

    def without(self, key: str) -> RuleFile:
        """The file without the rule.

        Raises:
            CharterError: as ``block``.
        """
        lines, span = self._lines(), self._span(key)
        if span is None:
            return self
        start, end = span
        while end < len(lines) and not lines[end].strip():
            end += 1
        return replace(self, text="".join([*lines[:start], *lines[end:]]))

    def _lines(self) -> list[str]:
        # Not splitlines(), which also parts at characters that YAML takes as text.
        lines = self.text.split("\n")
        whole = [line + "\n" for line in lines[:-1]]
        return [*whole, lines[-1] + "\n"] if lines[-1] else whole

    def _starts(self) -> dict[str, int]:
        source = parse_yaml(self.text, self.name)
        if source.data is None:
            return {}
        if not isinstance(source.data, dict):
            raise source.error((), "a mapping of ids to entries was expected")
        starts: dict[str, int] = {}
        for key in source.data:
            line, column = source.marks[(key,)]
            if column != 1 or line - 1 in starts.values():
                raise source.error(
                    (key,),
                    "a rule begins at the margin, on a line of its own",
                    "Write `its_id:` at the start of a line, its fields below, indented by two spaces.",
                    "charter.layout",
                )
            starts[str(key)] = line - 1
        return starts

    def _span(self, key: str) -> tuple[int, int] | None:
        starts = self._starts()
        if key not in starts:
            return None
        lines, start = self._lines(), starts[key]
        end = min((s for s in starts.values() if s > start), default=len(lines))
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        return start, end


def with_fields(block: str | None, key: str, fields: Mapping[str, Any]) -> str:
    """A rule's text with these fields and no others; comments and untouched fields stay as written.

    Args:
        block: the rule's present text; None for a new rule.
        key: the rule's name in its file.
        fields: plain values by field name, in the order in which a new rule shows them.

    Raises:
        CharterError: ``charter.yaml``: the present text is not YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    present = parse_yaml(block, key).data if block else None
    root = yaml.load(block) if present else CommentedMap()
    old = present.get(key) if isinstance(present, dict) else None
    if not isinstance(old, dict):
        root, old = CommentedMap({key: CommentedMap()}), {}
    if dict(fields) == old:
        return block or ""
    rule = root[key]
    for name in [name for name in old if name not in fields]:
        del rule[name]
    for name, value in fields.items():
        if name not in old:
            rule[name] = _written(name, value)
        elif old[name] != value:
            rule[name] = _renewed(name, rule[name], value)
    out = StringIO()
    yaml.dump(root, out)
    return out.getvalue().rstrip() + "\n"


def _renewed(name: str, old: Any, value: Any) -> Any:
    """The new value in the old one's clothes: its style, its comments, the order of its entries."""
    if isinstance(old, dict) and isinstance(value, Mapping):
        for gone in [k for k in old if k not in value]:
            del old[gone]
        for k, v in value.items():
            if k not in old:
                old[_quoted(k) if name == "swap" else k] = _written(name, v)
            elif old[k] != v:
                old[k] = _renewed(name, old[k], v)
        return old
    if isinstance(old, list) and isinstance(value, list | tuple) and not isinstance(old, str):
        kept = {str(v): v for v in old}
        old[:] = [kept.get(str(v), _written(name, v)) for v in value]
        return old
    return _written(name, value)


def _written(name: str, value: Any) -> Any:
    """A plain value as people write it: texts between double quotes, patterns between single ones,
    short mappings and lists on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import SingleQuotedScalarString

    if isinstance(value, str):
        if name in _PATTERNS | _OF_PATTERNS and "\n" not in value:
            return SingleQuotedScalarString(value)
        return value if name in ("kind", "level", "languages", "scopes") else _quoted(value)
    if isinstance(value, Mapping):
        mapping = CommentedMap(
            {
                (_quoted(k) if name == "swap" else k): _written(name if name in _OF_PATTERNS else "", v)
                for k, v in value.items()
            }
        )
        if name in ("message", "why", "question"):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, Iterable):
        inner = "languages" if name in ("languages", "scopes", "natures", "order") else ""
        sequence = CommentedSeq([_written(inner, v) for v in value])
        sequence.fa.set_flow_style()
        return sequence
    return value


def _quoted(text: str) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text)


def with_version(text: str, version: str, effective: date) -> str:
    """The text of ``charter.yaml`` with another version and date; every other byte stays.

    Raises:
        CharterError: ``charter.layout``: one of the two fields cannot be found.
    """
    import yaml

    node = yaml.compose(text, yaml.SafeLoader)
    fields = node.value if isinstance(node, yaml.MappingNode) else []
    spans = {key.value: (value.start_mark.index, value.end_mark.index) for key, value in fields}
    written = {"charter_version": f'"{version}"', "effective": effective.isoformat()}
    if not written.keys() <= spans.keys():
        raise CharterError(
            "charter.layout",
            "charter.yaml: `charter_version` and `effective` must stand in this file",
            "Write both at the margin.",
        )
    for name in sorted(written, key=lambda n: spans[n], reverse=True):
        start, end = spans[name]
        text = text[:start] + written[name] + text[end:]
    return text
