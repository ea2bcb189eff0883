import json
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.domain.case import Approval
from assistant.domain.comment import Comment
from assistant.domain.draft import Draft
from assistant.domain.reply import ApprovedReply
from assistant.domain.triage import Triage
from assistant.store.codec import canonical, decode, encode

from .values import DRAFT, TRIAGE, anything, plain_json

KINDS = [Comment, Triage, Draft, Approval, ApprovedReply]


@pytest.mark.parametrize("kind", KINDS)
def test_any_value_comes_back_as_it_was(kind: type) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(anything(kind))
    def round_trip(value: object) -> None:
        assert decode(kind, json.loads(canonical(encode(value)))) == value

    round_trip()


@given(plain_json)
def test_canonical_text_is_the_same_for_the_same_value(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text


def test_keys_are_sorted_and_accents_are_kept() -> None:
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=1))
def test_half_a_surrogate_pair_can_be_stored(half: str) -> None:
    text = canonical({"text": half})
    assert json.loads(text.encode()) == {"text": half}


def test_a_field_of_a_later_version_is_left_out() -> None:
    assert decode(Triage, encode(TRIAGE) | {"mood": "blue"}) == TRIAGE


def test_a_word_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValidationError):
        decode(Draft, encode(DRAFT) | {"nature": "mood"})


def test_whatever_a_platform_says_of_an_author_can_be_stored() -> None:
    odd = {"seen": MappingProxyType({"tags": {"vip"}}), "how": object}
    stored = encode(Comment(id="1", text="", author_info=odd))["author_info"]
    assert stored == {"seen": {"tags": ["vip"]}, "how": str(object)}
