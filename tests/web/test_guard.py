"""Other sites can neither read the desk nor change anything in it."""

import pytest
from fastapi.testclient import TestClient

from assistant.config import Settings, Workspace
from assistant.errors import Refused
from assistant.web.serve import serve
from assistant.wiring import House


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
def test_foreign_host_names_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/cases", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "web.host")


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:1", "[::1]:7860", "LOCALHOST"])
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/people", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Repartie": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
)
def test_changes_from_elsewhere_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/api/comments", "/gradio_api/upload", "/gradio_api/queue/join"):
        answer = client.post(path, json={"text": "x"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "web.origin")
    assert client.get("/api/cases").json()["lines"] == []


def test_own_origin_may_change(client: TestClient) -> None:
    answer = client.post("/api/comments", json={"text": "x"}, headers={"Origin": "http://127.0.0.1"})
    assert answer.status_code == 201


def test_too_many_bytes_are_refused_unread(client: TestClient) -> None:
    answer = client.post("/api/comments", content=b"x" * 11_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "web.too_large")

    def pieces():  # no length told beforehand
        for _ in range(12):
            yield b"x" * 1_000_000

    assert client.post("/api/comments", content=pieces()).status_code == 413


def test_every_answer_carries_the_policy(client: TestClient) -> None:
    for path in ("/", "/api/status", "/desk/desk.js", "/nowhere"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe-eval" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "desk.example", "::"])
def test_serving_to_other_machines_is_refused(house: House, host: str) -> None:
    with pytest.raises(Refused) as caught:
        serve(House(Workspace(house.workspace.folder), Settings()), host, 0)
    assert caught.value.code == "web.not_local"
