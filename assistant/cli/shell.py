"""What every command shares: the workspace option, who is asking, errors as people read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import AssistantError, BadInput

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The workspace folder. Default: $ASSISTANT_WORKSPACE, else here."),
]
WhoOption = Annotated[str | None, typer.Option("--as", help="Your name. Default: $ASSISTANT_USER.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass
class Shell:
    """Set once by the options before the command."""

    debug: bool = False


shell = Shell()


def open_house(workspace: Path | None, *, with_model: bool = True) -> Any:
    """The parts of the workspace that the options name."""
    from assistant.config import Settings, find_workspace
    from assistant.wiring import House

    settings = Settings()
    return House(find_workspace(workspace, settings), settings, with_model=with_model)


def who_is(name: str | None, house: Any) -> str:
    """The person's name: the option, the setting, or the only person the desk knows.

    Raises:
        BadInput: ``user.name``: nobody was named.
    """
    chosen = name or house.settings.user
    if chosen:
        return str(chosen)
    with house.store.read() as work:
        people = [u.name for u in work.users.list() if not u.disabled]
    if len(people) == 1:
        return str(people[0])
    raise BadInput(
        "user.name",
        "Say who you are: decisions are signed.",
        "Add --as NAME"
        + (f" (known: {', '.join(people)})." if people else "; the first name becomes the administrator."),
    )


@contextmanager
def reported() -> Iterator[None]:
    """Errors of ours as two lines on stderr and exit 2; anything else only with --debug."""
    try:
        yield
    except AssistantError as error:
        if shell.debug:
            raise
        say(f"{error.message}")
        if error.hint:
            say(f"→ {error.hint}")
        say(f"  [{error.code}]")
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        say("Stopped. What was done is kept.")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(1) from None
    except OSError as error:
        if shell.debug:
            raise
        say(f"The system refused: {error}")
        say("→ Check that the disk has room and that the file may be written.  [system]")
        raise typer.Exit(2) from None
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:  # the edge: whatever it is, a person reads a sentence
        if shell.debug:
            raise
        say(f"Something went wrong that should not: {type(error).__name__}: {str(error)[:300]}")
        say("→ Run the same command with `assistant --debug …` and report what it prints.  [internal]")
        raise typer.Exit(2) from None


@contextmanager
def bar(what: str, total: Callable[[], int | None] = lambda: None) -> Iterator[Any]:
    """A progress bar on a terminal, nothing in a pipe. ``total`` is asked only where there is a bar."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=total())
        yield lambda: progress.advance(task)


def say(text: str) -> None:
    """A line for a person, on stderr: stdout belongs to results."""
    print(text, file=sys.stderr)


def put(data: Any) -> None:
    """JSON on stdout."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str))
