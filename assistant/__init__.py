"""Répartie: a self-hosted desk for the people who speak for a company online."""

__version__ = "0.1.0"
