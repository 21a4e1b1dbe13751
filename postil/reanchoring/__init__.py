"""What became of phrases in a changed text, and how an author accepts it."""
