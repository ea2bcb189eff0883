from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError, BadInput
from assistant.intake.files import read_rows
from assistant.intake.rows import comment_from_row, reply_from_row


def table(tmp_path: Path, content: bytes, name: str = "c.csv") -> list:
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_rows(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_seen(tmp_path: Path, delimiter: str) -> None:
    rows = table(
        tmp_path, delimiter.join(["id", "text"]).encode() + b"\n" + delimiter.join(["1", "a b"]).encode()
    )
    assert rows[0].cells == {"id": "1", "text": "a b"}


def test_a_byte_order_mark_and_windows_1252_are_read(tmp_path: Path) -> None:
    assert table(tmp_path, "\ufefftext\nDéçu\n".encode())[0].cells == {"text": "Déçu"}
    assert table(tmp_path, "text;note\nDéçu – œuvre;2\n".encode("cp1252"))[0].cells == {
        "text": "Déçu – œuvre",
        "note": "2",
    }


def test_a_row_with_too_many_cells_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    rows = table(tmp_path, b"id,text\n1,a\n2,b,c,d\n3,e\n")
    assert [r.line for r in rows] == [2, 3, 4]
    assert rows[1].error is not None and rows[1].error.code == "row.csv"
    assert rows[2].cells == {"id": "3", "text": "e"}


def test_missing_columns_are_said_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        table(tmp_path, b"a,b\n1,2\n")
    assert caught.value.code == "file.columns" and "a, b" in caught.value.message


def test_empty_and_foreign_files(tmp_path: Path) -> None:
    for content, name, code in (
        (b"", "a.csv", "file.empty"),
        (b"x", "a.pdf", "file.kind"),
        (b"x", "a.xlsx", "file.damaged"),
    ):
        with pytest.raises(BadInput) as caught:
            table(tmp_path, content, name)
        assert caught.value.code == code
    with pytest.raises(BadInput) as caught:
        list(read_rows(tmp_path / "none.csv"))
    assert caught.value.code == "file.missing"


def test_jsonl_reports_bad_lines_and_goes_on(tmp_path: Path) -> None:
    lines = (
        b'{"text":"a"}\n{broken\n[1]\n\xff\xfe\n\n{"text":"b"}\n'
        + b'"'
        + b"x" * 4_100_000
        + b'"\n{"text":"c"}\n'
    )
    rows = table(tmp_path, lines, "a.jsonl")
    codes = [r.error.code if r.error else r.cells["text"] for r in rows]
    assert codes == ["a", "row.json", "row.json", "row.encoding", "b", "row.too_long", "c"]


def test_a_deep_json_line_is_a_bad_row(tmp_path: Path) -> None:
    rows = table(tmp_path, b"[" * 200_000 + b"\n", "a.jsonl")
    assert rows[0].error is not None and rows[0].error.code == "row.json"


def test_a_workbook_is_read_with_its_types(tmp_path: Path) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "Commentaire", "note", "date"])
    book.active.append([12.0, "=1+1 est ma note", 4, datetime(2026, 11, 2, 8, 30)])
    book.active.append([13, "Très bien", 5, None])
    book.save(tmp_path / "a.xlsx")
    rows = list(read_rows(tmp_path / "a.xlsx"))
    second = comment_from_row(rows[1].cells or {})
    assert (second.id, second.text, second.rating) == ("13", "Très bien", 5)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"text": ""}, "comment.empty"),
        ({"text": " \n"}, "comment.empty"),
        ({"text": "x" * 100_001}, "comment.too_long"),
        ({"text": "a", "rating": 9}, "comment.field"),
        ({"text": "a", "rating": "cinq"}, "comment.field"),
        ({"text": "a", "posted_at": "hier"}, "comment.field"),
        ({"text": "a", "ownership": "moi"}, "comment.field"),
        ({"text": ["a"]}, "comment.field"),
        ({"text": "a", "facts": [{"text": "b", "tell": "all"}]}, "comment.field"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(row: dict, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        comment_from_row(row)
    assert caught.value.code == code


def test_the_same_row_gets_the_same_made_id_and_another_one_another() -> None:
    a, b, c = ({"text": "x", "author": "A"}, {"text": "x", "author": "A"}, {"text": "x", "author": "B"})
    assert comment_from_row(a).id == comment_from_row(b).id != comment_from_row(c).id


def test_dates_become_utc() -> None:
    assert str(comment_from_row({"text": "a", "posted_at": "2026-11-02T10:00:00+01:00"}).posted_at) == (
        "2026-11-02 09:00:00+00:00"
    )


@given(
    st.dictionaries(
        st.sampled_from("id text title channel author rating posted_at facts author_info reach url".split()),
        st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text())),
        max_size=6,
    )
)
def test_any_row_gives_a_comment_or_our_error(row: dict) -> None:
    try:
        comment = comment_from_row(row)
    except AssistantError:
        return
    assert comment.text.strip() and comment.id
    json.dumps(comment.text).encode()


def test_a_reply_needs_its_language_and_text() -> None:
    good = reply_from_row({"comment": "c", "reply": "r", "language": "fr-FR"})
    assert (good.comment, good.reply, good.language) == ("c", "r", "fr")
    for row, code in (
        ({"comment": "c", "language": "fr"}, "reply.missing"),
        ({"comment": "c", "reply": "r"}, "reply.language"),
    ):
        with pytest.raises(BadInput) as caught:
            reply_from_row(row)
        assert caught.value.code == code
