"""The page: REST API, Gradio, our own static files."""
