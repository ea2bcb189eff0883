"""Decoding speed: our stream against a bare llama-cpp-python loop on the same prompt, in turns.

    python benchmarks/decode.py MODEL.gguf [--tokens 128] [--rounds 3]

The ratio is what counts: both share whatever else the machine does. The bound is the memory's read
bandwidth over the file's size, since each token reads all the weights once.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from pathlib import Path
from typing import Any

from assistant.domain.protocols import Sampling, Usage
from assistant.llm.llama import LlamaModel, _cores

PROMPT = (
    "Commentaire : La livraison a pris trois semaines et personne ne répond au téléphone.\n"
    "Réponse : Bonjour, trois semaines d'attente sans réponse, c'est beaucoup trop.\n\n"
) * 4 + "Histoire d'une ville au bord de la mer, en dix chapitres. Premier chapitre :"


def bare(llama: Any, tokens: int) -> tuple[int, float, float]:
    """Prompt tokens, prefill seconds and tokens a second of the library's own loop."""
    llama.reset()
    prompt = llama.tokenize(PROMPT.encode(), add_bos=True, special=True)
    started = first = time.perf_counter()
    for count, token in enumerate(llama.generate(prompt, temp=0.7, top_p=0.9)):
        llama.detokenize([token])
        if count == 0:
            first = time.perf_counter()
        if count == tokens:
            break
    return len(prompt), first - started, tokens / (time.perf_counter() - first)


def ours(model: LlamaModel, tokens: int) -> tuple[Usage, float, float]:
    """The usage, the seconds to the first piece, and tokens a second after it."""
    usage = Usage()
    started = first = time.perf_counter()
    sampling = Sampling(max_tokens=tokens + 1, temperature=0.7, top_p=0.9, cold=True)
    counted = 0
    for i, _ in enumerate(model.stream(PROMPT, sampling, usage=usage)):
        if i == 0:
            first, counted = time.perf_counter(), usage.completion_tokens
    return usage, first - started, (usage.completion_tokens - counted) / (time.perf_counter() - first)


def bandwidth(threads: int) -> float:
    """Bytes a second that the threads read together, the best of five."""
    import numpy as np

    blocks = [np.ones(1 << 27, np.int64) for _ in range(threads)]
    best = 0.0
    for _ in range(5):
        started = time.perf_counter()
        workers = [threading.Thread(target=np.add.reduce, args=(block,)) for block in blocks]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        best = max(best, sum(b.nbytes for b in blocks) / (time.perf_counter() - started))
    return best


def _default_model() -> Path:
    """The drafting model of the catalogue, where `assistant models pull` puts it."""
    from assistant.config import Settings
    from assistant.llm.weights import ModelStore
    from assistant.wiring import catalog

    entries = catalog()
    return ModelStore(Settings().cache_folder(), entries).path(entries.defaults.drafting)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model", type=Path, nargs="?", default=_default_model())
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    from llama_cpp import Llama

    threads = _cores()
    read = bandwidth(threads)
    settings = {"n_ctx": 4096, "n_batch": 512, "n_threads": threads, "n_threads_batch": threads}
    llama = Llama(str(options.model), **settings, flash_attn=False, verbose=False)
    model = LlamaModel(options.model, name=options.model.stem)
    model.load()
    ratios = []
    for round_ in range(options.rounds):
        prompt_tokens, prefill, theirs = bare(llama, options.tokens)
        usage, first, mine = ours(model, options.tokens)
        ratios.append(mine / theirs)
        print(
            f"round {round_ + 1}: prompt {prompt_tokens}/{usage.prompt_tokens} tokens, "
            f"answer {options.tokens}/{usage.completion_tokens}; first piece {prefill:.2f}/{first:.2f} s; "
            f"{theirs:.1f}/{mine:.1f} tokens/s (bare/ours), ratio {ratios[-1]:.3f}"
        )
    size = options.model.stat().st_size
    print(f"median ratio {statistics.median(ratios):.3f} (must be at least 0.95)")
    print(
        f"read bandwidth {read / 1e9:.1f} GB/s with {threads} threads, file {size / 1e9:.2f} GB: "
        f"at most about {read / size:.1f} tokens/s"
    )
    model.close()


if __name__ == "__main__":
    main()
