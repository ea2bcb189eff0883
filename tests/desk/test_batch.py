"""Files of comments: every row answered or reported, by one process or several, stopped or not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import assistant
from assistant.desk.answered import Answered, answered
from assistant.desk.batch import triage_rows
from assistant.desk.crew import Crew
from assistant.domain.charter import Charter
from assistant.errors import AssistantError, BadInput, CharterError, WorkerLost
from assistant.intake.files import count_jsonl, read_rows
from assistant.triage.classifier import load_classifier
from assistant.triage.triager import Triager

ROOT = Path(assistant.__file__).parents[1]
TEXTS = (
    "Mon colis est perdu depuis trois semaines.",
    "Where is my refund? I called four times.",
    "Merci, lampe superbe !",
    "Votre lampe a pris feu cette nuit.",
)


def plain_triager(charter: Charter) -> Triager:
    return Triager(charter, load_classifier(), fast=True)


def dying_triager(charter: Charter) -> Triager:
    os._exit(9)


def failing_triager(charter: Charter) -> Triager:
    raise BadInput("triage.weights", "damaged", "do this")


@pytest.fixture(scope="module")
def triager(charter: Charter) -> Triager:
    return plain_triager(charter)


def write(path: Path, count: int) -> Path:
    lines = [json.dumps({"id": str(i), "text": TEXTS[i % len(TEXTS)]}) for i in range(count)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(rows) -> list[dict]:  # type: ignore[no-untyped-def]
    """The rows without what differs between two runs."""
    return [{k: v for k, v in json.loads(out.text).items() if k != "seconds"} for out in rows]


def test_every_row_of_a_rough_file_is_answered_or_reported(triager: Triager, tmp_path: Path) -> None:
    path = tmp_path / "rough.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id":"a","text":"Merci !"}\r\n'
        b"\r\n"
        b'{"id":"a","text":"Merci !"}\r\n'
        b'{"id":"b"}\n'
        b'{"id":"c","text":"\xff"}\n'
        b'{"text":"sans identifiant"}\n'
        b"[1]\n"
        b"   \n" + json.dumps({"id": "d", "text": "Nul. " * 20_000}).encode() + b"\n"
        b'{"id":"e","text":"Bonjour","rating":9}\n'
        b'{"id":"f","text":"derni\xc3\xa8re"}'
    )
    outs = list(triage_rows(triager, read_rows(path)))
    rows = [json.loads(out.text) for out in outs]
    assert [out.line for out in outs] == [1, 3, 4, 5, 6, 7, 9, 10, 11]
    assert [row["id"] for row in rows[:4]] == ["a", "a", "b", None]
    codes = [row["error"]["code"] if "error" in row else "" for row in rows]
    assert codes == ["", "", "comment.empty", "row.encoding", "", "row.json", "", "comment.field", ""]
    assert count_jsonl(path) == len(rows)


@pytest.mark.parametrize("cut", [0, 1, 3, 4, 6, 9])
def test_a_resumed_file_is_that_of_one_run(triager: Triager, tmp_path: Path, cut: int) -> None:
    """Also with ids that come again, rows without one, and bad rows."""
    source = tmp_path / "in.jsonl"
    source.write_text(
        '{"id":"1","text":"Merci !"}\n{"id":"1","text":"Merci !"}\n{"id":"2"}\nnot json\n{"text":"Bonjour"}\n'
        'not json\n{"id":"1","text":"Nul."}\n{"text":"Bonjour"}\n{"id":"2","text":"Où ?"}\n',
        encoding="utf-8",
    )
    whole = list(triage_rows(triager, read_rows(source)))
    out = tmp_path / "out.jsonl"
    lines = [o.text + "\n" for o in whole]
    half = lines[cut][:20] if cut < len(lines) else ""
    out.write_text("".join(lines[:cut]) + half, encoding="utf-8")
    done = answered(out)
    rest = list(triage_rows(triager, read_rows(source), done=done))
    assert out.read_text(encoding="utf-8") == "".join(lines[:cut])
    assert told(whole[:cut]) + told(rest) == told(whole)
    assert done.good + done.bad == cut and done.bad == sum(o.error is not None for o in whole[:cut])


def test_what_is_kept_of_a_million_rows_is_small() -> None:
    import numpy as np

    done = Answered(np.arange(1_000_000, dtype=np.uint64))
    kept = sum(part.itemsize * len(part) for part in (done._keys, done._left))
    assert kept <= 16_000_000 and done.rows == 1_000_000


@pytest.mark.parametrize("line", ["[]", "3", '{"id":"1","error":"text"}', '{"nature":"praise"}', "notes"])
def test_another_file_is_not_resumed(tmp_path: Path, line: str) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(BadInput) as error:
        answered(path)
    assert error.value.code == "batch.not_ours" and path.read_text() == line + "\n"


def test_errors_cross_processes_whole() -> None:
    import pickle

    for kind in (AssistantError, BadInput, CharterError, WorkerLost):
        back = pickle.loads(pickle.dumps(kind("a.b", "what", "then")))
        assert type(back) is kind and (back.code, back.message, back.hint) == ("a.b", "what", "then")


@pytest.mark.slow
def test_a_crew_answers_as_one_process_does(triager: Triager, charter: Charter, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 900)
    with source.open("a") as stream:
        stream.write("not json\n")
    crew = Crew(partial(plain_triager, charter), 2)
    alone = told(triage_rows(triager, read_rows(source)))
    assert told(triage_rows(triager, read_rows(source), crew=crew)) == alone and len(alone) == 901


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "code"), [(dying_triager, "batch.worker"), (failing_triager, "triage.weights")]
)
def test_a_worker_that_dies_is_reported(
    triager: Triager, charter: Charter, tmp_path: Path, make: object, code: str
) -> None:
    source = write(tmp_path / "in.jsonl", 1_500)
    crew = Crew(partial(make, charter), 2)  # type: ignore[arg-type]
    done = []
    with pytest.raises(AssistantError) as error:
        for out in triage_rows(triager, read_rows(source), crew=crew):
            done.append(out)
    assert error.value.code == code and error.value.hint and len(done) == 512


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the processes")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_leaves_no_process_and_is_resumed_exactly(tmp_path: Path, how: signal.Signals) -> None:
    source, out = write(tmp_path / "in.jsonl", 6_000), tmp_path / "out.jsonl"
    program = tmp_path / "run.py"
    program.write_text('from assistant.cli.main import run\nif __name__ == "__main__":\n    run()\n')
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ASSISTANT_")}
    environment = {**kept, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(program), "triage", str(source), "--fast", "-w", str(ROOT), "-o", str(out)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    children: list[int] = []
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and (not out.exists() or out.read_bytes().count(b"\n") < 800):
        time.sleep(0.02)
    children = [
        int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    ]
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does
    else:
        process.send_signal(how)
    _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said and process.returncode == (130 if how == signal.SIGINT else -9)
    assert children
    while time.monotonic() < deadline and any(_lives(pid) for pid in children):
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in children)
    before = out.read_bytes()
    assert 800 <= before.count(b"\n") < 6_000
    done = subprocess.run(
        [*command, "--resume"], env=environment, capture_output=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [row["id"] for row in rows] == [str(i) for i in range(6_000)]
    assert out.read_bytes().startswith(before[: before.rfind(b"\n") + 1])


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
