"""Bytes as text, YAML and JSON as trees with line and column, nothing guessed."""
