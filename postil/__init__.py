"""Postil publishes annotated articles: text, notes on exact words, a timeline, the sources."""

__version__ = "0.1.0"
