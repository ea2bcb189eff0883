import numpy as np
import pytest

from assistant.retrieval.fusion import fuse, weak_below


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


NOBODY = np.zeros(3, dtype=np.bool_)


def test_both_agree() -> None:
    assert np.argmax(fuse(array(0.9, 0.8, 0.7), array(5, 1, 0), 5, NOBODY)) == 0


def test_words_alone() -> None:
    assert fuse(None, array(1, 4, 0), 4, NOBODY).tolist() == [0.25, 1.0, 0.0]


def test_meaning_alone() -> None:
    fused = fuse(array(0.9, 0.8, 0.7), array(0, 0, 0), 0, NOBODY)
    assert fused[0] > fused[1] > fused[2]


def test_one_candidate_and_equal_candidates() -> None:
    assert np.isfinite(fuse(array(0.5), array(0), 0, np.zeros(1, dtype=np.bool_))).all()
    assert len(set(fuse(array(0.5, 0.5, 0.5), array(0, 0, 0), 0, NOBODY).tolist())) == 1


def test_nature_orders_near_equals_but_lifts_no_stranger() -> None:
    near = fuse(array(0.90, 0.899, 0.5), array(1, 1, 0), 1, np.array([False, True, False]))
    assert np.argmax(near) == 1
    far = fuse(array(0.90, 0.89, 0.5), array(1, 1, 0), 1, np.array([False, False, True]))
    assert np.argmin(far) == 2


def test_bars_belong_to_the_embedder() -> None:
    assert weak_below("multilingual-e5-small", "fr") > weak_below("hash-64", "fr")
    assert weak_below("multilingual-e5-base", "fr") == weak_below("multilingual-e5-small", "de")
    assert 0 < weak_below("unheard-of", "fr") < 1


@pytest.mark.parametrize("cosines", [array(-0.2, 0.1, 0.4), array(0, 0, 0)])
def test_scores_stay_in_range(cosines: np.ndarray) -> None:
    fused = fuse(cosines, array(0, 2, 7), 3, NOBODY)
    assert fused.min() >= 0 and fused.max() <= 1


def test_one_word_of_many_is_no_sentence() -> None:
    cosines = array(0.90, 0.86, 0.80)
    assert np.argmax(fuse(cosines, array(0, 1, 0), 20, NOBODY)) == 0
    assert np.argmax(fuse(cosines, array(0, 18, 0), 20, NOBODY)) == 1
