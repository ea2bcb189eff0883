"""Adds the words of any texts to the lists of common ones (``tone.dictionary``): those that the dictionary knows.

    python -m assistant.tone.common_words fr FILE...        plain text, YAML or JSONL, in one language or several

Run it when the checks of ordinary replies have become slow to start: some frequent word is not in the list.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from assistant.tone.dictionary import knows

DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+")


def known_words(texts: Iterable[str], language: str) -> set[str]:
    """The words written in lower case that the dictionary of a language holds."""
    found = {word for text in texts for word in _WORD.findall(text) if word.islower()}
    return {word for word in found if len(word) > 1 and knows(word, language)}


def main() -> None:
    language, *names = sys.argv[1:]
    path = DATA / f"common_{language}.txt"
    words = set(path.read_text(encoding="utf-8").split())
    words |= known_words((Path(name).read_text(encoding="utf-8") for name in names), language)
    path.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(words)} words")


if __name__ == "__main__":
    main()
