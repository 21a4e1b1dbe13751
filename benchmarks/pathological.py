"""How long texts take that make parsers slow, at half and at full length.

    python -m benchmarks.pathological [NAME]

Each is read as a section and set as HTML in a process of its own: its length, the seconds for half
and for all of it, the most memory. Exit status 1 where one takes 10 seconds or 1 GB, or where twice
the text takes three times as long (tenths of a second aside).
"""

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

from postil import blocks, markdown
from postil.problems import Place
from tests.pathological import OWN, pathological

SECONDS, MEGABYTES, TIMES = 10.0, 1_000, 3.0
SHARED = Path(__file__).resolve().parents[2] / "shared"


def main(names: list[str]) -> int:
    """Measure all, or those named; gives the exit status."""
    texts = all_texts()
    print(f"{'':<52}{'length':>10}{'half':>8}{'all':>8}{'MB':>7}")
    kept = [show(name, len(texts[name])) for name in names or texts]
    print("kept" if all(kept) else "over")
    return int(not all(kept))


def all_texts() -> dict[str, str]:
    """Those of cmark where they are at hand, and ours."""
    return {**(pathological(SHARED) if SHARED.is_dir() else {}), **OWN}


def show(name: str, length: int) -> bool:
    """A row of the table; True where its limits are kept."""
    command = [sys.executable, "-m", "benchmarks.pathological", "--one", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    half, whole, memory = map(float, done.stdout.split())
    print(f"{name:<52}{length:>10,}{half:>8.2f}{whole:>8.2f}{memory:>7.0f}", flush=True)
    return whole < SECONDS and memory < MEGABYTES and whole < TIMES * max(half, 0.1)


def one(name: str) -> None:
    """The seconds for half a text and for all of it, and the megabytes it took."""
    text = all_texts()[name]
    half, whole = seconds(text[: len(text) // 2]), seconds(text)
    print(half, whole, getrusage(RUSAGE_SELF).ru_maxrss / 1024)


def seconds(text: str) -> float:
    """The processor's seconds for reading a text and setting it."""
    start = process_time()
    blocks.html(markdown.read(text, Place(file="x.md"))[0])
    return process_time() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
