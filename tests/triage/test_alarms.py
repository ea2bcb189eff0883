"""Figures of speech and harmless words that must not raise the alarm (S1) by themselves."""

from __future__ import annotations

import pytest

from assistant.triage.signals import SignalFinder, strengths

FINDER = SignalFinder()
ALARMS = {"threat": 0.8, "safety": 0.7, "data_breach": 0.8, "hate": 0.7, "press": 0.8}


@pytest.mark.parametrize(
    "text",
    [
        "C’est une caméra cachée ?",
        "L’appel s’est coupé au bout de deux minutes",
        "Le match passe sur TF1 et mon décodeur est muet",
        "Je vais exploser si personne ne décroche",
        "Je ne vais plus jamais retourner chez eux",
        "Vous êtes mort ? Répondez !",
        "I had to send them back",
        "I’m going to hang the mirror in the hall",
        "They cut my connection again",
        "I got a shock when I saw the bill",
    ],
)
def test_a_figure_of_speech_is_no_alarm(text: str) -> None:
    found = strengths(FINDER.find(text, "und"))
    assert not [name for name, bar in ALARMS.items() if found.get(name, 0.0) >= bar]


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("press", "J’ai contacté un journaliste du Parisien"),
        ("press", "A reporter has emailed me about your company"),
        ("threat", "Je vais vous défoncer"),
        ("threat", "I’m going to kill you"),
        ("hate", "Send them back to their own country"),
        ("safety", "Le plastique a fondu sur la prise"),
        ("safety", "She ended up in hospital"),
    ],
)
def test_a_real_alarm_still_sounds(signal: str, text: str) -> None:
    assert strengths(FINDER.find(text, "und")).get(signal, 0.0) >= ALARMS[signal]
