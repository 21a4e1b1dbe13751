"""The page's own words, a table a language: all that a reader reads which no author wrote."""
