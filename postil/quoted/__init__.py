"""Which words are quoted, and whether they are in their source."""
