"""Lighthouse on the bundled article, as a phone meets it. Its clock is the machine's: what it says
of time is printed; what does not depend on time is asserted.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser import FLAGS, find_browser
from tests.page.conftest import Host, Site

LIGHTHOUSE = "POSTIL_LIGHTHOUSE"  # names lighthouse's command: too large to be installed each time


@pytest.fixture(scope="module")
def report(hosted: Host, bundled: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that it found, with its defaults."""
    command, browser = os.environ.get(LIGHTHOUSE, ""), find_browser()
    if not Path(command).is_file() or not browser:
        pytest.skip(f"needs Chromium, and lighthouse's command named in {LIGHTHOUSE}")
    result = tmp_path_factory.mktemp("lighthouse") / "report.json"
    flags = " ".join(flag for flag in FLAGS if " " not in flag)
    subprocess.run(
        [
            *(command, hosted.address(bundled), "--quiet", "--output=json"),
            *(f"--output-path={result}", f"--chrome-flags=--headless=new {flags}"),
        ],
        env={**os.environ, "CHROME_PATH": str(browser)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


@pytest.mark.browser
@pytest.mark.parametrize("category", ["accessibility", "best-practices", "seo"])
def test_lighthouse_gives_all_points(report: dict[str, Any], category: str) -> None:
    lost = [
        f"{ref['id']}: {report['audits'][ref['id']]['title']}"
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and report["audits"][ref["id"]]["score"] not in (1, None)
    ]
    assert lost == []
    assert report["categories"][category]["score"] == 1


@pytest.mark.browser
def test_what_makes_a_page_slow_is_not_there(report: dict[str, Any]) -> None:
    """The parts of its points for performance that no busy machine changes."""
    audits = report["audits"]
    points = report["categories"]["performance"]["score"]
    times = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
    print(points, *(f"{name} {audits[name]['displayValue']}" for name in times))
    assert audits["cumulative-layout-shift"]["numericValue"] == 0
    requests = audits["network-requests"]["details"]["items"]
    assert {request["url"].rpartition("/")[2] for request in requests} <= {"", "icon.svg"}
    assert audits["total-byte-weight"]["numericValue"] < 56 * 1024  # with gzip
