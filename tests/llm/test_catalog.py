from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import BadInput, ModelError
from assistant.llm.catalog import Catalog, PypiSource, load_catalog

ROOT = Path(__file__).parents[2]


def test_the_shipped_catalogue(catalog: Catalog) -> None:
    drafting = catalog.default("drafting")
    assert drafting.prompt_style == "chat"
    assert {"fr", "en"} <= set(drafting.languages)
    wheels = drafting.sources[-1]
    assert isinstance(wheels, PypiSource)
    assert [w.member for w in wheels.pypi] == [f"*/data/part{i:02d}.bin" for i in range(1, 23)]
    assert catalog.default("embedding").is_folder
    with pytest.raises(ModelError, match="no model “gpt”") as caught:
        catalog.entry("gpt")
    assert drafting.name in caught.value.hint


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("drafting: qwen", "drafting: kwen"), "default for drafting"),
        (("licence: MIT", "license: MIT"), "license"),
        (("then: convert", "then: join\n        colour: red"), "colour"),
        (("packed_sha256: 1571", "packed_sha256: xyz"), "packed_sha256"),
        (("size: 1117320768", "size: 0"), "needs its size"),
        (("name: smollm2-135m-instruct-q4_1", "name: multilingual-e5-small"), "same name"),
        (("defaults:", "defaults: ["), "catalog.yaml"),
    ],
)
def test_a_wrong_catalogue_is_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (ROOT / "models" / "catalog.yaml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "catalog.yaml"
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(BadInput) as caught:
        load_catalog(path)
    assert caught.value.code == "llm.catalog"
    assert said in caught.value.message
