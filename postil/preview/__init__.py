"""The live preview: what is pure of it (requests, pages, the panel), and its edge rooms."""
