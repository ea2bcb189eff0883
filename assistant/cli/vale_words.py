"""What the export for Vale wrote and what it left out, in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from assistant.domain.charter import Charter
from assistant.tone.vale import Exported, Loss, ValeFolder, left_at_home

LOSSES: Mapping[Loss, str] = {
    "scopes": "Vale does not know kinds of text: it speaks in every one",
    "natures": "Vale does not know what a text replies to: it speaks always",
    "exceptions": "its exceptions are lost",
    "capitals": "a replacement does not take over the capital of what it replaces",
    "counting": "Vale counts a little differently",
    "dictionary": "Vale spells by its own American dictionary; put another into styles/config/dictionaries",
    "short_texts": "short texts are judged too",
    "no_such_kind": "Vale has no rule of this kind",
    "pattern": "Vale's engine cannot say this part of its pattern",
    "channel_limit": "Vale does not know channels and their limits",
    "repeated_phrases": "Vale finds repeated words only",
    "language": "Vale does this for English only",
}


def report(charter: Charter, folder: ValeFolder) -> Iterator[str]:
    """What is not the same in Vale, and what is not there at all, each with its rules."""
    whole = [r for r in folder.rules if r.files and not r.losses]
    partly = [r for r in folder.rules if r.files and r.losses]
    absent = [r for r in folder.rules if not r.files]
    yield (
        f"Rules, counted once for each language: {len(whole)} are whole, {len(partly)} lose something,"
        f" {len(absent)} are not there."
    )
    for title, some in (("Lose something", partly), ("Not there", absent)):
        if some:
            yield f"\n{title}:"
        for loss, said in LOSSES.items():
            if lossy := [r for r in some if loss in r.losses]:
                yield f"  {said}:"
                yield textwrap.fill(
                    ", ".join(_named(lossy)), 110, initial_indent="    ", subsequent_indent="    "
                )
    yield "\nNever exported:"
    for name, count in left_at_home(charter):
        yield f"  {name}: {count} entries, because such a folder is shared"
    yield "  what no rule can switch off (promises, facts, private data …), lengths per channel, typography"


def _named(rules: Iterable[Exported]) -> Iterator[str]:
    """Each rule once, with the languages it concerns and what exactly has no counterpart."""
    languages: dict[tuple[str, str], list[str]] = {}
    for r in rules:
        languages.setdefault((r.rule, r.what), []).append(r.language)
    for (rule, what), spoken in languages.items():
        yield f"{rule} ({'; '.join([*([what] if what else []), ', '.join(spoken)])})"


def read_me(charter: Charter, folder: ValeFolder) -> str:
    """The file that explains the folder to whoever finds it."""
    identity = charter.settings.identity
    lines = [
        f"# {identity.brand}: the charter for Vale",
        "",
        f"Written by Répartie from charter {charter.ref.version}, SHA-256 `{charter.ref.sha256}`.",
        "Change the charter, not these files: the next export replaces them.",
        "",
        "Name texts by their language, `reply.fr.txt` or `reply.en.md`, and run `vale reply.fr.txt` with Vale 3.",
        "The files follow Vale's documentation; Vale itself was not run on them.",
        "",
        "## What is not the same as in Répartie",
        "",
        "```",
        *report(charter, folder),
        "```",
    ]
    return "\n".join(lines) + "\n"
