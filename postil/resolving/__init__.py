"""How an article is understood, part by part."""
