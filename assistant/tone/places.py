"""Where the entries of a charter stand in its files."""

from __future__ import annotations

from pathlib import Path

from assistant.domain.charter import Template
from assistant.domain.yaml_text import Located, parse_yaml
from assistant.errors import CharterError


class Places:
    """Finds ``file:line:column`` of an entry; files are read when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Located | None] = {}

    def at(self, file: str, *path: str | int) -> str:
        """The place of a value, or of its nearest parent that stands in the file.

        Args:
            file: relative to the charter's folder.
            path: keys and positions from the top of the file.
        """
        if file not in self._read:
            shown = f"{self._folder.name}/{file}"
            try:
                self._read[file] = parse_yaml((self._folder / file).read_text(encoding="utf-8"), shown)
            except (CharterError, OSError, UnicodeDecodeError):
                self._read[file] = None
        located = self._read[file]
        return f"{self._folder.name}/{file}:1:1" if located is None else located.at(path)

    def of_rule(self, id: str, *path: str | int) -> str:
        """The place of a rule, or of something in it."""
        file, key = self._file_of(id, "rules/")
        return self.at(file, key, *path)

    def of_problem(self, id: str) -> str:
        """The place of a problem."""
        file, key = self._file_of(id, "problems/")
        return self.at(file, key)

    def of_template(self, template: Template) -> str:
        """The place of a template."""
        family, _, key = template.id.partition(f".{template.language}.")
        return self.at(f"{family.replace('.', '/')}.yaml", template.language, key)

    def _file_of(self, id: str, folder: str) -> tuple[str, str]:
        """The file and key of ``file.key``, where both may hold dots."""
        dots = [n for n, char in enumerate(id) if char == "."]
        for n in dots:
            if (self._folder / f"{folder}{id[:n]}.yaml").is_file():
                return f"{folder}{id[:n]}.yaml", id[n + 1 :]
        return f"{folder}{id.partition('.')[0]}.yaml", id.partition(".")[2]
