"""multilingual-e5-small from its packed 4-bit file to an ordinary sentence-transformers folder.

The packed file is little-endian: sizes, a Unigram vocabulary, a character map (what the tokeniser
library's own Nmt and NFKC steps already do, so it is skipped), a directory, then tensors, either f32 or
blocks of 32 four-bit weights with one f16 scale. Everything written here, the safetensors container
included, is written byte by byte in a fixed order, so that every machine gets the same folder.

Weights are written as float32 (471 MB): the loader maps such a file instead of copying it, which loads in
little more than half the time of float16 and keeps some 450 MB out of memory; the values are exact, too.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK_BLOCKS = 1 << 18
"""Blocks of 32 weights turned at a time: 32 MB as float32."""

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """The model's sizes, in the file's order."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A tensor of the packed file; ``offset`` and ``size`` in bytes. ``quantised``: blocks of four bits."""

    quantised: bool
    count: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class _Packed:
    shape: _Shape
    special: dict[str, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, _Tensor]
    data: memoryview


def convert(packed: Path, folder: Path) -> None:
    """Writes into ``folder`` (made if need be) what ``SentenceTransformer(folder)`` loads.

    Raises:
        ModelError: ``llm.e5_damaged``: the file is not a packed e5, or is cut short.
    """
    try:
        source = _parse(packed.read_bytes())
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "model.safetensors").open("wb") as file:
            _write_weights(source, file)
    except (struct.error, UnicodeDecodeError, KeyError, ValueError, IndexError) as error:
        raise ModelError(
            "llm.e5_damaged",
            f"{packed} is not a packed e5 model, or is damaged: {error}",
            "Fetch it again with `assistant models pull multilingual-e5-small`.",
        ) from error
    for name, content in _texts(source).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8", newline="\n")


class _Reader:
    """A cursor over little-endian values."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def bytes(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise ValueError("it ends too early")
        self.at += size
        return self.data[self.at - size : self.at]


def _parse(data: bytes) -> _Packed:
    reader = _Reader(data)
    magic, version = reader.take("4sI")
    if magic != b"E5S1" or version != 1:
        raise ValueError(f"it begins with {magic!r}, version {version}")
    shape = _Shape(*reader.take("7ifi"))
    if shape.block != 32:
        raise ValueError(f"blocks of {shape.block}")
    count, bos, eos, pad, unk, blob_size = reader.take("5iQ")
    offsets = reader.take(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.bytes(blob_size)
    texts = (blob[a:b].decode() for a, b in pairwise(offsets))
    pieces = list(zip(texts, scores, strict=True))
    _, map_size = reader.take("iI")
    reader.bytes(map_size)
    tensors = {}
    (tensor_count,) = reader.take("i")
    for _ in range(tensor_count):
        name = reader.bytes(reader.take("H")[0]).decode()
        kind, numbers, offset, size = reader.take("BIQQ")
        if offset + size > len(data):
            raise ValueError(f"the tensor {name} is cut short")
        if size != (numbers // 32 * 18 if kind else numbers * 4):
            raise ValueError(f"the tensor {name} has the wrong size")
        tensors[name] = _Tensor(bool(kind), numbers, offset, size)
    special = {"<s>": bos, "<pad>": pad, "</s>": eos, "<unk>": unk}
    return _Packed(shape, special, pieces, tensors, memoryview(data))


def _write_weights(source: _Packed, file: IO[bytes]) -> None:
    """The safetensors container: header length, JSON header padded to 8, then the tensors."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    layout = list(_layout(source.shape))
    for name, shape, _ in layout:
        size = 4 * _product(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    file.write(struct.pack("<Q", len(encoded)) + encoded)
    for _, shape, key in layout:
        if key is None:
            file.write(bytes(4 * _product(shape)))
            continue
        tensor = source.tensors[key]
        if tensor.count != _product(shape):
            raise ValueError(f"the tensor {key} holds {tensor.count} numbers, not {shape}")
        for values in _values(source.data, tensor):
            file.write(values.astype("<f4").tobytes())


def _layout(shape: _Shape) -> Iterator[tuple[str, list[int], str | None]]:
    """BERT's names and shapes, each with its key in the packed file."""
    hidden = shape.hidden
    yield "embeddings.word_embeddings.weight", [shape.vocabulary, hidden], "emb.word"
    yield "embeddings.position_embeddings.weight", [shape.positions, hidden], "emb.pos"
    yield "embeddings.token_type_embeddings.weight", [shape.types, hidden], "emb.type"
    yield "embeddings.LayerNorm.weight", [hidden], "emb.ln.w"
    yield "embeddings.LayerNorm.bias", [hidden], "emb.ln.b"
    sizes = {"fi": (shape.ffn, hidden), "fo": (hidden, shape.ffn)}
    for layer in range(shape.layers):
        for short, name in _LAYER_NAMES.items():
            rows, columns = sizes.get(short, (hidden, hidden))
            weight = [rows] if short.endswith("ln") else [rows, columns]
            yield f"encoder.layer.{layer}.{name}.weight", weight, f"l{layer}.{short}.w"
            yield f"encoder.layer.{layer}.{name}.bias", [rows], f"l{layer}.{short}.b"
    # BERT has a pooler that mean pooling never uses; without weights the loader would draw them at random.
    yield "pooler.dense.weight", [hidden, hidden], None
    yield "pooler.dense.bias", [hidden], None


def _values(data: memoryview, tensor: _Tensor) -> Iterator[NDArray[np.float32]]:
    """The tensor's numbers, in chunks that keep memory low."""
    import numpy as np

    raw = data[tensor.offset : tensor.offset + tensor.size]
    if not tensor.quantised:
        yield np.frombuffer(raw, "<f4")
        return
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    for start in range(0, len(blocks), _CHUNK_BLOCKS):
        chunk = blocks[start : start + _CHUNK_BLOCKS]
        # Byte j holds weight j in its low nibble and weight j + 16 in its high one.
        codes = np.concatenate((chunk["nibbles"] & 15, chunk["nibbles"] >> 4), axis=1)
        yield (codes.astype(np.float32) - 8) * chunk["scale"].astype(np.float32)[:, None]


def _texts(source: _Packed) -> dict[str, dict[str, Any] | list[Any] | str]:
    """The small files of the folder, by path."""
    shape = source.shape
    names = {"bos": "<s>", "eos": "</s>", "sep": "</s>", "cls": "<s>", "unk": "<unk>", "pad": "<pad>"}
    modules = {
        "": "sentence_transformers.models.Transformer",
        "1_Pooling": "sentence_transformers.models.Pooling",
        "2_Normalize": "sentence_transformers.models.Normalize",
    }
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.ffn,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "vocab_size": shape.vocabulary,
            "pad_token_id": source.special["<pad>"],
        },
        "tokenizer.json": _tokenizer(source),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            **{f"{role}_token": text for role, text in names.items()},
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": kind}
            for i, (path, kind) in enumerate(modules.items())
        ],
        "config_sentence_transformers.json": {"similarity_fn_name": "cosine"},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "README.md": _README,
    }


def _tokenizer(source: _Packed) -> dict[str, Any]:
    special = source.special
    added = [
        {"id": id, "content": text, "special": True, "normalized": False}
        | {"single_word": False, "lstrip": False, "rstrip": False}
        for text, id in sorted(special.items(), key=lambda item: item[1])
    ]
    ends = {"<s>": special["<s>"], "</s>": special["</s>"]}
    single = [
        {"SpecialToken": {"id": "<s>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "</s>", "type_id": 0}},
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}]},
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "WhitespaceSplit"},
                {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": single,
            "pair": [*single, {"Sequence": {"id": "B", "type_id": 0}}, single[-1]],
            "special_tokens": {
                text: {"id": text, "ids": [id], "tokens": [text]} for text, id in ends.items()
            },
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": special["<unk>"],
            "vocab": [[text, score] for text, score in source.pieces],
            "byte_fallback": False,
        },
    }


def _product(shape: list[int]) -> int:
    total = 1
    for size in shape:
        total *= size
    return total


_README = """# multilingual-e5-small

Text embeddings, 384 dimensions, about a hundred languages. Licence: MIT. Original model:
intfloat/multilingual-e5-small. The weights were stored in four bits and are written out again here in
float32. Begin each text with `query: ` or `passage: `.\
"""
