"""An article as one plain text, and the list of them."""

from postil.published import plain_article
from tests.editions import publication
from tests.page.sample import publication as sample

TEXT = plain_article.text(sample().editions[0], sample())


def test_it_holds_all_that_the_page_says() -> None:
    edition = sample().editions[0]
    for note in edition.notes:
        assert f"Note {note.number}" in TEXT
        assert f"[note {note.number}]" in TEXT
    for event in edition.events:
        assert event.event.title in TEXT
    for cited in edition.sources:
        assert f"[{cited.number}] " in TEXT
    assert "The length of the dark was given in minutes only." in TEXT


def test_citations_are_numbers_in_their_places() -> None:
    text = """--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-a.md
The lamp went out [@log, p. 3; @letter] at ten.
--- content/lamp/sources.yaml
- {id: log, title: Log}
- {id: letter, title: Letter}
"""
    site = publication(text)[0]
    assert "The lamp went out [1, p. 3; 2] at ten." in plain_article.text(site.editions[0], site)


def test_the_list_is_markdown_whatever_a_title_holds() -> None:
    text = '--- content/lamp/article.yaml\ntitle: "A [b](c) \\\\"\nstandfirst: |\n  One\n  two\n'
    site = publication(text + "--- content/lamp/01-a.md\nDark.\n")[0]
    line = "- [A \\[b\\](c) \\\\](lamp/article.txt): One two (1 word)"
    assert plain_article.listing(site) == f"# Postil\n\n## Articles\n\n{line}\n"
