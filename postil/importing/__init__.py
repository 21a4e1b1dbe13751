"""A text by somebody else → a new article: what each line of it is, the files, and the proof.

`plain`, `marked`, `page` and `word` read an input into a Manuscript; `roles` says what each block
is; `division` makes sections; `files` writes them; `proof` reads them back and compares; `notes`
brings another article's stand-off notes along. All of it is pure; `placing` and the command write.
"""
