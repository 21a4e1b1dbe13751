"""Small articles for tests of locks and of reanchoring, made of texts."""

from collections.abc import Mapping

from postil.anchor import anchor
from postil.edition import Anchors
from postil.files.lock import fresh
from postil.model import Article, Files, Lock
from postil.parse import parse
from postil.problems import Place
from postil.reanchoring.outcomes import Finding, Survey

LOCK = Place(file="content/lamp/anchors.lock")


def article(files: Mapping[str, str] | str, **notes: str) -> tuple[Article, Anchors]:
    """An article of files below content/lamp; a text alone is its one section. `notes`: phrases."""
    texts = {"01-a.md": files} if isinstance(files, str) else dict(files)
    for id_, phrase in notes.items():
        texts[f"notes/{id_}.md"] = f"---\nphrase: {phrase}\n---\nA note.\n"
    texts.setdefault("article.yaml", "title: The lamp")
    site, _ = parse(Files(texts={f"content/lamp/{path}": text for path, text in texts.items()}))
    (made,) = site.articles
    return made, anchor(made)[0]


def locked(files: Mapping[str, str] | str, **notes: str) -> Lock:
    """The lock of an article."""
    return fresh(*article(files, **notes), LOCK)


def followed(
    old: Mapping[str, str] | str, new: Mapping[str, str] | str, **notes: str
) -> dict[str, Finding]:
    """What became of each phrase, by name."""
    found = Survey(*article(new, **notes), locked(old, **notes)).findings()
    return {finding.name: finding for finding in found}


def statuses(
    old: Mapping[str, str] | str, new: Mapping[str, str] | str, **notes: str
) -> dict[str, str]:
    """Each phrase's status, by name."""
    return {name: finding.status for name, finding in followed(old, new, **notes).items()}
