from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.triage import SIGNALS
from assistant.triage.language import LanguageDetector
from assistant.triage.signals import SignalFinder, strengths

FINDER = SignalFinder()
CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


def strength(text: str, signal: str) -> float:
    return strengths(FINDER.find(text, "und")).get(signal, 0.0)


def test_every_signal_has_cases() -> None:
    assert set(CASES) == set(SIGNALS)


@pytest.mark.parametrize(("signal", "text"), [(s, t) for s, c in CASES.items() for t in c["found"]])
def test_signal_is_found(signal: str, text: str) -> None:
    assert strength(text, signal) >= 0.4


@pytest.mark.parametrize(("signal", "text"), [(s, t) for s, c in CASES.items() for t in c["absent"]])
def test_signal_is_not_found(signal: str, text: str) -> None:
    assert strength(text, signal) < 0.4


@given(st.text(max_size=300))
def test_spans_quote_the_text(text: str) -> None:
    hits = FINDER.find(text, "und")
    assert all(0 <= h.start < h.end <= len(text) for h in hits)
    for reason in FINDER.reasons(text, hits, "fr"):
        assert text[reason.start : reason.end] == reason.quote


def test_messages_are_in_the_readers_language() -> None:
    text = "la prise a fait des étincelles"
    hits = FINDER.find(text, "fr")
    french, english = (FINDER.reasons(text, hits, reader)[0].message for reader in ("fr", "en"))
    assert "danger pour" in french and "danger to" in english


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Service nul", "fr"),
        ("great", "en"),
        ("👍", "fr"),
        ("", "fr"),
        ("مرحبا كيف حالك", "ar"),
        ("Ich bin sehr enttäuscht von Ihnen", "de"),
        ("never again", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert LanguageDetector("fr").detect(text) == language
