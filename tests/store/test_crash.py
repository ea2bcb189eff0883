"""A process killed in the middle of its writes loses nothing it had been told is stored."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.store import Store

WRITER = """
import sys
from datetime import UTC, datetime
from assistant.domain.comment import Comment
from assistant.store import Store
store = Store(sys.argv[1])
n = 0
while True:
    with store.begin() as work:
        for _ in range(5):
            n += 1
            comment = Comment(id=str(n), text=f"Avis {n} " * 50, author=f"Client {n}")
            case, _ = work.cases.receive(comment, datetime.now(UTC), "import")
            work.cases.save(case.id, expect=1, who="Anne", what="edited", edited=f"Bonjour {n}")
    print(n, flush=True)
"""


@pytest.mark.slow
def test_killed_while_it_writes(url: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    with told.open("wb") as out:
        writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=out)
        deadline = time.monotonic() + 60
        while told.read_bytes().count(b"\n") < 5 and time.monotonic() < deadline:
            time.sleep(0.02)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    committed = int(told.read_text().split("\n")[-2])
    store = Store(url)
    store.migrate()
    with store.read() as work:
        kept = sum(work.cases.counts().values())
        assert kept >= committed > 0
        assert kept % 5 == 0
        last = work.cases.get(str(committed))
        assert (last.edited, last.version) == (f"Bonjour {committed}", 2)
    report = store.audit_check()
    assert (report.ok, report.rows) == (True, 2 * kept)
    store.close()


@pytest.mark.slow
def test_two_processes_write_at_once(url: str) -> None:
    script = WRITER.replace("while True", "while n < 50").replace("id=str(n)", "id=sys.argv[2] + str(n)")
    script = script.replace('f"Client {n}"', "sys.argv[2]")
    processes = [
        subprocess.Popen([sys.executable, "-c", script, url, name], stdout=subprocess.DEVNULL)
        for name in ("a", "b")
    ]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    store = Store(url)
    with store.read() as work:
        assert work.cases.counts()["received"] == 100
    report = store.audit_check()
    assert (report.ok, report.rows) == (True, 200)
    store.close()
