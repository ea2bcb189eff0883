"""Language models behind one protocol, the model store, and prompt files."""
