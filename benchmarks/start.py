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
        base, builds = [], []
        for number in range(rounds + 1):  # the first round warms the disk's cache, uncounted
            times = timed(["-c", LIBRARIES]), built(site)
            if number:
                base.append(times[0])
                builds.append(times[1])
    return report(base, builds)


def built(site: Path) -> float:
    """Seconds of a build from nothing."""
    shutil.rmtree(site / ".postil", ignore_errors=True)
    shutil.rmtree(site / "public", ignore_errors=True)
    return timed(["-m", "postil", "build", "--site", str(site)])


def timed(arguments: list[str]) -> float:
    """Seconds of a Python process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, env=env, capture_output=True)
    return perf_counter() - start


def report(base: list[float], builds: list[float]) -> int:
    """Print the table; 1 where the ratio is over the limit."""
    print(f"{'':22}{'minimum':>10}{'median':>10}")
    for name, times in (("import the libraries", base), ("build from nothing", builds)):
        print(f"{name:22}{min(times) * 1000:>7.0f} ms{median(times) * 1000:>7.0f} ms")
    ratio = min(builds) / min(base)
    print(f"{'ratio':22}{ratio:>10.2f}{median(builds) / median(base):>10.2f}")
    print(f"limit {LIMIT} for the minimum: {'over' if ratio > LIMIT else 'kept'}")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
