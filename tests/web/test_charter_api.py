"""The charter over the REST API: reviewing a text, trying, saving, going back."""

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.domain.voice import AXES
from assistant.web.rule_form import forms

RULE = "forbidden.calm_down"
CALM = "Bonjour, calmez-vous."


def rule(client: TestClient, id: str = RULE) -> dict[str, Any]:
    answer = client.get(f"/api/charter/rules/{id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def tried(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/charter/try", json={"rule": RULE, **body})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def level(client: TestClient) -> str:
    findings = client.post("/api/check", json={"text": CALM, "language": "fr"}).json()["findings"]
    return next((f["level"] for f in findings if f["rule"] == RULE), "")


def test_what_stands_behind_a_finding(client: TestClient) -> None:
    body = {"text": CALM + " Nous vous rembourserons.", "language": "fr"}
    found = client.post("/api/check", json=body, headers={"X-Repartie-Lang": "fr"}).json()
    behind = found["behind"]
    assert behind.keys() == {f["rule"] for f in found["findings"]}
    assert behind[RULE]["file"] == "rules/forbidden.yaml" and behind[RULE]["key"] == "calm_down"
    assert behind[RULE]["good"] == ["Bonjour, votre agacement se comprend."]
    refund = behind["claims.commitment.refund"]
    assert refund["file"] == "passages.yaml" and refund["title"] == "Ne promettre que ce qui est tenu"
    assert "engage toute la maison" in refund["text"]
    assert 100 - sum(m["points"] for m in found["moved"]) == found["score"]


def test_a_text_is_checked_beside_its_comment_and_facts(client: TestClient) -> None:
    text = "Le transporteur a confirmé la perte du colis. Nous avons vérifié avec le transporteur."
    alone = client.post("/api/check", json={"text": text, "language": "fr"}).json()
    fact = "Nous avons vérifié avec le transporteur : il a confirmé la perte du colis."
    beside = client.post("/api/check", json={"text": text, "language": "fr", "facts": [fact, " "]}).json()
    claims = [{f["rule"] for f in r["findings"] if f["rule"].startswith("claims.")} for r in (alone, beside)]
    assert claims[0] and claims[1] < claims[0]
    insult = {"text": "Nous sommes désolés que vous nous trouviez nuls.", "language": "fr"}
    with_comment = client.post("/api/check", json={**insult, "comment": "Vous êtes nuls !"}).json()
    without = client.post("/api/check", json=insult).json()
    assert len(with_comment["findings"]) > len(without["findings"])
    assert client.post("/api/check", json={"text": "x", "facts": ["y"] * 21}).status_code == 422


def test_the_voice_is_asked_apart(client: TestClient) -> None:
    body = {"text": "Bonjour, merci beaucoup, c'est génial ! On adore votre lampe.", "language": "fr"}
    for _ in range(100):  # until the embedding model is there
        found = client.post("/api/voice", json=body).json()
        if found["available"]:
            break
        time.sleep(0.1)
    assert [d["dimension"] for d in found["dimensions"]] == list(AXES)
    assert all(-2 <= d["position"] <= 2 and d["error"] > 0 for d in found["dimensions"])
    assert client.post("/api/voice", json={"text": " "}).json()["available"] is False


def test_the_list_and_its_forms(client: TestClient) -> None:
    found = client.get("/api/charter").json()
    assert found["may_change"] and found["version"] == "1.2.0" and len(found["rules"]) > 40
    listed = {r["id"]: r["fields"] for r in found["rules"]}
    for fields in listed.values():
        assert set(fields) - {"kind"} <= {f["name"] for f in found["kinds"][fields["kind"]]}
    assert rule(client)["fields"] == listed[RULE] and rule(client)["text"].startswith("calm_down:\n")
    assert client.get("/api/charter/rules/forbidden.nothing").json()["code"] == "charter.rule_unknown"


def test_forms_are_read_off_the_models() -> None:
    shapes = {kind: {f["name"]: f["shape"] for f in fields} for kind, fields in forms().items()}
    assert shapes["existence"]["terms"] == "lines" and shapes["existence"]["fix"] == "fix"
    assert shapes["substitution"]["swap"] == "pairs" and shapes["occurrence"]["max"] == "scalar"
    assert shapes["metric"]["max"] == "scalar" and shapes["metric"]["measure"] == "choice"
    assert shapes["capitalization"]["shouting"] == "switch" and shapes["judge"]["question"] == "texts"
    maximum = next(f for f in forms()["metric"] if f["name"] == "max")
    assert maximum["choices"] == ["channel"] and not maximum["required"]
    assert next(f for f in forms()["judge"] if f["name"] == "level")["choices"] == ["warning", "suggestion"]


def test_form_and_yaml_are_one_rule(client: TestClient) -> None:
    now = rule(client)
    same = tried(client, fields=now["fields"])
    assert same["text"] == now["text"] and same["effect"] == "" and same["error"] is None
    fields = {**now["fields"], "level": "warning", "exceptions": [], "fix": ""}
    trial = tried(client, fields=fields)
    assert (
        "level: warning" in trial["text"] and 'fix: ""' in trial["text"] and "exceptions" not in trial["text"]
    )
    again = tried(client, text=trial["text"])
    assert again["fields"] == trial["fields"] and again["effect"] == "loosened"


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("kind: existence", "kind: poem", "charter.invalid", 2, "kind"),
        ("level: error", "level: fatal", "charter.invalid", 3, "level"),
        ("level: error", "level: error\n  colour: red", "charter.invalid", 4, "colour"),
        ("level: error", "level: error\n  level: error", "charter.duplicate_key", 4, "level"),
        ("level: error", "level: error\n  pattern: '(?=a)'", "charter.pattern", 4, "pattern"),
        ("level: error", "level: [error", "charter.yaml", 0, ""),
        ("kind: existence\n  level: error", "kind: &a existence\n  level: *a", "charter.alias", 0, ""),
    ],
)
def test_a_fault_is_told_with_its_place(
    client: TestClient, old: str, new: str, code: str, line: int, field: str
) -> None:
    text = rule(client)["text"].replace(old, new, 1)
    error = tried(client, text=text)["error"]
    assert error["code"] == code and error["line"] >= 1 and error["column"] >= 1 and error["problem"]
    if line:
        assert (error["line"], error["field"]) == (line, field)
    saved = client.post(
        "/api/charter/save", json={"rule": RULE, "text": text, "expect": rule(client)["sha256"]}
    )
    assert (saved.status_code, saved.json()["code"]) == (422, code)


def test_examples_that_contradict(client: TestClient) -> None:
    fields = rule(client)["fields"]
    fields["examples"] = {"bad": ["Bonjour."], "good": [CALM]}
    trial = tried(client, fields=fields)
    assert trial["examples"] == {"bad": ["Bonjour."], "good": [CALM]}
    body = {"rule": RULE, "fields": fields, "expect": rule(client)["sha256"]}
    refused = client.post("/api/charter/save", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "charter.examples")


def test_saved_lost_and_restored(client: TestClient) -> None:
    first = rule(client)
    assert level(client) == "error"
    body = {"rule": RULE, "text": first["text"].replace("level: error", "level: warning")}
    saved = client.post("/api/charter/save", json={**body, "expect": first["sha256"]})
    assert saved.status_code == 200 and saved.json()["version"] == "1.2.1"
    assert level(client) == "warning" and client.get("/api/status").json()["charter"]["version"] == "1.2.1"

    late = client.post("/api/charter/save", json={"rule": RULE, "remove": True, "expect": first["sha256"]})
    assert (late.status_code, late.json()["code"]) == (409, "charter.version")
    assert level(client) == "warning"

    found = client.get("/api/charter/versions").json()
    assert [(v["version"], v["who"], v["cause"]) for v in found["versions"]] == [
        ("1.2.1", "Ada", "changed"),
        ("1.2.0", None, "first"),
    ]
    assert [v["can_restore"] for v in found["versions"]] == [False, True]
    back = {k: found["versions"][1][k] for k in ("version", "sha256")} | {"expect": found["sha256"]}
    assert client.post("/api/charter/restore", json=back).json()["version"] == "1.2.2"
    assert level(client) == "error" and rule(client)["text"] == first["text"]


def test_without_the_right_nothing_is_saved(client: TestClient) -> None:
    with client.app.state.house.store.begin() as work:  # type: ignore[attr-defined]
        work.users.add("Bob", "drafter", "agent")
    bob = {"X-Repartie-Who": "Bob"}
    now = rule(client)
    assert client.get("/api/charter", headers=bob).json()["may_change"] is False
    text = now["text"].replace("level: error", "level: warning")
    assert client.post("/api/charter/try", json={"rule": RULE, "text": text}, headers=bob).status_code == 200
    body = {"rule": RULE, "text": text, "expect": now["sha256"]}
    refused = client.post("/api/charter/save", json=body, headers=bob)
    assert (refused.status_code, refused.json()["code"]) == (403, "charter.role")
    restored = {"version": "1.2.0", "sha256": now["sha256"], "expect": now["sha256"]}
    assert client.post("/api/charter/restore", json=restored, headers=bob).status_code == 403
    assert client.get("/api/charter", headers={"X-Repartie-Who": "Eve"}).status_code == 404
    assert level(client) == "error"


def test_replies_that_would_be_judged_otherwise(client: TestClient) -> None:
    from assistant.domain.reply import ApprovedReply

    house = client.app.state.house  # type: ignore[attr-defined]
    said = "Bonjour 👋,\n\nnous regardons <b>cela</b>. Bien à vous."
    with house.store.begin() as work:
        work.replies.add(
            ApprovedReply("r1", "Bonjour  ?\nQuand " + "x" * 200, said, "fr"), "Ada", house.desk.now()
        )
    fields = rule(client)["fields"]
    trial = tried(client, fields={**fields, "terms": [*fields["terms"], "nous regardons"]})
    [stopped] = trial["replies"]["stopped"]
    assert trial["replies"]["read"] == 1 and trial["effect"] == "tightened"
    assert stopped["sentence"] == "nous regardons <b>cela</b>." and stopped["text"] == said
    assert stopped["sentence"][stopped["start"] : stopped["end"]] == "nous regardons"
    assert stopped["comment"].startswith("Bonjour ? Quand") and len(stopped["comment"]) <= 90


@pytest.mark.parametrize(
    "body",
    [
        {"rule": RULE, "colour": "red"},
        {"rule": "x" * 201},
        {"rule": RULE, "text": "x" * 200_001},
        {"rule": RULE, "fields": ["a"]},
    ],
)
def test_bad_bodies(client: TestClient, body: dict[str, Any]) -> None:
    answer = client.post("/api/charter/try", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "web.body")


def test_odd_values_in_a_form_are_told(client: TestClient) -> None:
    fields = rule(client)["fields"]
    for odd in (
        {"terms": {"a": 1}},
        {"terms": [None]},
        {"level": 3},
        {"message": "x"},
        {"examples": 1},
        {"kind": ["a"]},
    ):
        error = tried(client, fields={**fields, **odd})["error"]
        assert error and error["code"] == "charter.invalid", odd
