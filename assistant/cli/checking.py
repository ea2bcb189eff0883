"""``assistant check``: any text against the charter, like a linter."""

from __future__ import annotations

import gc
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shell import JsonOption, WorkspaceOption, open_house, put, reported
from assistant.cli.voice_scale import scale
from assistant.errors import BadInput

if TYPE_CHECKING:
    from assistant.config import Settings, Workspace
    from assistant.domain.charter import Charter
    from assistant.domain.finding import CheckContext, CheckResult, Finding

MAX_CHARS = 1_000_000


def check(
    file: Annotated[str | None, typer.Argument(help="A file, or - for standard input.")] = None,
    text: Annotated[str | None, typer.Option(help="The text itself.")] = None,
    kind: Annotated[str, typer.Option(help="public_reply, private_reply, script or post.")] = "public_reply",
    channel: Annotated[str | None, typer.Option(help="A channel of the charter.")] = None,
    lang: Annotated[str | None, typer.Option(help="fr or en. Default: seen from the text.")] = None,
    comment: Annotated[str | None, typer.Option(help="The comment the text replies to.")] = None,
    fact: Annotated[
        list[str] | None, typer.Option(help="A public fact of this case; may be repeated.")
    ] = None,
    nature: Annotated[
        str | None, typer.Option(help="Nature of the comment it replies to: complaint, praise …")
    ] = None,
    json: JsonOption = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="Print SARIF 2.1.0, for code hosts.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Print the text with the safe fixes applied.")] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Also ask the model the charter's yes-or-no questions (seconds).")
    ] = False,
    voice: Annotated[
        bool, typer.Option("--voice", help="Measure the voice too. Loads the embedding model: some seconds.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a text against the charter. Exit 1 when an error stands."""
    # One text, then the process ends: looking for garbage would take a tenth of the time.
    gc.disable()
    with reported():
        from assistant.config import Settings, find_workspace
        from assistant.domain.comment import CaseFact, Comment
        from assistant.domain.contract import check_json, finding_json, voice_json
        from assistant.domain.finding import TEXT_KINDS, CheckContext
        from assistant.domain.triage import NATURES
        from assistant.tone.checker import Checker
        from assistant.tone.fix import mended
        from assistant.tone.load import load_charter

        if kind not in TEXT_KINDS:
            raise BadInput(
                "check.kind", f"“{kind}” is not a kind of text.", "Known: " + ", ".join(TEXT_KINDS) + "."
            )
        if lang not in (None, "fr", "en"):
            raise BadInput("check.language", f"“{lang}” is not a language here.", "Known: fr, en.")
        if sarif and (json or fix or voice):
            raise BadInput(
                "check.format",
                "--sarif stands alone.",
                "Leave out --json and --voice; its regions are those of the text as it is, so leave out --fix too.",
            )
        if nature is not None and nature not in NATURES:
            raise BadInput(
                "check.nature", f"“{nature}” is not a nature.", "Known: " + ", ".join(NATURES) + "."
            )
        content = _content(file, text)
        settings = Settings()
        place = find_workspace(workspace, settings)
        charter = load_charter(place.charter, for_drafting=False)
        facts = tuple(CaseFact(f) for f in fact or ())
        context = CheckContext(
            today=_today(),
            kind=kind,
            language=lang,
            channel=channel,
            comment=Comment(id="check", text=comment, channel=channel or "unknown") if comment else None,
            case_facts=facts,
            nature=nature,
        )
        checker = Checker(charter)
        if fix:
            content, result = mended(content, lambda text: checker.check(text, context))
        else:
            result = checker.check(content, context)
        thought = _opinions(place, settings, charter, content, context) if judge else ()
        reading = None
        if voice:
            house = open_house(workspace, with_model=False)
            reading = house.voice.measure(content, result.language, nature)
            house.close()
        if sarif:
            put(_sarif(result, thought, charter, content, file))
        elif json:
            out = check_json(result, charter.ref)
            if fix:
                out["text"] = content
            if judge:
                out["opinions"] = [finding_json(f) for f in thought]
            if reading is not None:
                out["voice"] = voice_json(reading, content)
            put(out)
        else:
            if fix:
                print(content)
            name = file if file and file != "-" else "text"
            for f in (*result.findings, *thought):
                line = content.count("\n", 0, f.start) + 1
                column = f.start - content.rfind("\n", 0, f.start)
                suggestion = f" → “{f.fix}”" if f.fix else ""
                print(
                    f"{name}:{line}:{column}: {f.level}: {f.message}{suggestion}  “{f.match[:60]}” [{f.rule}]",
                    file=sys.stderr if fix else sys.stdout,
                )
            print(f"{result.score}/100 {result.band}", file=sys.stderr if fix else sys.stdout)
            if reading is not None:
                print(scale(reading, content), file=sys.stderr if fix else sys.stdout)
        raise typer.Exit(0 if result.passed else 1)


def _opinions(
    place: Workspace, settings: Settings, charter: Charter, text: str, context: CheckContext
) -> tuple[Finding, ...]:
    """What the model thinks; nothing when the charter asks nothing, so that no model is loaded for it."""
    from assistant.domain.rule import Judge
    from assistant.tone.opinions import opinions
    from assistant.wiring import House

    if not any(isinstance(rule, Judge) for rule in charter.rules):
        return ()
    house = House(place, settings)
    try:
        return tuple(opinions(charter, text, context, house.judge)) if house.judge else ()
    finally:
        house.close()


def _sarif(
    result: CheckResult, opinions: tuple[Finding, ...], charter: Charter, content: str, file: str | None
) -> dict[str, Any]:
    from urllib.parse import quote

    from assistant import __version__
    from assistant.tone.sarif import sarif_log

    path = Path(file) if file and file != "-" else Path("text")
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    reader = charter.settings.languages.default_language
    return sarif_log(result, charter, content, uri=uri, version=__version__, reader=reader, opinions=opinions)


def _content(file: str | None, text: str | None) -> str:
    if text is not None:
        return text
    if file is None and sys.stdin.isatty():
        raise BadInput(
            "check.nothing", "There is nothing to check.", "Give a FILE, - for standard input, or --text."
        )
    if file in (None, "-"):
        raw = sys.stdin.buffer.read(MAX_CHARS * 4 + 1)
    else:
        assert file is not None
        path = Path(file)
        if not path.is_file():
            raise BadInput("file.missing", f"{file} is not a file.", "Check the path.")
        with path.open("rb") as stream:
            raw = stream.read(MAX_CHARS * 4 + 1)
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "check.encoding", f"Byte {error.start} is not UTF-8.", "Save the text as UTF-8."
        ) from error
    if len(content) > MAX_CHARS:
        raise BadInput("check.too_long", f"The text is over {MAX_CHARS:,} characters.", "Check it in parts.")
    return content


def _today() -> date:
    return date.today()
