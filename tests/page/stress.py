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


ADDRESS = "https://archive.example/" + "a-very-long-name-of-a-page-about-the-lamp/" * 6


def mixed() -> Mapping[str, str]:
    """Lists, quotations and pictures in notes, two notes on the same words, one on a paragraph."""
    plan = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='180' viewBox='0 0 640 180'/>"
    )
    lamp = "The lamp that nobody saw go out and everybody remembers dark"
    listed = "---\nphrase: the keeper had wound the clock\n---\nThree things:\n\n1. a pump;\n2. a bell:\n"
    quoted = "   - of bronze,\n   - heard in the house;\n\n> The bell can be heard on the pier.\n\n| Hour | Light |\n"
    return {
        "article.yaml": f"title: {', and '.join([lamp] * 4)}\nstandfirst: {LOREM}\n",
        "01-mixed.md": f"# {lamp}, {lamp}\n\n{LOREM}\n\n> {LOREM.upper()}\n\n- {ADDRESS}\n- end\n",
        "notes/listed.md": listed + quoted + "|---|---|\n| ten | dark |\n",
        "notes/again.md": f"---\nphrase: the keeper had wound the clock\n---\nSee <{ADDRESS}>.\n",
        "notes/whole.md": f"---\nphrase: {LOREM}\n---\n{LOREM}\n\n{LOREM}\n",
        "notes/pictured.md": "---\nphrase: boats\n---\n![The rock](images/plan.svg)\n\nA plan.\n",
        "images/plan.svg": plan,
    }


ARTICLES = {"mixed": mixed, "many": many, "dense": dense, "none": none, "mirrored": mirrored}


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
            (content / name / path).parent.mkdir(exist_ok=True)
            (content / name / path).write_text(text, encoding="utf-8")
    made = pipeline.render_site(folder, pipeline.prove(folder))
    assert not pipeline.errors(made.problems), made.problems
    return {file.path: file.content for file in made.files}
