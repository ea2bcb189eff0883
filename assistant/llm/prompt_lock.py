"""``prompts.lock.yaml``: the version and hash of each prompt, so that none changes under its version.

``python -m assistant.llm.prompt_lock FOLDER`` writes it, and refuses a body that changed while its
version did not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from assistant.errors import AssistantError, BadInput, explain
from assistant.llm.prompts import load_prompts

LOCK = "prompts.lock.yaml"


def differences(folder: Path) -> list[str]:
    """What the lock file and the prompts of a folder disagree on, one line each; empty when all is well.

    Raises:
        BadInput: as for :func:`assistant.llm.prompts.load_prompts`.
    """
    locked = _read(folder)
    lines = _changed(folder, locked)
    now = {name: prompt.version for name, prompt in load_prompts(folder).items()}
    for name in sorted(now.keys() | locked.keys()):
        if name not in locked:
            lines.append(f"{name}: not in {LOCK}")
        elif name not in now:
            lines.append(f"{name}: in {LOCK}, but there is no such prompt")
        elif now[name] != locked[name]["version"]:
            lines.append(f"{name}: version {now[name]}, {LOCK} has {locked[name]['version']}")
    return lines


def write(folder: Path) -> None:
    """Writes the lock file of a folder.

    Raises:
        BadInput: ``llm.prompt_lock``: a body changed while its version did not.
    """
    if changed := _changed(folder, _read(folder)):
        raise BadInput("llm.prompt_lock", "; ".join(changed), "Give each changed prompt a new version.")
    lock = {
        name: {"version": prompt.version, "sha256": prompt.sha256}
        for name, prompt in sorted(load_prompts(folder).items())
    }
    (folder / LOCK).write_text(yaml.safe_dump(lock, sort_keys=False), "utf-8")


def _read(folder: Path) -> dict[str, dict[str, int | str]]:
    path = folder / LOCK
    return yaml.safe_load(path.read_text("utf-8")) or {} if path.exists() else {}


def _changed(folder: Path, locked: dict[str, dict[str, int | str]]) -> list[str]:
    return [
        f"{name}: its text changed, its version is still {prompt.version}"
        for name, prompt in sorted(load_prompts(folder).items())
        if name in locked
        and prompt.version == locked[name]["version"]
        and prompt.sha256 != locked[name]["sha256"]
    ]


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]))
    except AssistantError as error:
        sys.exit(explain(error))
