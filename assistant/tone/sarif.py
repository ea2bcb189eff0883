"""The findings of one text as SARIF 2.1.0, the format that code hosts and editors read.

Columns and offsets count code points, as everywhere in the house; the file says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckResult, Finding, Level
from assistant.domain.rule import Lang, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Level, str] = {"error": "error", "warning": "warning", "suggestion": "note"}
Json = dict[str, Any]


def sarif_log(
    result: CheckResult,
    charter: Charter,
    text: str,
    *,
    uri: str,
    version: str,
    reader: str,
    opinions: Sequence[Finding] = (),
) -> Json:
    """One run over one text.

    Args:
        result: what the check found.
        charter: what it checked against.
        text: the text the findings are in.
        uri: where the text is: relative to the place the command ran in, or absolute; escaped.
        version: the program's.
        reader: the language of the help texts, ``fr`` or ``en``.
        opinions: what a model thinks of the text; marked as such.
    """
    known = {rule.id: rule for rule in charter.rules}
    named: dict[str, Finding] = {}
    found = (*result.findings, *opinions)
    for finding in found:
        named.setdefault(finding.rule, finding)
    places = {id: n for n, id in enumerate(named)}
    lines = _Lines(text)
    driver = {
        "name": "Répartie",
        "version": version,
        "rules": [_descriptor(f, known.get(id), reader) for id, f in named.items()],
        "properties": {"charter": {"version": charter.ref.version, "sha256": charter.ref.sha256}},
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri}, "length": len(text.encode("utf-8", "replace"))}],
        "results": [_result(f, places[f.rule], lines, uri) for f in found],
        "properties": {
            "score": result.score,
            "band": result.band,
            "passed": result.passed,
            "language": result.language,
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _descriptor(finding: Finding, rule: Rule | None, reader: str) -> Json:
    """What a rule is. For a check that is built in, its message says it."""
    if rule is None:
        message, help_text = finding.message, finding.message
    else:
        spoken: Lang = "fr" if reader == "fr" else "en"

        def said(texts: Mapping[Lang, str]) -> str:
            text = texts.get(spoken) or next(iter(texts.values()), "")
            for slot in ("{match}", "{value}", "{limit}"):
                text = text.replace(slot, "…")
            return text

        message = said(rule.message)
        not_so, so = ("À éviter : ", "À écrire : ") if spoken == "fr" else ("Not so: ", "But so: ")
        help_text = "\n".join(
            [
                *[line for line in (message, said(rule.why)) if line],
                *[f"{not_so}{example}" for example in rule.examples.bad],
                *[f"{so}{example}" for example in rule.examples.good],
            ]
        )
    return {
        "id": finding.rule,
        "shortDescription": {"text": message},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": _LEVELS[rule.level if rule else finding.level]},
    }


def _result(finding: Finding, place: int, lines: _Lines, uri: str) -> Json:
    region = lines.region(finding.start, finding.end)
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": _LEVELS[finding.level],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri, "index": 0},
                    "region": {**region, "snippet": {"text": finding.match}},
                }
            }
        ],
    }
    if finding.opinion:
        result["properties"] = {"opinion": True}
    artifact = {"uri": uri, "index": 0}
    if finding.also:
        result["relatedLocations"] = [
            {"physicalLocation": {"artifactLocation": artifact, "region": lines.region(p.start, p.end)}}
            for p in finding.also
        ]
    if finding.fix is not None:
        places = [(finding.start, finding.end, finding.fix)]
        places += [(p.start, p.end, p.fix) for p in finding.also]
        replacements = [
            {"deletedRegion": lines.region(start, end), "insertedContent": {"text": fix}}
            for start, end, fix in places
        ]
        change = {"artifactLocation": artifact, "replacements": replacements}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


class _Lines:
    """Turns offsets into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]

    def region(self, start: int, end: int) -> Json:
        """A region by lines and by offsets; ``endColumn`` is the column after the last character."""
        start_line, start_column = self._place(start)
        end_line, end_column = self._place(end)
        return {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": start,
            "charLength": end - start,
        }

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
