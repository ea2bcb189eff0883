"""The Gradio page: plain elements that our own script fills. Nothing on it calls Gradio's server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__

if TYPE_CHECKING:
    from fastapi import FastAPI

STATIC = Path(__file__).parent / "static"
STYLES = ("base.css", "layout.css", "case.css", "reply.css", "review.css", "rules.css")


def mount_page(app: FastAPI) -> None:
    """Mounts the page at ``/``. No analytics, no font service, no stored runs."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    with gr.Blocks(title="Répartie", analytics_enabled=False, fill_width=True) as blocks:
        gr.Column(elem_id="desk")
    links = "".join(f'<link rel="stylesheet" href="/desk/{name}?{__version__}">' for name in STYLES)
    script = f'<script type="module" src="/desk/desk.js?{__version__}"></script>'
    icon = '<link rel="icon" href="/desk/icon.svg" type="image/svg+xml">'
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        head=f'<meta name="color-scheme" content="light dark">{icon}{links}{script}',
        favicon_path=str(STATIC / "icon.svg"),
        allowed_paths=[],
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        max_file_size="10mb",
        ssr_mode=False,
        pwa=False,
    )
