"""The report as one page with pictures: no script, nothing fetched, everything from outside escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.evaluation.figures import Figures, Judged
from assistant.evaluation.report import (
    SHARES,
    Report,
    columns,
    conditions_line,
    fault_rows,
    figure_rows,
    percent,
    side_by_side,
    told,
)

_COLOURS = ("#2f5d50", "#c07c2b", "#7f9f95", "#dcb98a")
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#222;background:#fff;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid #ddd;padding:.3rem .8rem;text-align:left;vertical-align:top}
td+td,th+th{text-align:right}.drafts td,.drafts th{text-align:left;width:33%}
.text{white-space:pre-wrap;overflow-wrap:anywhere}.faults{color:#8a2b1d;font-size:.9rem}.good{color:#2f5d50}
svg{display:block;max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#222}.note{color:#555}
"""


def report_page(report: Report, against: Report | None = None) -> str:
    """One HTML document that needs nothing else."""
    shown = columns(report, against)
    shares = [(label, [getattr(f, name) for f in shown.values()]) for name, label in SHARES]
    parts = [
        "<!doctype html><html lang=en><head><meta charset=utf-8>",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Evaluation of drafts</title><style>{_STYLE}</style></head><body>",
        "<h1>Evaluation of drafts</h1>",
        f"<p class=note>{escape(conditions_line(report.conditions))}</p>",
    ]
    if against is not None:
        parts.append(f"<p class=note>Before: {escape(conditions_line(against.conditions))}</p>")
    if report.bad:
        parts.append(f"<p>{report.bad} rows were bad and are not counted.</p>")
    parts.append(
        _bars("Shares of the comments that ask for a reply, and of the drafts", list(shown), shares, 1.0)
    )
    parts.append(_table("", list(shown), figure_rows(shown)))
    faults = [(kind, [float(n) for n in counts]) for kind, counts in fault_rows(shown)]
    if faults:
        most = max(n for _, counts in faults for n in counts)
        parts.append("<h2>Faults</h2>" + _bars("Drafts that have each fault", list(shown), faults, most))
    parts.append(_reasons(shown))
    parts.append("<h2>Drafts</h2>")
    parts += [_drafts(now, before) for now, before in side_by_side(report, against)]
    return "".join(parts) + "</body></html>\n"


def _bars(
    title: str, ways: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], most: float
) -> str:
    """Horizontal bars, one a way in each group, with a legend; ``most`` fills the width."""
    left, width, bar, gap = 220, 480, 14, 10
    group = bar * len(ways) + gap
    top = 24
    height = top + group * len(rows)
    drawn = []
    for place, way in enumerate(ways):
        x = left + place * 150
        drawn.append(f'<rect x="{x}" y="4" width="12" height="12" fill="{_COLOURS[place % 4]}"/>')
        drawn.append(f'<text x="{x + 16}" y="15">{escape(way)}</text>')
    for number, (label, values) in enumerate(rows):
        y = top + number * group
        drawn.append(f'<text x="0" y="{y + bar * len(ways) / 2 + 5:.0f}">{escape(label)}</text>')
        for place, value in enumerate(values):
            length = width * (value or 0.0) / most if most else 0.0
            at = y + place * bar
            drawn.append(
                f'<rect x="{left}" y="{at}" width="{length:.1f}" height="{bar - 2}" fill="{_COLOURS[place % 4]}"/>'
            )
            written = percent(value) if most == 1.0 else f"{value or 0:.0f}"
            drawn.append(f'<text x="{left + length + 4:.1f}" y="{at + 11}">{written}</text>')
    return (
        f'<svg viewBox="0 0 {left + width + 60} {height}" width="{left + width + 60}" role="img">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _table(first: str, ways: Iterable[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    head = "".join(f"<th>{escape(way)}</th>" for way in ways)
    body = "".join(
        f"<tr><td>{escape(label)}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for label, cells in rows
    )
    return f"<table><tr><th>{escape(first)}</th>{head}</tr>{body}</table>"


def _reasons(shown: Mapping[str, Figures]) -> str:
    items = [
        f"<li>{escape(way)}: {escape(why)} ({n})</li>"
        for way, f in shown.items()
        for why, n in f.reasons.items()
    ]
    return f"<h2>Why there was no draft</h2><ul>{''.join(items)}</ul>" if items else ""


def _drafts(now: Judged, before: Judged | None) -> str:
    record = now.record
    cells = [f"<td class=text>{escape(record.comment)}{_approved(record.reply)}</td>"]
    heads = ["<th>comment</th>"]
    for label, judged in (("", now), ("before: ", before)):
        for way, answer in (judged.record.answers if judged else {}).items():
            verdict = judged.verdicts.get(way) if judged else None
            kind = "good" if verdict and verdict.honest and verdict.complete else "faults"
            heads.append(f"<th>{escape(label + way)}</th>")
            cells.append(
                f"<td><div class=text>{escape(answer.text or answer.reason)}</div>"
                f"<p class={kind}>{escape(told(verdict))}</p></td>"
            )
    return (
        f"<h3>{escape(record.id)} ({escape(record.language)}, {escape(record.nature)})</h3>"
        f"<table class=drafts><tr>{''.join(heads)}</tr><tr>{''.join(cells)}</tr></table>"
    )


def _approved(reply: str | None) -> str:
    return f"\n\n<b>Approved reply</b>\n{escape(reply)}" if reply else ""
