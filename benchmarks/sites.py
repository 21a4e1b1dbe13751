"""What builds of large sites cost: a full one, one where nothing changed, one edited section.

    python benchmarks/sites.py [ARTICLES …]

For sites of 100, 300 and 1,000 articles (23 files each, see `many.py`), in seconds of CPU (user and
system) and in megabytes at the peak, each build a process of its own. Preview cards are not
painted: the sites have no address, unless POSTIL_URL gives one. Behind each full build stands what
an article of it cost, which must not grow with the site; 2000 shows it once more (case 103: 46,001
files, some four minutes; on a busy machine of two processors 94 s and 107 MB where 1,000 took 41 s
and 75 MB, 0.55 s where nothing changed, 1.2 s for a section).

Exit status 1 where a build with 1,000 articles is over a limit.
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
NOTHING, EDITED, MEMORY = 0.25, 0.4, 100  # seconds of CPU, megabytes, with 1,000 articles
ROUNDS = 3  # of the quick builds; the least is told


def main(sizes: list[int]) -> int:
    """Measure, print a table; gives the exit status."""
    print(f"{'articles':>9}{'files':>8}{'full':>18}{'an article':>12}", end="")
    print(f"{'nothing changed':>18}{'one section':>18}")
    over = False
    for articles in sizes:
        with tempfile.TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            write_site(site, articles, os.environ.get("POSTIL_URL", ""))
            full = built(site)
            nothing = min(built(site) for _ in range(ROUNDS))
            edited = min(edit(site, number) for number in range(ROUNDS))
        each = f"{full[0] / articles * 1000:.1f} ms"
        told = f"{shown(*full):>18}{each:>12}{shown(*nothing):>18}{shown(*edited):>18}"
        print(f"{articles:>9,}{articles * 23 + 1:>8,}{told}", flush=True)
        slow = nothing[0] > NOTHING or edited[0] > EDITED
        large = max(one[1] for one in (full, nothing, edited)) > MEMORY
        over |= articles == 1000 and (slow or large)
    print(f"limits with 1,000: nothing {NOTHING} s, one section {EDITED} s, all {MEMORY} MB")
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
