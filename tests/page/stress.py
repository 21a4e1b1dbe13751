"""Articles that make a page sweat, written by the tests: many notes, dense notes, none, a mirror."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from postil import pipeline

LOREM = (
    "The lamp stood dark that night and nobody on the island could say for how long it had done so,"
    " though the keeper had wound the clock and the boats had waited off the pier until the morning."
)
ARABIC = "وقف المصباح مظلما تلك الليلة ولم يستطع أحد في الجزيرة أن يقول كم من الوقت بقي كذلك"


def paragraph(number: int, marked: int) -> str:
    """A paragraph in which as many words as asked bear a note."""
    words = LOREM.split()
    step = max(1, len(words) // max(1, marked))
    for n in range(marked):
        words[n * step] = f"[{words[n * step]}][^n{number}-{n}]"
    return " ".join(words)


def many() -> Mapping[str, str]:
    """Two hundred notes, one in most paragraphs."""
    text = "\n\n".join(paragraph(n, 1) for n in range(200))
    notes = "\n\n".join(f"[^n{n}-0]: {LOREM[: 40 + n % 7 * 20]}" for n in range(200))
    return {"01-many.md": f"# Many\n\n{text}\n\n{notes}\n"}


def dense() -> Mapping[str, str]:
    """A note on nearly every line."""
    text = "\n\n".join(paragraph(n, 5) for n in range(6))
    notes = "\n\n".join(f"[^n{n}-{m}]: {LOREM}" for n in range(6) for m in range(5))
    return {"01-dense.md": f"# Dense\n\n{text}\n\n{notes}\n"}


def none() -> Mapping[str, str]:
    """No note, no event, no source."""
    return {"01-none.md": f"# None\n\n{LOREM}\n"}


def mirrored() -> Mapping[str, str]:
    """From right to left, with names and quotations from left to right in it."""
    words = ARABIC.split()
    text = f"[{' '.join(words[:3])}][^a] {' '.join(words[3:])} (*Harbour Gazette*, 1987)."
    notes = f"[^a]: {ARABIC}، “The lamp”.\n"
    return {"01-night.md": f"# {' '.join(words[:4])}\n\n{text}\n\n{ARABIC}\n\n{notes}"}


ARTICLES = {"many": many, "dense": dense, "none": none, "mirrored": mirrored}


def built(folder: Path, language: str, names: Sequence[str]) -> Mapping[str, bytes]:
    """A site of these articles, by path; the first is its home."""
    content = folder / "content"
    content.mkdir()
    site = f"title: Stress\nlanguage: {language}\nhome: {names[0]}\n"
    (content / "site.yaml").write_text(site, encoding="utf-8")
    for name in names:
        (content / name).mkdir()
        written = {"article.yaml": "title: A stressed page\n", **ARTICLES[name]()}
        for path, text in written.items():
            (content / name / path).write_text(text, encoding="utf-8")
    made = pipeline.render_site(folder, pipeline.prove(folder))
    assert not pipeline.errors(made.problems), made.problems
    return {file.path: file.content for file in made.files}
