"""Memory of the desk: resident size after loading, and after ten drafts. Linux.

    python benchmarks/memory.py [--drafts 10] [--json]

A new desk on the example company is started as a user starts it; the comments are drafted over its REST
API until ten drafts hold a text. Resident size is VmRSS of the server and of the processes it started;
VmHWM, its highest value so far, stands beside it. The models are mapped files: what was read of them
counts, though the system can take it back; ``files`` says how much of the size that is.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ASSISTANT = Path(sys.executable).parent / "assistant"
PATIENCE = 600.0
"""Seconds for the models to load and the index to be built."""
TARGET_GIB = 3.0
HEADERS = {"x-repartie": "1", "x-repartie-who": "Camille", "content-type": "application/json"}


def resident(pid: int) -> dict[str, float]:
    """``rss``, the part of it that is mapped ``files``, and ``peak``: a process and its children, GiB."""
    total = {"rss": 0.0, "files": 0.0, "peak": 0.0}
    for each in (pid, *children(pid)):
        try:
            status = Path(f"/proc/{each}/status").read_text()
        except FileNotFoundError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        for name, field in (("rss", "VmRSS"), ("files", "RssFile"), ("peak", "VmHWM")):
            total[name] += int(fields.get(field, "0 kB").split()[0]) / 1024**2
    return {name: round(value, 2) for name, value in total.items()}


def children(pid: int) -> list[int]:
    """Every process started by a process, however deep."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


class Client:
    """The desk's REST API, as the page uses it."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}/api"

    def get(self, path: str) -> Any:
        with urlopen(Request(self._base + path, headers=HEADERS), timeout=30) as answer:
            return json.load(answer)

    def draft(self, case_id: str) -> dict[str, Any]:
        """The draft of a case, once its stream has ended."""
        request = Request(f"{self._base}/cases/{case_id}/draft", b"{}", HEADERS, method="POST")
        with urlopen(request, timeout=PATIENCE) as stream:
            name = ""
            for line in stream:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text[7:]
                elif text.startswith("data: ") and name in ("done", "error"):
                    data = json.loads(text[6:])
                    if name == "error":
                        sys.exit(f"Case {case_id}: {data['message']}")
                    return data["draft"] or {}
        sys.exit(f"Case {case_id}: the stream ended without an answer.")


def wait(client: Client, desk: subprocess.Popen[bytes], log: Any) -> float:
    """Seconds until every part is loaded and every comment triaged."""
    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE:
        if desk.poll() is not None:
            break
        try:
            status = client.get("/status")
            waiting = client.get("/cases?state=received")["lines"]
        except OSError:
            time.sleep(0.5)
            continue
        failed = {name: part["error"] for name, part in status["parts"].items() if part["state"] == "failed"}
        if failed or status["worker"]:
            sys.exit(f"Not loaded: {failed or status['worker']}")
        if status["ready"] and not waiting:
            return time.perf_counter() - started
        time.sleep(0.5)
    log.seek(0)
    sys.exit(f"The desk did not load:\n{log.read().decode(errors='replace')[-2000:]}")


def drafts(client: Client, wanted: int) -> Iterator[tuple[str, int]]:
    """Yields the case and length of each draft that holds a text; some comments get none."""
    for line in client.get("/cases?state=triaged&limit=500")["lines"]:
        text = client.draft(line["id"]).get("draft", "")
        if text:
            yield line["id"], len(text)
            wanted -= 1
            if not wanted:
                return


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drafts", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as log,
    ):
        workspace = Path(folder) / "demo"
        subprocess.run([str(ASSISTANT), "init", str(workspace), "--demo"], check=True, capture_output=True)
        command = [str(ASSISTANT), "serve", "-w", str(workspace), "--port", str(port)]
        desk = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            client = Client(port)
            seconds = wait(client, desk, log)
            loaded = resident(desk.pid)
            model = client.get("/status")["model"]["name"]
            started = time.perf_counter()
            lengths = [length for _, length in drafts(client, options.drafts)]
            each = (time.perf_counter() - started) / max(1, len(lengths))
            after = resident(desk.pid)
        finally:
            desk.terminate()
            try:
                desk.wait(20)
            except subprocess.TimeoutExpired:
                desk.kill()
                desk.wait()
    if len(lengths) < options.drafts:
        sys.exit(f"Only {len(lengths)} drafts hold a text.")
    found = {
        "model": model,
        "seconds_to_ready": round(seconds, 1),
        "after_load_gib": loaded,
        "drafts": len(lengths),
        "draft_characters": lengths,
        "seconds_a_draft": round(each, 1),
        "after_drafts_gib": after,
        "target_gib": TARGET_GIB,
    }
    if options.json:
        print(json.dumps(found))
    else:
        print(f"{model}, ready after {seconds:.0f} s (index built, comments triaged)")
        print(
            f"after loading       {loaded['rss']:.2f} GiB  (files {loaded['files']:.2f}, peak {loaded['peak']:.2f})"
        )
        print(
            f"after {len(lengths):>3} drafts    {after['rss']:.2f} GiB  (files {after['files']:.2f}, peak {after['peak']:.2f})"
        )
        print(
            f"{sum(lengths) // len(lengths)} characters and {each:.1f} s a draft; target below {TARGET_GIB} GiB"
        )
    sys.exit(0 if after["rss"] < TARGET_GIB else 1)


if __name__ == "__main__":
    main()
