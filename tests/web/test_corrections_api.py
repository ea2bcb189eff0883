"""Corrections, what they say of a case, and learning from them, over REST."""

import threading
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.desk.teaching import Lesson
from assistant.domain.protocols import Progress
from assistant.errors import Cancelled, Refused
from assistant.triage.figures import figures
from assistant.web import learning
from assistant.wiring import House
from tests.web.conftest import WHO
from tests.web.test_api import add, triaged

ACCUSED = "Votre vendeuse est une voleuse, elle garde la monnaie des clients depuis mardi."


def test_the_truth_is_said_shown_and_taken_back(client: TestClient) -> None:
    case = triaged(client, add(client, ACCUSED)["id"])
    path = f"/api/cases/{case['id']}/triage"
    assert case["triage"]["truth"] == "unknown"
    assert case["triage"]["subject"]["value"] == "person" and case["triage"]["claim"]["value"] == "fact"
    said = client.put(path, json={"nature": "complaint", "truth": "partly", "expect": case["version"]}).json()
    assert said["triage"]["truth"] == "partly"
    [correction] = said["triage"]["corrections"]
    assert correction["by"] == "Ada" and correction["given"] == {"nature": "complaint", "truth": "partly"}
    back = client.delete(path, params={"expect": said["version"]}).json()
    assert back["triage"] == case["triage"] and back["duty"] == case["duty"]
    again = client.delete(path)
    assert (again.status_code, again.json()["code"]) == (409, "triage.uncorrected")
    assert client.put(path, json={"truth": "maybe"}).status_code == 422
    assert client.put(path, json={}).json()["code"] == "triage.value"


def test_a_case_says_why_by_when_and_whom_to_tell(client: TestClient) -> None:
    path = f"/api/cases/{triaged(client, add(client)['id'])['id']}"
    case = client.put(f"{path}/triage", json={"nature": "complaint", "truth": "true"}).json()
    assert case["decided"]["row"] == case["triage"]["decided"]["row"]
    english = client.get(path, headers={"X-Repartie-Lang": "en"}).json()["decided"]
    french = client.get(path, headers={"X-Repartie-Lang": "fr"}).json()["decided"]
    assert english["row"] == french["row"] and english["reason"] != french["reason"]
    case = client.put(f"{path}/triage", json={"severity": "S2"}).json()
    assert case["decided"] is None
    duty = case["duty"]
    assert duty["due_at"] == case["due_at"] and duty["clock"] == "calendar" and duty["second_person"]
    assert {"on_call", "manager"} <= {call["function"] for call in duty["tell"]}


def test_unsure_shows_two_natures_and_what_decides(client: TestClient, house: House) -> None:
    case = triaged(client, add(client)["id"])
    with house.store.begin() as work:
        from dataclasses import replace

        from assistant.domain.triage import NatureGuess

        kept = work.cases.get(case["id"])
        assert kept.triage is not None
        doubtful = replace(
            kept.triage,
            nature="complaint",
            unsure=True,
            alternatives=(NatureGuess("attack", 0.3), NatureGuess("spam", 0.1)),
        )
        work.cases.save(case["id"], expect=None, who="test", what="triaged", state="triaged", triage=doubtful)
    doubt = client.get(f"/api/cases/{case['id']}", headers={"X-Repartie-Lang": "fr"}).json()["doubt"]
    assert doubt["candidates"] == ["complaint", "attack"] and doubt["decides"].startswith("La colère")
    lines = client.get("/api/cases", params={"unsure": True}).json()["lines"]
    assert [line["id"] for line in lines] == [case["id"]]
    chosen = client.put(f"/api/cases/{case['id']}/triage", json={"nature": "complaint"}).json()
    assert chosen["doubt"] is None
    assert client.get("/api/cases", params={"unsure": True}).json()["lines"] == []


def test_the_queue_by_severity_due_time_and_author(client: TestClient) -> None:
    ids = []
    for text, author, severity in (("Un.", "Zoé", "S3"), ("Deux.", "Paul", "S1"), ("Trois.", "Zoé", "S2")):
        case = triaged(client, add(client, text, author=author)["id"])
        body = {"nature": "complaint", "severity": severity}
        ids.append(client.put(f"/api/cases/{case['id']}/triage", json=body).json()["id"])

    def listed(**how: Any) -> list[str]:
        return [line["id"] for line in client.get("/api/cases", params=how).json()["lines"]]

    assert listed(order="severity") == [ids[1], ids[2], ids[0]]
    assert listed(author="zoe", order="severity") == [ids[2], ids[0]]
    assert listed(due="soon", order="severity", author="paul") == [ids[1]]  # an S1 is due within the hour
    assert listed(due="late") == []
    assert client.get("/api/cases", params={"due": "never"}).status_code == 422


# ── learning ─────────────────────────────────────────────────────────────────────────────────


def wait(client: TestClient) -> dict[str, Any]:
    for _ in range(100):
        now: dict[str, Any] = client.get("/api/classifier").json()
        if now["running"] is None:
            return now
        time.sleep(0.05)
    raise AssertionError(now)


def test_learning_counts_runs_and_gives_its_figures(
    client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = triaged(client, add(client)["id"])
    client.put(f"/api/cases/{case['id']}/triage", json={"nature": "complaint"})
    before = client.get("/api/classifier").json()
    assert (before["waiting"], before["lesson"], before["running"]) == (1, None, None) and before["may_teach"]
    let_go, asked = threading.Event(), []

    def teach(store: Any, folder: Any, embedder: Any, *, progress: Progress, who: str) -> Lesson:
        asked.append((folder, who))
        progress.stage, progress.done, progress.total = "reading", 3, 9
        assert let_go.wait(20)
        return Lesson(1, figures([]), figures([]))

    monkeypatch.setattr(learning, "teach", teach)
    old = house.triager
    started = client.post("/api/classifier")
    assert started.status_code == 202
    assert started.json()["running"]["stage"] == "reading"
    busy = client.post("/api/classifier")
    assert (busy.status_code, busy.json()["code"]) == (409, "classifier.busy")
    let_go.set()
    assert wait(client)["error"] is None
    assert asked == [(house.workspace.data / "classifier", "Ada")]
    assert house.triager is not old  # the running desk reads with what lies in the folder now
    assert client.get(f"/api/cases/{case['id']}").json()["triage"]


def test_a_refusal_is_told_and_a_stop_is_not_an_error(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Lesson:
        raise Refused("classifier.worse", "Worse.", "Look.")

    monkeypatch.setattr(learning, "teach", refuse)
    client.post("/api/classifier")
    assert wait(client)["error"]["code"] == "classifier.worse"

    def until_stopped(*_: Any, progress: Progress, **__: Any) -> Lesson:
        assert progress.cancel.wait(20)
        raise Cancelled("classifier.cancelled", "Stopped.")

    monkeypatch.setattr(learning, "teach", until_stopped)
    client.post("/api/classifier")
    assert client.delete("/api/classifier").status_code == 200
    assert wait(client)["error"] is None


def test_only_those_who_lead_have_it_learn(client: TestClient, house: House) -> None:
    with house.store.begin() as work:
        work.users.add("Lou", "approver", "agent", who="test")
    lou = {**WHO, "X-Repartie-Who": "Lou"}
    assert client.get("/api/classifier", headers=lou).json()["may_teach"] is False
    for method in ("POST", "DELETE"):
        answer = client.request(method, "/api/classifier", headers=lou)
        assert (answer.status_code, answer.json()["code"]) == (403, "classifier.role")
