"""Feeds as a feed reader takes them in: feedparser finds nothing to mend. Case 106."""

from pathlib import Path

import feedparser
import pytest

from postil.published import feeds
from tests.editions import publication

SITE = """--- content/site.yaml
title: The Marginal <& "Reader">
url: https://marginal.example/read/
--- content/lamp/article.yaml
title: "]]> <b>The lamp</b> & {{ night }} \U0001f56f"
published: 2024-02-03
updated: 2024-02-09
authors: [Ada & Bo]
corrections: [{date: 2024-03-01, text: "Ten, not <nine>.", was: nine, now: ten}]
--- content/lamp/01-a.md
The lamp went out at ten.
"""


@pytest.mark.parametrize("name", ["feed.xml", "corrections.xml"])
def test_a_feed_reader_finds_nothing_to_mend(name: str, tmp_path: Path) -> None:
    site = publication(SITE)[0]
    made = {file.path: file.content for file in feeds.feeds(site)}
    found = feedparser.parse(made[name], response_headers={"content-type": "application/atom+xml"})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.feed.title.startswith("The Marginal ")
    (entry,) = found.entries
    assert "<b>The lamp</b>" in entry.title or "&lt;b&gt;The lamp&lt;/b&gt;" in entry.title
    assert entry.id.startswith("urn:uuid:")
    assert entry.link.startswith("https://marginal.example/read/")
    assert entry.updated_parsed[:3] == (2024, 3, 1), "a correction is a change"
