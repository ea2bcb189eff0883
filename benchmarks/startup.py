"""How long one waits: the help, a check, the desk's first page. Medians of whole processes.

    python benchmarks/startup.py [--json]

Each time includes starting Python. The check's text has 80 words. The first page is a new desk on the
example company: from the start of the process until ``/`` answers 200; the models load behind it.
Before the rounds each command runs once, so that files are in the system's memory.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ASSISTANT = Path(sys.executable).parent / "assistant"
PATIENCE = 120.0
"""Seconds until a desk that does not answer is given up."""

TEXT = (
    "Bonjour, nous sommes désolés pour le retard de votre livraison et pour le silence que vous décrivez. "
    "Trois semaines d'attente sans une réponse, ce n'est pas la façon dont nous souhaitons accueillir "
    "quelqu'un. Nous aimerions comprendre ce qui bloque, loin de cette page. "
    "Écrivez-nous à bonjour@maison-lumen.example, avec la date de votre achat et le nom de l'article. "
    "Une personne de notre équipe suivra votre message du début à la fin. Merci de nous avoir écrit. "
    "Camille, service clients Maison Lumen"
)


def timed(command: list[str], expect: tuple[int, ...] = (0,)) -> float:
    """Seconds of one whole process; another exit code than ``expect`` stops the benchmark."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode not in expect:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    return seconds


def first_page(workspace: Path) -> float:
    """Seconds until a new desk answers its first page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        command = [str(ASSISTANT), "serve", "-w", str(workspace), "--port", str(port)]
        desk = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            while True:
                try:
                    with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                        if answer.status == 200:
                            return time.perf_counter() - started
                except (URLError, OSError):
                    pass
                if desk.poll() is not None or time.perf_counter() - started > PATIENCE:
                    log.seek(0)
                    sys.exit(f"The desk did not answer:\n{log.read().decode(errors='replace')[-2000:]}")
                time.sleep(0.02)
        finally:
            desk.terminate()
            try:
                desk.wait(15)
            except subprocess.TimeoutExpired:
                desk.kill()
                desk.wait()


def median_of(rounds: int, measure: Callable[[], float]) -> dict[str, object]:
    measure()
    seconds = [round(measure(), 3) for _ in range(rounds)]
    return {"median_seconds": statistics.median(seconds), "rounds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    os.environ.pop("ASSISTANT_WORKSPACE", None)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workspace = Path(folder) / "demo"
        timed([str(ASSISTANT), "init", str(workspace), "--demo"])
        check = [str(ASSISTANT), "check", "-w", str(workspace), "--text", TEXT]
        found = {
            "help": median_of(5, lambda: timed([str(ASSISTANT), "--help"])),
            "check": median_of(5, lambda: timed(check, expect=(0, 1))),
            "first_page": median_of(3, lambda: first_page(workspace)),
        }
    words, chars = len(TEXT.split()), len(TEXT)
    if as_json:
        print(json.dumps({**found, "check_words": words, "check_characters": chars}))
        return
    labels = {
        "help": "assistant --help",
        "check": f"assistant check --text ({words} words, {chars} characters)",
        "first_page": "assistant serve, until / answers 200",
    }
    for name, result in found.items():
        print(f"{labels[name]:<58} {result['median_seconds']:>7} s   {result['rounds']}")


if __name__ == "__main__":
    main()
