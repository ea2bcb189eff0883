"""Tables and JSONL files, read one row at a time so that a million rows need no memory."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import AssistantError, BadInput

MAX_LINE_BYTES = 4_000_000
"""A longer JSONL line is a bad row: it is skipped without being held in memory whole."""

csv.field_size_limit(2_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (or sheet row) from 1, and its cells or what is wrong with it."""

    line: int
    cells: dict[str, Any] | None = None
    error: AssistantError | None = None


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.jsonl``, ``.json``, ``.csv``, ``.tsv`` or ``.xlsx`` file.

    Raises:
        BadInput: ``file.missing``, ``file.kind``, ``file.empty``, ``file.columns``, ``file.damaged``.
    """
    if not path.is_file():
        raise BadInput("file.missing", f"{path} is not a file", "Check the path.")
    suffix = path.suffix.lower()
    try:
        if suffix in (".jsonl", ".ndjson", ".json"):
            with path.open("rb") as stream:
                yield from read_jsonl(stream)
        elif suffix in (".csv", ".tsv", ".txt"):
            yield from _csv(path)
        elif suffix in (".xlsx", ".xlsm"):
            yield from _xlsx(path)
        else:
            raise BadInput(
                "file.kind", f"{path.name}: this kind of file is not read", "Use CSV, XLSX or JSONL."
            )
    except OSError as error:
        raise BadInput(
            "file.missing", f"{path}: {error.strerror}", "Check that the file may be read."
        ) from error


def read_jsonl(stream: BinaryIO) -> Iterator[Row]:
    """The rows of JSON lines; a line that is no JSON object is a row with an error."""
    for number, raw in enumerate(_lines(stream), 1):
        if raw is None:
            yield Row(
                number, error=BadInput("row.too_long", f"line {number} is over {MAX_LINE_BYTES:,} bytes")
            )
            continue
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if not raw.strip():
            continue
        try:
            cells = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Row(
                number, error=BadInput("row.encoding", f"line {number}: byte {error.start} is not UTF-8")
            )
            continue
        except (ValueError, RecursionError) as error:
            yield Row(number, error=BadInput("row.json", f"line {number} is not JSON: {error}"))
            continue
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield Row(number, error=BadInput("row.json", f"line {number} is not an object"))


def count_jsonl(path: Path) -> int | None:
    """How many rows :func:`read_jsonl` will give; None for another kind of file."""
    if path.suffix.lower() not in (".jsonl", ".ndjson", ".json"):
        return None
    with path.open("rb") as stream:
        return sum(line is None or not line.isspace() for line in _lines(stream))


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    while True:
        line = stream.readline(MAX_LINE_BYTES)
        if not line:
            return
        if line.endswith(b"\n") or len(line) < MAX_LINE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES)
        yield None


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is; UTF-16 by its mark; else Windows-1252, which spreadsheets
    on French machines still write."""
    with path.open("rb") as stream:
        start = stream.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _csv(path: Path) -> Iterator[Row]:
    with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
        sample = stream.read(64_000)
        if not sample.strip():
            raise BadInput(
                "file.empty",
                f"{path.name} is empty",
                "Choose a file with a header row and comments below it.",
            )
        stream.seek(0)
        header = next(iter(sample.splitlines()), "")
        delimiter = max(",;\t|", key=header.count)
        rows = csv.reader(_without_nul(stream), delimiter=delimiter)
        columns = [c.strip() for c in next(rows)]
        _check_columns(columns, path.name)
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(rows.line_num, error=BadInput("row.csv", f"line {rows.line_num}: {error}"))
                continue
            if not any(cells):
                continue
            if len(cells) > len(columns):
                yield Row(
                    rows.line_num,
                    error=BadInput(
                        "row.csv",
                        f"line {rows.line_num} has {len(cells)} cells, the header {len(columns)}",
                        "Put texts that hold the separator between quotation marks.",
                    ),
                )
                continue
            yield Row(rows.line_num, dict(zip(columns, cells, strict=False)))


def _without_nul(stream: io.TextIOBase | Iterable[str]) -> Iterator[str]:
    for line in stream:
        yield line.replace("\0", "")


def _xlsx(path: Path) -> Iterator[Row]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise BadInput(
            "file.damaged", f"{path.name} is not a readable XLSX file", "Save it again from your spreadsheet."
        ) from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        first = next(rows, None)
        if first is None:
            raise BadInput("file.empty", f"{path.name} is empty", "Put the column names in the first row.")
        columns = [str(c).strip() if c is not None else "" for c in first]
        _check_columns(columns, path.name)
        for number, cells in enumerate(rows, 2):
            if any(c not in (None, "") for c in cells):
                yield Row(number, {c: v for c, v in zip(columns, cells, strict=False) if c})
    finally:
        book.close()


def _check_columns(columns: list[str], name: str) -> None:
    from assistant.intake.rows import canonical

    found = canonical({c: "x" for c in columns})
    if "text" not in found:
        raise BadInput(
            "file.columns",
            f"{name} has no column `text` (found: {', '.join(columns)[:200] or 'none'})",
            "Name the column of the comments `text`, `comment`, `commentaire`, `message` or `avis`.",
        )
