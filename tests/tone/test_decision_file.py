"""The charter's own order of questions: read, or refused at its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import Workspace
from assistant.errors import CharterError
from assistant.tone.changes import changes
from assistant.tone.load import charter_hash, lint_charter, load_charter
from assistant.triage.decision import decision_table, shipped_text

LAST = """  - id: rest
    when: {}
    severity: S4
    reason: {fr: "Rien.", en: "Nothing."}
"""
ROW = """  - id: mine
    when: {signals: {legal: 0.5}, truth: ["true", partly], subject: [person], claim: [fact]}
    severity: S1
    reason: {fr: "Le tribunal.", en: "The court."}
"""


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    return workspace.charter


def write(folder: Path, text: str) -> None:
    (folder / "decision.yaml").write_text(text, encoding="utf-8")


def test_without_the_file_the_programs_table_holds(folder: Path) -> None:
    assert load_charter(folder).decision == ()
    write(folder, "# nothing yet\n")
    assert load_charter(folder).decision == ()


def test_the_programs_own_table_is_a_good_file(folder: Path) -> None:
    write(folder, shipped_text())
    assert load_charter(folder).decision == decision_table()


def test_its_rows_are_read_in_order_and_count_in_the_hash(folder: Path) -> None:
    before = load_charter(folder)
    write(folder, f"rows:\n{ROW}{LAST}")
    charter = load_charter(folder)
    assert [row.id for row in charter.decision] == ["mine", "rest"]
    assert charter.decision[0].when.truth == ("true", "partly")
    assert charter.ref.sha256 == charter_hash(folder) != before.ref.sha256
    assert [c.id for c in changes(before, charter).of("decision")] == ["mine", "rest"]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("- 1\n", "1:1", "one list called `rows`"),
        ("rows: []\n", "1:1", "one list called `rows`"),
        (f"rows:\n{LAST}{ROW}", "2:5", "never reached"),
        (f"rows:\n{ROW}", "2:5", "must hold for everything"),
        (f"rows:\n{ROW}{ROW}{LAST}", "6:5", "two rows are called"),
        (f"rows:\n{ROW.replace('legal', 'law')}{LAST}", "3:22", "“law” is no signal"),
        (
            f"rows:\n{ROW.replace('subject: [person]', 'nature: [angry]')}{LAST}",
            "3:69",
            "“angry” is no nature",
        ),
        (f"rows:\n{ROW.replace('0.5', '5')}{LAST}", "3:22", "less than or equal to 1"),
        (f"rows:\n{ROW.replace('partly', 'perhaps')}{LAST}", "3:51", "truth"),
        (f"rows:\n{ROW.replace('S1', 'S9')}{LAST}", "4:5", "severity"),
        (f"rows:\n{ROW.replace('claim', 'colour')}{LAST}", "3:79", "“colour” is not a field"),
        (f"rows:\n{ROW.replace(', en:', ', de:')}{LAST}", "5:5", "missing in “en”"),
    ],
)
def test_a_fault_is_told_at_its_place(folder: Path, text: str, place: str, says: str) -> None:
    write(folder, text)
    with pytest.raises(CharterError) as caught:
        load_charter(folder)
    assert (
        caught.value.message.startswith(f"charter/decision.yaml:{place}: ") and says in caught.value.message
    )
    _, faults = lint_charter(folder)
    assert faults and faults[0].message == caught.value.message


def test_lint_names_every_faulty_row(folder: Path) -> None:
    write(folder, f"rows:\n{ROW.replace('S1', 'S9')}{ROW.replace('mine', 'Mine')}{LAST}")
    _, faults = lint_charter(folder)
    assert len(faults) == 2


def test_a_country_without_known_holidays_is_refused(folder: Path) -> None:
    path = folder / "charter.yaml"
    path.write_text(path.read_text("utf-8").replace("holidays_of: FR", "holidays_of: XX"), encoding="utf-8")
    with pytest.raises(CharterError) as caught:
        load_charter(folder)
    assert caught.value.code == "charter.calendar" and "“XX”" in caught.value.message
    line = caught.value.message.split(":")[1]
    assert "holidays_of" in path.read_text("utf-8").splitlines()[int(line) - 1]
