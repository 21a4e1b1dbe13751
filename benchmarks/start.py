"""How long a build from nothing takes, as a ratio to the import of the libraries it stands on.

    python benchmarks/start.py [ROUNDS]

Each round imports jinja2, markdown-it and yaml in a new process, and builds the bundled article in
another, without a cache and into a new folder. The rounds are interleaved, so that a busy machine
slows both. Exit status 1 where the ratio of the fastest runs is over the limit.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 2.0
LIBRARIES = "import jinja2, markdown_it, yaml"


def main(rounds: int) -> int:
    """Measure, print a table; gives the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        for name in ("content", "seeds"):
            shutil.copytree(ROOT / name, site / name)
        rows: dict[str, list[float]] = {"libraries": [], "nothing": [], "templates": []}
        for number in range(rounds + 1):  # the first round warms the disk's cache, uncounted
            times = timed(["-c", LIBRARIES]), built(site, cold=True), built(site, cold=False)
            if number:
                for row, seconds in zip(rows.values(), times, strict=True):
                    row.append(seconds)
    return report(*rows.values())


def built(site: Path, *, cold: bool) -> float:
    """Seconds of a build; not `cold`: with what the last one kept, into a new folder."""
    if cold:
        shutil.rmtree(site / ".postil", ignore_errors=True)
    shutil.rmtree(site / "public", ignore_errors=True)
    return timed(["-m", "postil", "build", "--site", str(site)])


def timed(arguments: list[str]) -> float:
    """Seconds of a Python process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # else our modules, unlike theirs, are compiled anew
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, env=env, capture_output=True)
    return perf_counter() - start


def report(base: list[float], cold: list[float], warm: list[float]) -> int:
    """Print the table; 1 where the ratio of a build from nothing is over the limit."""
    print(f"{'':28}{'minimum':>10}{'ratio':>7}{'median':>10}{'ratio':>7}")
    names = ("import the libraries", "build from nothing", "… with what it keeps")
    for name, times in zip(names, (base, cold, warm), strict=True):
        ratios = min(times) / min(base), median(times) / median(base)
        print(
            f"{name:28}{min(times) * 1000:>7.0f} ms{ratios[0]:>7.2f}"
            f"{median(times) * 1000:>7.0f} ms{ratios[1]:>7.2f}"
        )
    over = min(cold) / min(base) > LIMIT
    print(f"limit {LIMIT} for a build from nothing: {'over' if over else 'kept'}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
