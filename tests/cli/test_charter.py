"""``assistant charter …`` and ``check --sarif``, in this process."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from assistant.cli.main import app
from assistant.config import Workspace

RULE = (
    "own:\n  kind: existence\n  level: error\n  terms: [hélas]\n"
    "  message: {fr: '« {match} » non.', en: '“{match}” no.'}\n"
    "  examples: {bad: ['Hélas, non.'], good: ['Non.']}\n"
)


@pytest.fixture
def ws(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the example charter and no store."""
    for name in [n for n in os.environ if n.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(workspace.folder)
    return workspace.folder


def run(*args: object, code: int = 0, stdin: str | None = None) -> Result:
    done = CliRunner().invoke(app, [str(a) for a in args], input=stdin)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


def own_rule(ws: Path, text: str = RULE) -> None:
    (ws / "charter" / "rules" / "own.yaml").write_text(text, "utf-8")


def edit(ws: Path, name: str, old: str, new: str) -> None:
    path = ws / "charter" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# ── lint ─────────────────────────────────────────────────────────────────────────────────────


def lint(code: int) -> list[dict[str, Any]]:
    out = json.loads(run("charter", "lint", "--json", code=code).stdout)
    assert out["error"] == sum(p["level"] == "error" for p in out["problems"])
    assert [(p["file"], p["line"]) for p in out["problems"]] == sorted(
        (p["file"], p["line"]) for p in out["problems"]
    )
    return list(out["problems"])


def test_the_example_charter_has_no_error(ws: Path) -> None:
    assert [p for p in lint(0) if p["level"] == "error"] == []
    done = run("charter", "lint")
    assert "0 errors" in done.stderr


def test_lint_names_every_fault_of_every_file(ws: Path) -> None:
    own_rule(
        ws,
        RULE.replace("error", "fatal").replace("own:", "level_unknown:")
        + RULE.replace("existence", "existance").replace("own:", "kind_unknown:")
        + RULE.replace("terms:", "scopes: [tweet]\n  colour: blue\n  terms:").replace("own:", "two_faults:")
        + RULE.replace("terms: [hélas]", "pattern: '(a)\\1'").replace("own:", "pattern_bad:")
        + RULE,
    )
    edit(ws, "facts.yaml", "  public: true\n", "  public: perhaps\n")
    (ws / "charter" / "passages.yaml").write_text("a: [1, 2\nb: 3\n", "utf-8")
    (ws / "charter" / "templates" / "thank.yaml").write_text("fr:\n  x: 'Merci {nom}.'\n", "utf-8")
    edit(ws, "charter.yaml", "default: fr-FR", "default: de-DE")
    edit(ws, "charter.yaml", "  - id: G2\n", "  - id: G1\n")
    found = lint(1)
    errors = {(p["file"], p["code"]) for p in found if p["level"] == "error"}
    assert {
        ("charter/rules/own.yaml", "charter.invalid"),
        ("charter/rules/own.yaml", "charter.pattern"),
        ("charter/facts.yaml", "charter.invalid"),
        ("charter/passages.yaml", "charter.yaml"),
        ("charter/templates/thank.yaml", "charter.invalid"),
        ("charter/charter.yaml", "charter.invalid"),
        ("charter/charter.yaml", "charter.duplicate_id"),
    } <= errors
    own = [p for p in found if p["file"].endswith("own.yaml") and p["level"] == "error"]
    said = " ".join(p["message"] for p in own)
    assert "level" in said and "existance" in said and "“colour” is not a field here" in said
    assert len([p for p in own if p["line"] in range(12, 22)]) >= 2, "both faults of one rule"
    assert all(p["line"] > 1 for p in own)
    # Loading stops at the first of them; the charter is refused either way.
    run("charter", "show", code=2)


def test_lint_says_every_double_key_and_two_rules_of_one_name(ws: Path) -> None:
    own_rule(ws, RULE + RULE + RULE)
    (ws / "charter" / "rules" / "own.b.yaml").write_text(RULE.replace("own:", "c:"), "utf-8")
    doubles = [p for p in lint(1) if p["code"] == "charter.duplicate_key"]
    assert [p["line"] for p in doubles] == [7, 13]
    own_rule(ws, RULE.replace("own:", "b.c:"))
    assert [p["code"] for p in lint(1) if p["level"] == "error"] == ["charter.duplicate_rule"]


def advice(code: int, topic: str) -> list[dict[str, Any]]:
    return [p for p in lint(code) if p["code"] == topic]


def test_advice_about_rules(ws: Path) -> None:
    own_rule(ws, RULE.replace(", en: '“{match}” no.'", "").replace("[hélas]", "[hélas, calmez-vous]"))
    [message] = advice(0, "rule.message")
    assert message["file"] == "charter/rules/own.yaml" and "“en”" in message["message"]
    [double] = advice(0, "rule.double_term")
    assert "calmez-vous" in double["message"] and "forbidden.calm_down" in double["message"]
    own_rule(ws, RULE.replace("'Non.'", "'Hélas.'"))
    [example] = advice(1, "rule.examples")
    assert example["level"] == "error" and (example["line"], example["column"]) == (6, 36)


def test_advice_about_facts_and_secrets(ws: Path) -> None:
    soon, gone = date.today() + timedelta(days=12), date.today() - timedelta(days=3)
    path = ws / "charter" / "facts.yaml"
    before = {p["message"] for p in lint(0)}
    path.write_text(
        path.read_text("utf-8")
        + f"\nx_soon: {{text: {{fr: a, en: b}}, source: s, public: true, valid_until: {soon}}}\n"
        + f"x_gone: {{text: {{fr: a}}, source: s, public: true, valid_until: {gone}}}\n"
        + "x_told: {text: {fr: 'Le projet-lucarne', en: 'ML-INT-1234'}, source: s, public: true}\n"
        + "x_kept: {text: {fr: 'Le projet-lucarne', en: b}, source: s, public: false}\n",
        "utf-8",
    )
    found = [p for p in lint(1) if p["message"] not in before]
    assert {(p["code"], p["message"].split()[1]) for p in found if p["code"].startswith("fact.")} == {
        ("fact.expires", "x_soon"),
        ("fact.expired", "x_gone"),
    }
    assert [p["message"] for p in found if p["code"] == "text.language"] == ["x_gone has no text in “en”"]
    told = [p["message"] for p in found if p["code"] == "secret.told"]
    assert len(told) == 2 and all(m.startswith("x_told") for m in told)
    assert not any("lucarne" in m.lower() for m in told), "the secret is not repeated"


def test_advice_about_the_rest(ws: Path) -> None:
    own = "x:\n  description: {fr: a, en: b}\n  cues: {fr: [zzz], en: [zzz]}\n  nouns: {fr: [le zzz]}\n"
    (ws / "charter" / "problems" / "own.yaml").write_text(own, "utf-8")
    (ws / "charter" / "rules" / "lost.yml").write_text(RULE, "utf-8")
    (ws / "charter" / "templates" / "redress.yaml").write_text("fr: {}\n", "utf-8")
    (ws / "charter" / "templates" / "close.yaml").write_text("fr:\n  x: {text: 'À bientôt.'}\n", "utf-8")
    edit(
        ws,
        "charter.yaml",
        "Nous répondons à chaque message sous deux jours ouvrés.",
        "Nous vous rembourserons sous huit jours, peut-être.",
    )
    found = {
        (p["code"], p["message"].split()[1] if p["code"] != "file.unread" else p["message"]) for p in lint(0)
    }
    assert ("problem.nouns", "own.x") in found
    assert ("file.unread", "rules/lost.yml is not read") in found
    assert [p for p in lint(0) if p["code"] == "playbook.move" and "“close”" in p["message"]]
    assert "template.unused" in {code for code, _ in found}


def test_advice_about_channels_needs_a_store(ws: Path, house: Any) -> None:
    assert not [p for p in lint(0) if p["code"].startswith("channel.")]
    from assistant.domain.reply import ApprovedReply

    with house.store.begin() as work:
        work.replies.add(ApprovedReply("1", "?", "Bonjour.", "fr", "tiktok"), "me", house.desk.now())
    found = [p for p in lint(0) if p["code"].startswith("channel.")]
    assert ["tiktok" in p["message"] for p in found if p["code"] == "channel.unlisted"] == [True]
    assert any("press_site" in p["message"] for p in found if p["code"] == "channel.unused")


def test_lint_goes_on_without_a_store_it_cannot_open(ws: Path) -> None:
    (ws / "data" / "desk.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    done = run("charter", "lint")
    assert "were not looked at" in done.stderr and "0 errors" in done.stderr


def test_lint_where_there_is_no_charter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "workspace.missing" in run("charter", "lint", code=2).stderr


# ── test and show ────────────────────────────────────────────────────────────────────────────


def test_the_examples_run_like_a_test_suite(ws: Path) -> None:
    assert "0 failed" in run("charter", "test").stdout
    own_rule(
        ws, RULE.replace("['Hélas, non.']", "['Hélas, non.', 'Tant pis.']").replace("'Non.'", "'Hélas !'")
    )
    done = run("charter", "test", code=1)
    assert (
        "charter/rules/own.yaml:6:14: FAILED own.own: its bad example is not flagged: “Tant pis.”"
        in done.stdout
    )
    assert "its good example is flagged: “Hélas !”" in done.stdout and "2 failed" in done.stdout
    out = json.loads(run("charter", "test", "--json", code=1).stdout)
    assert [(f["rule"], f["expected"]) for f in out["failing"]] == [("own.own", "bad"), ("own.own", "good")]


def test_show_filters(ws: Path) -> None:
    whole = run("charter", "show").stdout
    assert "SHA-256" in whole and "Hélène Vasseur-Amiot" in whole and "vocabulary.anglicisms" in whole
    one = run("charter", "show", "forbidden.calm_down").stdout
    assert "calmez-vous, nous allons regarder" in one and "forbidden.you_lie" not in one
    by_kind = json.loads(run("charter", "show", "--kind", "conditional", "--json").stdout)
    assert by_kind["rules"] and {r["kind"] for r in by_kind["rules"]} == {"conditional"}
    by_file = json.loads(run("charter", "show", "--file", "rules/style.yaml", "--json").stdout)
    assert by_file["rules"] and all(r["id"].startswith("style.") for r in by_file["rules"])
    assert "charter.rule_unknown" in run("charter", "show", "forbidden.nothing", code=2).stderr
    assert "charter.kind" in run("charter", "show", "--kind", "verdict", code=2).stderr


# ── diff ─────────────────────────────────────────────────────────────────────────────────────


def test_diff_says_what_changed_and_which_replies_are_stopped(ws: Path, house: Any, tmp_path: Path) -> None:
    import shutil

    from assistant.domain.reply import ApprovedReply

    old = tmp_path / "old"
    shutil.copytree(ws / "charter", old)
    assert "Nothing that the program reads has changed." in run("charter", "diff", old).stdout
    own_rule(ws)
    edit(ws, "rules/forbidden.yaml", 'terms: ["calmez-vous", ', "terms: [")
    edit(ws, "charter.yaml", "links_max: 1", "links_max: 0")
    text = "Bonjour, hélas le retard est réel et nous le regrettons vraiment. Camille"
    with house.store.begin() as work:
        work.replies.add(
            ApprovedReply("r1", "Retard !", text, "fr", "google_reviews"), "me", house.desk.now()
        )
    done = run("charter", "diff", old, code=1).stdout
    assert "added      own.own" in done and "without “calmez-vous”" in done
    assert "loosened   forbidden.calm_down" in done and "tightened  facebook_page" in done
    assert "1 would newly be stopped" in done and "stopped  r1 (google_reviews) “hélas”" in done
    out = json.loads(run("charter", "diff", old, "--json", code=1).stdout)
    assert out["replies"]["failing"][0]["findings"][0]["rule"] == "own.own"
    kept = ws / "data" / "charter_versions" / "1.2.0-0123456789abcdef"
    shutil.copytree(old, kept)
    assert (
        run("charter", "diff", "1.2.0", code=1).stdout
        == done
        == run("charter", "diff", kept.name, code=1).stdout
    )
    shutil.copytree(old, kept.with_name("1.2.0-fedcba9876543210"))
    assert "charter.version_twice" in run("charter", "diff", "1.2.0", code=2).stderr


def test_diff_with_what_is_no_charter(ws: Path, tmp_path: Path) -> None:
    assert "charter.not_one" in run("charter", "diff", tmp_path, code=2).stderr
    assert "charter.not_one" in run("charter", "diff", "0.9", code=2).stderr
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "charter.yaml").write_text("a: [", "utf-8")
    assert "charter.yaml" in run("charter", "diff", broken, code=2).stderr


# ── export-vale ──────────────────────────────────────────────────────────────────────────────


def test_export_goes_into_a_folder_of_its_own(ws: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vale"
    done = run("charter", "export-vale", folder)
    assert "structure.order_of_moves (sequence; fr, en)" in done.stdout
    assert "Vale itself was not run" in done.stderr + (folder / "README.md").read_text("utf-8")
    (folder / "styles" / "MaisonLumen-fr" / "address_tutoiement.yml").stat()
    edit(ws, "rules/address.yaml", "tutoiement:", "tutoyer:")
    run("charter", "export-vale", folder)
    names = {p.name for p in folder.rglob("*.yml")}
    assert "address_tutoyer.yml" in names and "address_tutoiement.yml" not in names
    assert sorted(p.name for p in tmp_path.iterdir() if "vale" in p.name) == ["vale"], (
        "nothing left beside it"
    )


def test_export_never_writes_over_what_is_not_its_own(ws: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vale"
    folder.mkdir()
    run("charter", "export-vale", folder)
    mine = folder / "styles" / "MaisonLumen-fr" / "mine.yml"
    mine.write_text("extends: existence\n", "utf-8")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert "mine.yml, which no export wrote" in run("charter", "export-vale", folder, code=2).stderr
    mine.unlink()
    (folder / ".vale.ini").write_text("changed", "utf-8")
    done = run("charter", "export-vale", folder, code=2)
    assert "export.not_ours" in done.stderr and ".vale.ini was changed" in done.stderr
    assert (folder / ".vale.ini").read_text("utf-8") == "changed"
    assert len(before) - 1 == len([p for p in folder.rglob("*") if p.is_file()])
    file = tmp_path / "file"
    file.write_text("")
    assert "export.not_ours" in run("charter", "export-vale", file, code=2).stderr
    assert "export.unwritable" in run("charter", "export-vale", file / "x" / "y", code=2).stderr
    assert "export.not_ours" in run("charter", "export-vale", ws, code=2).stderr


# ── check --sarif ────────────────────────────────────────────────────────────────────────────


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = _object(["text"], text={"type": "string", "minLength": 1})
_BAG = {"type": "object"}
_URI = {"type": "string", "pattern": r"^[A-Za-z0-9._~%/:@+-]+$"}
_ONE = {"type": "integer", "minimum": 1}
_ZERO = {"type": "integer", "minimum": 0}
_PLACES = {
    "startLine": _ONE,
    "startColumn": _ONE,
    "endLine": _ONE,
    "endColumn": _ONE,
    "charOffset": _ZERO,
    "charLength": _ZERO,
}
_ARTIFACT = _object(["uri"], uri=_URI, index=_ZERO)
_LEVEL = {"enum": ["error", "warning", "note"]}
_LOCATION = _object(
    [],
    physicalLocation=_object(
        ["artifactLocation", "region"],
        artifactLocation=_ARTIFACT,
        region=_object([], **_PLACES, snippet=_object(["text"], text={"type": "string"})),
    ),
)
SARIF = _object(
    ["version", "runs"],
    **{"$schema": {"type": "string"}},
    version={"const": "2.1.0"},
    runs=_many(
        _object(
            ["tool", "results"],
            tool=_object(
                ["driver"],
                driver=_object(
                    ["name", "version", "rules", "properties"],
                    name={"const": "Répartie"},
                    version={"type": "string"},
                    rules=_many(
                        _object(
                            ["id", "help"],
                            id={"type": "string"},
                            shortDescription=_TEXT,
                            help=_TEXT,
                            defaultConfiguration=_object(["level"], level=_LEVEL),
                        )
                    ),
                    properties=_BAG,
                ),
            ),
            columnKind={"const": "unicodeCodePoints"},
            artifacts=_many(_object([], location=_ARTIFACT, length=_ZERO)),
            properties=_BAG,
            results=_many(
                _object(
                    ["message", "ruleId", "ruleIndex", "level", "locations"],
                    ruleId={"type": "string"},
                    ruleIndex=_ZERO,
                    level=_LEVEL,
                    message=_TEXT,
                    locations=_many(_LOCATION),
                    relatedLocations=_many(_LOCATION),
                    properties=_BAG,
                    fixes=_many(
                        _object(
                            ["artifactChanges"],
                            artifactChanges=_many(
                                _object(
                                    ["artifactLocation", "replacements"],
                                    artifactLocation=_ARTIFACT,
                                    replacements=_many(
                                        _object(
                                            ["deletedRegion"],
                                            deletedRegion=_object([], **_PLACES),
                                            insertedContent=_object(["text"], text={"type": "string"}),
                                        )
                                    ),
                                )
                            ),
                        )
                    ),
                )
            ),
        )
    ),
)
"""What the specification asks of the objects we use, and no property that it does not know."""


def test_sarif(ws: Path) -> None:
    text = "Bonjour,\r\nÉté 😀 : calmez-vous,\nnotre SAV vous remboursera demain.\n"
    path = ws / "la réponse.txt"
    path.write_bytes(text.encode())
    log = json.loads(run("check", "--sarif", path.name, code=1).stdout)
    jsonschema.validate(log, SARIF)
    [one] = log["runs"]
    charter = one["tool"]["driver"]["properties"]["charter"]
    assert charter["version"] == "1.2.0" and len(charter["sha256"]) == 64
    rules = one["tool"]["driver"]["rules"]
    assert one["artifacts"][0]["location"]["uri"] == "la%20r%C3%A9ponse.txt"
    seen = set()
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        start, length = region["charOffset"], region["charLength"]
        lines = text.split("\n")
        assert text[start : start + length] == region["snippet"]["text"]
        if region["startLine"] == region["endLine"]:
            line = lines[region["startLine"] - 1]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
        seen.add((result["ruleId"], result["level"]))
    assert ("forbidden.calm_down", "error") in seen and ("length.words", "note") in seen
    calm = next(r for r in rules if r["id"] == "forbidden.calm_down")
    assert "À éviter : Bonjour, calmez-vous" in calm["help"]["text"]
    [fix] = [r["fixes"] for r in one["results"] if r["ruleId"] == "vocabulary.house_words_fr"]
    assert fix[0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "Service clients"}


def test_sarif_of_a_slip_in_several_places(ws: Path) -> None:
    text = "Bonjour! Merci d'avoir écrit! Nous vous lisons! Camille"
    log = json.loads(run("check", "--sarif", "--text", text, "--kind", "post", code=0).stdout)
    jsonschema.validate(log, SARIF)
    many = [r for r in log["runs"][0]["results"] if "relatedLocations" in r]
    assert many, "one kind of slip in several places is told once"
    for result in many:
        [change] = result["fixes"][0]["artifactChanges"]
        assert len(change["replacements"]) == 1 + len(result["relatedLocations"])


def test_an_opinion_is_marked_in_sarif(charter: Any) -> None:
    from assistant.domain.finding import CheckResult, Finding
    from assistant.tone.sarif import sarif_log

    curt = Finding("tone.curt", "suggestion", 0, 3, "Non", "Sec ?", opinion=True)
    log = sarif_log(
        CheckResult((), 100, "green", "fr"),
        charter,
        "Non.",
        uri="text",
        version="1",
        reader="fr",
        opinions=[curt],
    )
    [result] = log["runs"][0]["results"]
    assert result["level"] == "note" and result["properties"] == {"opinion": True}
    assert log["runs"][0]["properties"]["score"] == 100


def test_sarif_of_a_clean_text_and_of_standard_input(ws: Path) -> None:
    text = (
        "Bonjour, merci d'avoir pris le temps de nous écrire. " * 2
        + "Belle journée à vous. Camille, service clients Maison Lumen"
    )
    log = json.loads(run("check", "--sarif", "-", "--kind", "post", stdin=text).stdout)
    jsonschema.validate(log, SARIF)
    assert log["runs"][0]["properties"]["passed"] is True
    for other in ("--json", "--fix"):
        assert "check.format" in run("check", "--sarif", other, "--text", "a", code=2).stderr
