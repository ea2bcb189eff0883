"""``assistant classifier …``: what triage learned, and learning anew from people's corrections."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from assistant.cli.shell import JsonOption, WorkspaceOption, open_house, put, reported, say
from assistant.domain.triage import NATURES

app = typer.Typer(help="The triage classifier: train, report.", no_args_is_help=True)


@app.command()
def train(
    seed: Annotated[int, typer.Option(help="Of the folds; the same seed gives the same weights.")] = 0,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Learn anew from the comments that come with the program and from people's corrections.

    Measured before and after on comments that are never trained on; weights that would treat honest
    complaints worse are refused.
    """
    with reported():
        from assistant.desk.teaching import teach

        house = open_house(workspace, with_model=False)
        folder = house.workspace.data / "classifier"
        say("Learning: a few minutes the first time, less than one later …")
        lesson = teach(house.store, folder, house.embedder, seed=seed)
        house.close()
        if json:
            put(asdict(lesson))
            return
        _table({"before": lesson.before, "after": lesson.after})
        say(
            f"{lesson.corrections} corrections learned. The weights are in {folder}; a running desk takes them when it is started again."
        )


@app.command()
def report(json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """How often the classifier in use is right, on comments it never saw."""
    with reported():
        from assistant.triage.classifier import load_classifier
        from assistant.triage.training import fixed_examples, measure

        house = open_house(workspace, with_model=False)
        folder = house.workspace.data / "classifier"
        full = load_classifier(house.embedder, folder)
        found = {"full": measure(full, fixed_examples(), house.embedder)}
        found["fast"] = measure(load_classifier(folder=folder), fixed_examples())
        house.close()
        if json:
            put({name: asdict(f) for name, f in found.items()})
            return
        if full.note:
            say(full.note)
        _table(found)
        _confusion(found["full"])


_SHOWN = (
    "comments accuracy macro_f1 unsure right_when_sure calibration_error complaints wronged attack_recall "
    "alarm_recall alarm_precision"
).split()


def _table(columns: dict[str, Any]) -> None:
    print(f"{'':<20}" + "".join(f"{name:>10}" for name in columns))
    for name in _SHOWN:
        print(f"{name.replace('_', ' '):<20}" + "".join(f"{getattr(c, name):>10}" for c in columns.values()))


def _confusion(figures: Any) -> None:
    print("\nconfusion (rows: what it is; columns: what was said)")
    print(f"{'':<14}" + "".join(f"{n[:9]:>10}" for n in NATURES))
    for true in NATURES:
        print(f"{true:<14}" + "".join(f"{figures.confusion[true].get(n, 0):>10}" for n in NATURES))
