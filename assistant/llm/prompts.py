"""Prompt files: ``<name>.md``, a YAML head between ``---`` lines, then the text.

    ---
    name: draft_reply
    version: 3
    purpose: Writes the sentences that templates cannot.
    inputs: [comment, examples]
    sampling: {max_tokens: 120, temperature: 0.6, top_p: 0.9, stop: ["\\n\\n"]}
    ---
    $examples

    Comment: $comment
    Reply:

The text is one raw prompt, or a chat when its first line is ``--- system``, ``--- user`` or
``--- assistant``. ``$$`` writes a dollar.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from string import Template
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.protocols import Message, Sampling
from assistant.errors import BadInput
from assistant.llm.neutralise import neutralise

Role = Literal["system", "user", "assistant"]

_FILE = re.compile(r"\A---[ \t]*\n(?P<head>.*?\n)---[ \t]*\n(?P<body>.*)\Z", re.DOTALL)
_TURN = re.compile(r"^--- (system|user|assistant)[ \t]*$", re.MULTILINE)


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PromptSampling(_Frozen):
    """How a prompt wants to be sampled; the seed comes with each call."""

    max_tokens: int = Field(default=256, ge=1)
    temperature: float = Field(default=0.7, ge=0.0, le=2.0)
    top_p: float = Field(default=0.9, gt=0.0, le=1.0)
    stop: tuple[str, ...] = ()


class Prompt(_Frozen):
    """One prompt. ``version`` grows whenever ``body`` changes (held by ``llm.prompt_lock``)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    purpose: str
    inputs: tuple[str, ...] = ()
    sampling: PromptSampling = PromptSampling()
    body: str = Field(min_length=1)

    @property
    def sha256(self) -> str:
        """Hex digest of the body's UTF-8 bytes."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    def sampling_for(self, seed: int, *, cold: bool = False) -> Sampling:
        """The prompt's sampling with a seed; ``cold`` as in :class:`Sampling`."""
        s = self.sampling
        return Sampling(s.max_tokens, s.temperature, s.top_p, seed, s.stop, cold)

    def render(self, **inputs: str) -> str | tuple[Message, ...]:
        """The prompt with its inputs, each neutralised: a text, or the messages of a chat.

        Raises:
            BadInput: ``llm.prompt_inputs``: inputs are missing or unknown; all are named.
        """
        problems = []
        if missing := [name for name in self.inputs if name not in inputs]:
            problems.append(f"missing: {', '.join(missing)}")
        if unknown := sorted(set(inputs) - set(self.inputs)):
            problems.append(f"not among its inputs: {', '.join(unknown)}")
        if problems:
            raise BadInput(
                "llm.prompt_inputs",
                f"The prompt “{self.name}” cannot be rendered; {'; '.join(problems)}.",
                f"Its inputs are: {', '.join(self.inputs) or 'none'}.",
            )
        safe = {name: neutralise(value) for name, value in inputs.items()}
        turns = _turns(self.body)
        if turns is None:
            return Template(self.body).substitute(safe)
        return tuple(Message(role, Template(text).substitute(safe)) for role, text in turns)


def load_prompts(folder: Path, overrides: Path | None = None) -> dict[str, Prompt]:
    """The prompts of a folder by name; a file of the same name in ``overrides`` takes its place.

    ``README.md`` is not a prompt. An ``overrides`` folder that does not exist changes nothing.

    Raises:
        BadInput: ``llm.prompt_file``: a file cannot be read as a prompt; ``llm.prompt_override``: an
            override names no prompt, or asks for other inputs than the one it replaces.
    """
    prompts = _read_folder(folder)
    if overrides is None or not overrides.is_dir():
        return prompts
    for name, prompt in _read_folder(overrides).items():
        path = overrides / f"{name}.md"
        if name not in prompts:
            raise BadInput(
                "llm.prompt_override",
                f"{path}: there is no prompt “{name}” to replace.",
                f"The prompts are: {', '.join(sorted(prompts))}.",
            )
        if set(prompt.inputs) != set(prompts[name].inputs):
            raise BadInput(
                "llm.prompt_override",
                f"{path}: its inputs are not those of the prompt it replaces.",
                f"Write: inputs: [{', '.join(prompts[name].inputs)}].",
            )
        prompts[name] = prompt
    return prompts


def read_prompt(path: Path) -> Prompt:
    """One prompt file.

    Raises:
        BadInput: ``llm.prompt_file``: it cannot be read as a prompt.
    """
    try:
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, f"cannot be read: {error}") from error
    match = _FILE.match(text)
    if match is None:
        raise _bad(path, "does not begin with a YAML head between two lines “---”")
    try:
        head = yaml.safe_load(match["head"])
    except yaml.YAMLError as error:
        raise _bad(path, f"its head is not YAML: {error}") from error
    if not isinstance(head, dict):
        raise _bad(path, "its head is not a list of “key: value” lines")
    try:
        prompt = Prompt(**cast("dict[str, Any]", {**head, "body": match["body"].strip("\n")}))
    except (ValidationError, TypeError) as error:
        raise _bad(path, str(error)) from error
    _check(prompt, path)
    return prompt


def _read_folder(folder: Path) -> dict[str, Prompt]:
    paths = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return {path.stem: read_prompt(path) for path in paths}


def _check(prompt: Prompt, path: Path) -> None:
    """What the types cannot say: the file's name, the body's variables, the order of turns."""
    if prompt.name != path.stem:
        raise _bad(path, f"its name is “{prompt.name}”, not the file's")
    template = Template(prompt.body)
    if not template.is_valid():
        raise _bad(path, "a “$” in the text begins no variable; write “$$” for a dollar")
    used = set(template.get_identifiers())
    if undeclared := sorted(used - set(prompt.inputs)):
        raise _bad(path, f"the text uses variables that “inputs” does not list: {', '.join(undeclared)}")
    if unused := sorted(set(prompt.inputs) - used):
        raise _bad(path, f"“inputs” lists variables that the text does not use: {', '.join(unused)}")
    turns = _turns(prompt.body)
    if turns is not None and turns[-1][0] == "assistant":
        raise _bad(path, "the last turn of the chat must not be the assistant's")


def _turns(body: str) -> list[tuple[Role, str]] | None:
    """The turns of a chat, or None for a raw prompt. Split before the inputs go in, so that no input
    can open a turn."""
    if not _TURN.match(body):
        return None
    parts = _TURN.split(body)[1:]
    return [(cast(Role, role), text.strip("\n")) for role, text in zip(parts[::2], parts[1::2], strict=True)]


def _bad(path: Path, what: str) -> BadInput:
    return BadInput(
        "llm.prompt_file",
        f"{path}: {what}.",
        "Correct the file; the other prompts of the folder show the form.",
    )
