"""What things are: frozen types and pure functions. Nothing here reads a file, a clock or a network."""
