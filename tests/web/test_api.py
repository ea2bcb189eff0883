"""The REST API over a real store, charter, triage and drafter (no language model)."""

import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

COMPLAINT = "Ma suspension est arrivée cassée, le verre en mille morceaux. Je suis très déçue de ma commande."
GOOD = (
    "Bonjour,\n\nNous sommes désolés que votre suspension vous soit parvenue dans cet état. "
    "Pour en parler avec vous, écrivez-nous à bonjour@maison-lumen.example.\n\nAda, service clients Maison Lumen"
)


def add(client: TestClient, text: str = COMPLAINT, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/comments", json={"text": text, "channel": "google_reviews", **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["case"]


def triaged(client: TestClient, case_id: str) -> dict[str, Any]:
    """The case, once the background worker has triaged it."""
    for _ in range(100):
        case = client.get(f"/api/cases/{case_id}").json()
        if case["triage"]:
            return case
        time.sleep(0.1)
    raise AssertionError(client.get("/api/status").json())


def events(answer_text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [b.split("\n") for b in answer_text.strip().split("\n\n") if b.startswith("event")]
    return [(b[0].removeprefix("event: "), json.loads(b[1].removeprefix("data: "))) for b in blocks]


def test_from_comment_to_publication(client: TestClient) -> None:
    case = triaged(client, add(client)["id"])
    assert case["triage"]["nature"] and case["playbook"]["objective"]
    path = f"/api/cases/{case['id']}"
    # Whatever triage thought of it, a person's word makes it an ordinary complaint.
    case = client.put(
        f"{path}/triage", json={"nature": "complaint", "severity": "S3", "expect": case["version"]}
    ).json()
    told = events(client.post(f"{path}/draft", json={}).text)
    assert told[0][0] == "stage"
    name, drafted = told[-1]
    assert name == "done" and drafted["draft"]["status"] == "drafted"
    passed = [data["text"] for name, data in told if name == "sentence"]
    assert passed == [s["text"] for s in drafted["draft"]["sentences"]]

    assert client.put(f"{path}/autosave", json={"text": "Bonjour,"}).status_code == 204
    assert client.get(path).json()["typed"] == "Bonjour,"

    approved = client.post(
        f"{path}/approve", json={"text": drafted["draft"]["draft"], "expect": drafted["version"]}
    )
    assert approved.status_code == 200, approved.text
    assert approved.json()["state"] == "approved" and approved.json()["approval"]["by"] == "Ada"
    assert client.get(path).json()["typed"] is None

    published = client.post(f"{path}/publish", json={"url": "https://avis.example/1"}).json()
    assert published["state"] == "published" and published["published_url"] == "https://avis.example/1"
    assert [e["what"] for e in published["events"]][-2:] == ["approved", "published"]
    counts = client.get("/api/cases", params={"state": "published"}).json()
    assert counts["counts"]["published"] == 1 and counts["lines"][0]["id"] == case["id"]


def test_the_author_s_other_messages(client: TestClient) -> None:
    first = triaged(client, add(client, author="Jeanne Durand")["id"])
    assert first["author"] is None
    more = "Où en est l'échange de ma suspension ?"
    second = triaged(client, add(client, more, author="Jeanne Durand")["id"])
    card = second["author"]
    assert card["count"] == 1 and card["natures"] == {first["triage"]["nature"]: 1}
    [message] = card["messages"]
    assert message["case_id"] == first["id"] and message["excerpt"] == COMPLAINT
    assert (message["channel_label"], message["answer"]) == (first["channel_label"], "")
    assert client.get(f"/api/cases/{first['id']}").json()["author"]["messages"][0]["excerpt"] == more
    for nobody in ("", "Anonyme"):
        alone = add(client, f"Et moi ? {nobody}", author=nobody)
        assert client.get(f"/api/cases/{alone['id']}").json()["author"] is None


def test_a_new_draft_leaves_the_typed_text(client: TestClient) -> None:
    case = triaged(client, add(client)["id"])
    path = f"/api/cases/{case['id']}"
    client.put(f"{path}/triage", json={"nature": "complaint", "severity": "S3"})
    client.post(f"{path}/edit", json={"text": GOOD})
    told = events(client.post(f"{path}/draft", json={"seed": 3}).text)
    assert told[-1][1]["edited"] == GOOD and told[-1][1]["draft"]["draft"] not in ("", GOOD)


def test_findings_stop_an_approval_until_a_reason_is_given(client: TestClient) -> None:
    case = triaged(client, add(client)["id"])
    path = f"/api/cases/{case['id']}"
    client.put(f"{path}/triage", json={"nature": "complaint", "severity": "S4"})
    text = GOOD + " Nous vous rembourserons 50 euros."
    checked = client.post(f"{path}/check", json={"text": text}).json()
    assert not checked["passed"] and checked["findings"]
    refused = client.post(f"{path}/approve", json={"text": text})
    assert (refused.status_code, refused.json()["code"]) == (403, "approval.findings")
    # Ada is the first person: an administrator with the authority of the direction.
    given = client.post(f"{path}/approve", json={"text": text, "override_reason": "Accord écrit."})
    assert given.status_code == 200 and given.json()["approval"]["override_reason"] == "Accord écrit."


def test_a_change_in_between_is_refused(client: TestClient) -> None:
    case = triaged(client, add(client)["id"])
    path = f"/api/cases/{case['id']}"
    assert client.post(f"{path}/edit", json={"text": "Un.", "expect": case["version"]}).status_code == 200
    late = client.post(f"{path}/edit", json={"text": "Deux.", "expect": case["version"]})
    assert (late.status_code, late.json()["code"]) == (409, "case.version")
    assert client.get(path).json()["edited"] == "Un."


def test_set_aside_and_reopened(client: TestClient) -> None:
    path = f"/api/cases/{triaged(client, add(client)['id'])['id']}"
    assert client.post(f"{path}/ignore", json={"reason": "  "}).json()["code"] == "case.reason"
    assert client.post(f"{path}/ignore", json={"reason": "Doublon."}).json()["state"] == "ignored"
    assert client.post(f"{path}/reopen", json={}).json()["state"] == "triaged"
    assert client.post(f"{path}/escalate", json={"reason": "Juridique."}).json()["state"] == "escalated"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/comments", {"text": "x", "colour": "red"}),
        ("/api/comments", {}),
        ("/api/comments", {"text": "x", "rating": 9}),
        ("/api/check", {"text": "x", "kind": "poem"}),
        ("/api/cases/1/approve", {"text": 3}),
        ("/api/me", {"name": ["Ada"]}),
    ],
)
def test_bad_bodies_are_told_in_our_form(client: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "web.body" and set(answer.json()) == {"code", "message", "hint"}


def test_unknown_things(client: TestClient) -> None:
    assert client.get("/api/cases/999").json()["code"] == "case.unknown"
    stranger = {"X-Repartie-Who": "Bob"}
    assert client.post("/api/comments", json={"text": "x"}, headers=stranger).json()["code"] == "user.unknown"
    assert client.post("/api/comments", json={"text": "x"}, headers={"X-Repartie-Who": ""}).status_code == 422


def test_names_beyond_ascii_and_the_first_person(client: TestClient) -> None:
    assert client.get("/api/people").json() == [{"name": "Ada", "role": "admin", "authority": "direction"}]
    client.app.state.house.desk.store  # noqa: B018
    with client.app.state.house.store.begin() as work:  # type: ignore[attr-defined]
        work.users.add("Inès", "approver", "manager")
    answer = client.post("/api/comments", json={"text": "Bonjour"}, headers={"X-Repartie-Who": "In%C3%A8s"})
    assert answer.json()["case"]["events"][0]["who"] == "Inès"


def test_a_comment_too_long(client: TestClient) -> None:
    answer = client.post("/api/comments", json={"text": "a" * 100_001})
    assert (answer.status_code, answer.json()["code"]) == (422, "comment.too_long")
    assert client.get("/api/cases").json()["lines"] == []


def test_html_stays_text(client: TestClient) -> None:
    text = "<script>alert(1)</script><img src=x onerror=alert(2)> & {{7*7}}"
    case = add(client, text, author="<b>Eve</b>")
    assert case["comment"]["whole"] == text and case["comment"]["author"] == "<b>Eve</b>"
    answer = client.get(f"/api/cases/{case['id']}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_import_reports_good_and_bad_rows(client: TestClient) -> None:
    table = "auteur,commentaire,note\nZoé,Très bien,5\nLéo,,4\nMax,Nul,9\nZoé,Très bien,5\n".encode()
    answer = client.post("/api/import", files={"file": ("avis.csv", table)}, data={"channel": "trustpilot"})
    found = answer.json()
    assert (found["added"], found["known"], found["bad"]) == (1, 1, 2)
    assert [(e["line"], e["code"]) for e in found["errors"]] == [(3, "comment.empty"), (4, "comment.field")]
    assert client.get("/api/cases").json()["lines"][0]["channel"] == "trustpilot"


def test_files_that_cannot_be_read(client: TestClient) -> None:
    def code(name: str, content: bytes) -> str:
        return str(client.post("/api/import", files={"file": (name, content)}).json()["code"])

    assert code("photo.png", b"x") == "file.kind"
    assert code("avis.csv", b"a,b\n1,2\n") == "file.columns"
    assert code("../../avis.xlsx", b"not a zip") == "file.damaged"
    assert code("gros.csv", b"text\n" + b"a" * 10_000_001) == "web.too_large"


def test_check_any_text(client: TestClient) -> None:
    body = {"text": "Nous vous rembourserons 50 euros.", "kind": "public_reply", "language": "fr"}
    french = client.post("/api/check", json=body, headers={"X-Repartie-Lang": "fr"}).json()
    english = client.post("/api/check", json=body, headers={"X-Repartie-Lang": "en"}).json()
    assert french["band"] != "green" and french["charter"]["sha256"]
    assert french["findings"][0]["message"] != english["findings"][0]["message"]


def test_filters_and_orders(client: TestClient) -> None:
    first, second = add(client, "Merci, superbe lampe !"), add(client, "Livraison en retard", channel="email")
    ids = [line["id"] for line in client.get("/api/cases", params={"order": "newest"}).json()["lines"]]
    assert ids == [second["id"], first["id"]]
    found = client.get("/api/cases", params={"search": "LIVRAISON"}).json()["lines"]
    assert [line["id"] for line in found] == [second["id"]]
    assert (
        client.get("/api/cases", params={"channel": "google_reviews"}).json()["lines"][0]["id"] == first["id"]
    )
    assert client.get("/api/cases", params={"order": "colour"}).status_code == 422


def test_status_tells_what_is_loaded(client: TestClient) -> None:
    for _ in range(100):
        status = client.get("/api/status").json()
        if status["ready"]:
            break
        time.sleep(0.1)
    assert {name: part["state"] for name, part in status["parts"].items()} == {
        "triage": "ready",
        "index": "ready",
        "model": "ready",
    }
    assert status["model"]["remote"] is None and status["brand"] and status["channels"]
