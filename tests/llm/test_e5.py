from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.llm.catalog import Catalog
from assistant.llm.digest import Digests
from assistant.llm.e5 import convert
from assistant.llm.weights import ModelStore

HIDDEN, FFN, VOCABULARY = 32, 64, 12
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁bon", "jour", "▁le", "▁monde", "é", "▁", "x", "<mask>"]
SCORES = [0.0, 0.0, 0.0, 0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0, 0.0]


def quantised(values: np.ndarray[Any, Any]) -> tuple[bytes, np.ndarray[Any, Any]]:
    """Blocks of 32: the bytes, and what they stand for."""
    out, meant = b"", []
    for block in values.reshape(-1, 32):
        scale = np.float16(abs(block).max() / 7)
        codes = np.clip(np.round(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        out += scale.tobytes() + (codes[:16] | codes[16:] << 4).tobytes()
        meant.append((codes.astype(np.float32) - 8) * np.float32(scale))
    return out, np.concatenate(meant).reshape(values.shape)


def packed() -> tuple[bytes, dict[str, np.ndarray[Any, Any]]]:
    """A packed file of one small layer, and its tensors."""
    draw = np.random.default_rng(1).normal
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(p.encode()) for p in PIECES)]).tolist()
    data = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, 1, 2, FFN, VOCABULARY, 16, 2, 1e-12, 32)
    data += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    data += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(SCORES)}f", *SCORES) + blob
    data += struct.pack("<iIIBI", 1, 9, 0xA0, 1, 0x20)
    shapes = {
        "emb.word": (VOCABULARY, HIDDEN),
        "emb.pos": (16, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for short in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
        rows, columns = {"fi": (FFN, HIDDEN), "fo": (HIDDEN, FFN)}.get(short, (HIDDEN, HIDDEN))
        shapes[f"l0.{short}.w"] = (rows,) if short.endswith("ln") else (rows, columns)
        shapes[f"l0.{short}.b"] = (rows,)
    stored, meant = {}, {}
    for name, shape in shapes.items():
        values = draw(size=shape).astype("<f4")
        four_bits = len(shape) == 2 and name not in ("emb.pos", "emb.type")
        stored[name], meant[name] = quantised(values) if four_bits else (values.tobytes(), values)
    at = len(data) + 4 + sum(2 + len(name) + 21 for name in shapes)
    directory = struct.pack("<i", len(shapes))
    for name, content in stored.items():
        kind = int(len(content) != meant[name].size * 4)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, meant[name].size, at, len(content))
        at += len(content)
    return data + directory + b"".join(stored.values()), meant


def test_the_weights_come_out_as_they_were_meant(tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    data, meant = packed()
    (tmp_path / "packed").write_bytes(data)
    convert(tmp_path / "packed", tmp_path / "out")
    weights = load_file(tmp_path / "out" / "model.safetensors")
    assert np.array_equal(weights["embeddings.word_embeddings.weight"], meant["emb.word"])
    assert np.array_equal(weights["embeddings.LayerNorm.bias"], meant["emb.ln.b"])
    assert np.array_equal(weights["encoder.layer.0.intermediate.dense.weight"], meant["l0.fi.w"])
    assert np.array_equal(weights["encoder.layer.0.attention.output.LayerNorm.weight"], meant["l0.aln.w"])
    assert len(weights) == len(meant) + 2


def test_the_tokenizer_folds_characters_and_spaces(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    (tmp_path / "packed").write_bytes(packed()[0])
    convert(tmp_path / "packed", tmp_path / "out")
    tokenizer = Tokenizer.from_file(str(tmp_path / "out" / "tokenizer.json"))
    assert tokenizer.encode("bonjour le  monde ").tokens == ["<s>", "▁bon", "jour", "▁le", "▁monde", "</s>"]
    assert tokenizer.encode("ｂｏｎ\u200b\x01le").tokens == ["<s>", "▁bon", "▁le", "</s>"]
    assert tokenizer.encode("xe\u0301").tokens == ["<s>", "▁", "x", "é", "</s>"]


def test_the_folder_is_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(packed()[0])
    digests = Digests(tmp_path / "digests.json")
    for name in ("a", "b"):
        convert(tmp_path / "packed", tmp_path / name)
    assert digests.of(tmp_path / "a") == digests.of(tmp_path / "b")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: b"",
        lambda d: d[:100],
        lambda d: d[:-1],
        lambda d: b"E5S2" + d[4:],
        lambda d: d.replace(b"l0.fi.w", b"l0.zz.w"),
        lambda d: d[:44] + struct.pack("<i", 10**9) + d[48:],
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, spoil: Any) -> None:
    (tmp_path / "packed").write_bytes(spoil(packed()[0]))
    with pytest.raises(ModelError) as caught:
        convert(tmp_path / "packed", tmp_path / "out")
    assert caught.value.code == "llm.e5_damaged"


@pytest.mark.slow
def test_the_real_model_gives_the_vectors_of_its_first_engine(
    real_store: ModelStore, catalog: Catalog
) -> None:
    from sentence_transformers import SentenceTransformer

    folder = real_store.pull(catalog.defaults.embedding)
    assert real_store.verify(catalog.defaults.embedding) == folder
    known = json.loads((Path(__file__).parent / "e5_reference.json").read_text("utf-8"))
    vectors = SentenceTransformer(str(folder), device="cpu").encode([k["text"] for k in known])
    assert vectors.shape == (len(known), 384)
    expected = np.array([k["vector"] for k in known])
    cosines = (vectors * expected).sum(axis=1) / np.linalg.norm(expected, axis=1)
    assert np.median(cosines) >= 0.9999
    assert cosines.min() >= 0.9998
