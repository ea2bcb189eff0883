"""The walls of the house: who may import whom, and what the documents must name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from assistant.config import Settings

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "assistant"
LOW = ("tone", "triage", "retrieval", "llm", "drafting", "content", "store", "intake", "evaluation")
MAY = {
    "domain": {"domain"},
    **{room: {"domain", room} for room in LOW},
    "drafting": {"domain", "drafting", "tone", "retrieval", "llm"},
    "content": {"domain", "content", "tone", "llm"},
    "desk": {"domain", "desk", *LOW},
    "web": {"domain", "web", "desk", *LOW},
    "cli": {"domain", "cli", "web", "desk", *LOW},
}
EVERYWHERE = {"errors"}
"""``errors`` is for all; ``config`` and ``wiring`` are for the rooms that start things."""
STARTERS = {"desk": {"config"}, "web": {"config", "wiring"}, "cli": {"config", "wiring"}}
HEAVY = {"torch", "gradio", "chromadb", "llama_cpp", "sklearn", "sentence_transformers", "lingua", "openai"}


def imports(path: Path) -> list[tuple[str, bool]]:
    """(module, at module level at run time) for each import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [node.module] if node.module != "assistant" else [f"assistant.{a.name}" for a in node.names]
            )
        found += [(name, id(node) in top and id(node) not in guarded) for name in names]
    return found


def test_imports_go_one_way() -> None:
    wrong = []
    for room, allowed in MAY.items():
        for path in (PACKAGE / room).rglob("*.py"):
            for module, _ in imports(path):
                parts = module.split(".")
                if parts[0] != "assistant" or len(parts) < 2:
                    continue
                if parts[1] in allowed | EVERYWHERE | STARTERS.get(room, set()) or parts[1] == "__version__":
                    continue
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module} at its top"
        for path in PACKAGE.rglob("*.py")
        for module, top in imports(path)
        if top and module.split(".")[0] in HEAVY
    ]
    assert wrong == []


def raised_codes() -> set[str]:
    """Every error code in the program: the first argument of an error's constructor."""
    codes = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func)
            first = node.args[0]
            makes = re.search(
                r"(Error|BadInput|NotFound|Refused|Cancelled|IndexFault|_fault|_bad|_refused)$", name
            )
            code = first.value if isinstance(first, ast.Constant) else None
            if makes and isinstance(code, str) and re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", code):
                codes.add(code)
    return codes


def test_every_error_code_is_documented() -> None:
    listed = set(
        re.findall(r"^\| `([a-z_]+\.[a-z_0-9]+)`", (ROOT / "docs/errors.md").read_text("utf-8"), re.M)
    )
    assert raised_codes() - listed == set()


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/operating.md").read_text("utf-8")
    missing = [n for n in Settings.model_fields if f"`ASSISTANT_{n.upper()}`" not in text]
    assert missing == []


def test_every_command_is_documented() -> None:
    from typer.main import get_command

    from assistant.cli.main import app

    text = (ROOT / "docs/commands.md").read_text("utf-8")
    missing = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inside = getattr(command, "commands", None)
        for full in [f"{name} {sub}" for sub in inside] if inside else [name]:
            if f"assistant {full}" not in text:
                missing.append(full)
    assert missing == []


def test_every_rule_kind_is_documented() -> None:
    from typing import get_args

    from assistant.domain.rule import Rule

    text = (ROOT / "docs/charter.md").read_text("utf-8")
    kinds = [get_args(c.model_fields["kind"].annotation)[0] for c in get_args(get_args(Rule)[0])]
    assert kinds and [k for k in kinds if f"`{k}`" not in text] == []


def test_the_readme_names_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = text[text.index("I want to change") :]
    named = re.findall(r"`((?:assistant|charter|prompts|models|tests|docs)/[^`]*)`", table)
    assert named
    assert [n for n in named if not (ROOT / n).exists()] == []


def test_nothing_names_a_machine() -> None:
    homes = "|".join(("root", "home", "Users"))
    banned = re.compile(rf"(?<![\w.])/(?:{homes})/\w")
    wrong = []
    for path in ROOT.rglob("*"):
        rel = path.relative_to(ROOT)
        if rel.parts[0] in (".git", ".venv", ".demo", "tests") or not path.is_file():
            continue
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".txt", ".js", ".css", "") and any(
            banned.search(line) for line in path.read_text("utf-8", "ignore").splitlines()
        ):
            wrong.append(str(rel))
    assert wrong == []
