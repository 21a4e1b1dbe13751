"""What builds of large sites cost: a full one, one where nothing changed, one edited section.

    python benchmarks/sites.py [ARTICLES …]

For sites of 100, 300 and 1,000 articles (23 files each, see `many.py`), in seconds of CPU (user and
system) and in megabytes at the peak, each build a process of its own. The templates are compiled
before, as for any second build. Preview cards are not painted: the sites have no address, unless
POSTIL_URL gives one. Exit status 1 where a build that had nothing or one section to make is over
its limit with 1,000 articles.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.many import write_site  # noqa: E402

SIZES = (100, 300, 1000)
NOTHING, EDITED = 0.25, 0.4  # seconds of CPU, with 1,000 articles
ROUNDS = 3  # of the quick builds; the least is told


def main(sizes: list[int]) -> int:
    """Measure, print a table; gives the exit status."""
    print(f"{'articles':>9}{'files':>8}  {'full':>16}{'nothing changed':>20}{'one section':>18}")
    over = False
    for articles in sizes:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            write_site(site, articles, os.environ.get("POSTIL_URL", ""))
            full = built(site)
            nothing = min(built(site) for _ in range(ROUNDS))
            edited = min(edit(site, number) for number in range(ROUNDS))
        told = "".join(f"{shown(*one):>18}" for one in (full, nothing, edited))
        print(f"{articles:>9,}{articles * 23 + 1:>8,}{told}")
        over |= articles == 1000 and (nothing[0] > NOTHING or edited[0] > EDITED)
    print(f"limits with 1,000: nothing {NOTHING} s, one section {EDITED} s")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return int(over)


def edit(site: Path, number: int) -> tuple[float, float]:
    """Add a sentence to one section, and build."""
    section = site / "content/case-00050/03-part-3.md"
    with section.open("a", encoding="utf-8") as file:
        file.write(f"\nThis was added for the {number}th time.\n")
    return built(site)


def built(site: Path) -> tuple[float, float]:
    """Seconds of CPU and megabytes of a build."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "postil", "build", "--quiet", "--site", str(site)]
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, "the build failed"
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1_000_000


def shown(seconds: float, megabytes: float) -> str:
    """Such as: 0.21 s, 31 MB."""
    return f"{seconds:.2f} s, {megabytes:.0f} MB"


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
