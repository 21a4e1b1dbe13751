"""`postil reanchor`: carry notes through a correction; writes only what was said yes to."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from postil.commands.common import find_site, parser, show, show_error, wants_colour, wrong_use
from postil.commands.line import line
from postil.files import lock as locks
from postil.model import Files
from postil.pipeline import errors, survey
from postil.problems import PostilError
from postil.reanchoring.acceptance import BULK, Accepted, Rewrite, accept
from postil.reanchoring.amend import Change, amend
from postil.reanchoring.listing import VERSION, Listed, listed
from postil.reanchoring.outcomes import Finding, Survey
from postil.reanchoring.phrase_edit import note_with, timeline_with, verified
from postil.reanchoring.text import phrase_lines, text

EXAMPLES = """\
  postil reanchor --record               the first time: write each article's anchors.lock
  postil reanchor                        after an edit: what became of every phrase
  postil reanchor --accept moved --accept note-msbp
  postil reanchor --accept note-msbp=2   the second of the passages that are listed
  postil reanchor --format html --output correction.html
"""


def run(arguments: Sequence[str]) -> int:
    """List, ask or accept; status 1 where something stays open."""
    options = _options(arguments)
    site = find_site(options.site)
    try:
        with line(quiet=options.format != "text"):
            files, surveys, problems = survey(site)
        if errors(problems):
            show(problems)
            print("mend these first: nothing was compared", file=sys.stderr)
            return 1
        return _Run(options, site, files, _chosen(surveys, options.article)).go()
    except PostilError as error:
        return show_error(error)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    made = parser(
        "reanchor", "Compare each phrase with anchors.lock, and list or accept.", EXAMPLES
    )
    made.add_argument("--article", metavar="SLUG", help="only this article")
    made.add_argument(
        "--record", action="store_true", help="write anchors.lock for articles that have none"
    )
    made.add_argument(
        "--accept",
        metavar="WHAT",
        action="append",
        default=[],
        help="a phrase's name or id, with =N for the Nth passage; or moved, changed, new, stale:"
        " all of these that are safe together (may be repeated)",
    )
    made.add_argument(
        "--dry-run", action="store_true", help="ask nothing and write nothing; say what would be"
    )
    made.add_argument("--open", action="store_true", help="list only what is not unchanged")
    made.add_argument("--format", choices=("text", "json", "html"), default="text")
    made.add_argument("--output", metavar="FILE", type=Path, help="write the report to a file")
    return made.parse_args(arguments)


def _chosen(surveys: Mapping[str, Survey], slug: str | None) -> Mapping[str, Survey]:
    if slug and slug not in surveys:
        wrong_use(f"there is no article {slug}; there are: {', '.join(sorted(surveys))}")
    return {slug: surveys[slug]} if slug else surveys


class _Run:
    """One call: what was asked, what was read, what was found."""

    def __init__(
        self, options: argparse.Namespace, site: Path, files: Files, surveys: Mapping[str, Survey]
    ) -> None:
        self.options, self.site, self.files = options, site, files
        self.surveys = surveys
        self.findings = {slug: one.findings() for slug, one in surveys.items()}
        self.asked = self.wanted()

    def go(self) -> int:
        """All of it; gives the exit status."""
        report_only = not any(self.asked.values())
        if report_only:
            self.report()
            if self.may_ask():
                self.asked = self.ask()
        accepted = {
            slug: accept(self.surveys[slug], self.findings[slug], words)
            for slug, words in self.asked.items()
            if words
        }
        for one in accepted.values():
            for refusal in one.refusals:
                print(f"not accepted: {refusal.name}: {refusal.why}", file=sys.stderr)
        self.write(accepted)
        left = sum(self.left(slug, accepted.get(slug)) for slug in self.surveys)
        if accepted and left:
            print(f"still open: {left}; see postil reanchor")
        return 1 if left else 0

    def left(self, slug: str, accepted: Accepted | None) -> int:
        """How many phrases of an article stay open."""
        done = set(accepted.names) if accepted else set()
        return sum(f.open and f.name not in done for f in self.findings[slug])

    # ---- what is asked ---------------------------------------------------------------------

    def wanted(self) -> Mapping[str, Sequence[str]]:
        """What each article is asked to accept."""
        asked: dict[str, list[str]] = {slug: [] for slug in self.surveys}
        for slug, one in self.surveys.items():
            if self.options.record and one.article.lock is None:
                asked[slug].append("new")
        words = [w for given in self.options.accept for w in given.split(",") if w]
        for word in words:
            slugs = [
                s for s in self.surveys if self.surveys[s].article.lock and self.knows(s, word)
            ]
            if not slugs:
                wrong_use(f"nothing to accept is named {word}; see postil reanchor")
            if len(slugs) > 1 and word not in BULK:
                wrong_use(f"{word} is in several articles; name one: --article {slugs[0]}")
            for slug in slugs:
                asked[slug].append(word)
        return asked

    def knows(self, slug: str, word: str) -> bool:
        """True where an article has a phrase of this name or id, or the word is a status."""
        name = word.partition("=")[0]
        names = {f.name for f in self.findings[slug]}
        return word in BULK or name in names or name in {n.partition("-")[2] for n in names}

    def may_ask(self) -> bool:
        """True on a terminal, where nobody said that nothing is to be written."""
        plain = self.options.format == "text" and not self.options.output
        asking = plain and not self.options.dry_run and not self.options.record
        return asking and sys.stdin.isatty() and sys.stdout.isatty()

    def ask(self) -> Mapping[str, Sequence[str]]:
        """A yes or no for each open phrase; Ctrl-C leaves everything as it is."""
        asked: dict[str, list[str]] = {slug: [] for slug in self.surveys}
        print("\ny: accept   1-5: accept that passage   n: leave open   q: ask no more")
        for slug, findings in self.findings.items():
            if self.surveys[slug].article.lock is None:
                continue
            moved = [f for f in findings if f.status == "moved" and f.bulk]
            together = "n"
            if len(moved) > 1:
                together = _answer(f"\naccept all {len(moved)} moved? [y/n/q] ", "ynq")
                asked[slug] += ["moved"] * (together == "y")
            if together == "q":
                return asked
            alone = [f for f in findings if f.open and not (together == "y" and f in moved)]
            for finding in alone:
                answer = self.answer(slug, finding)
                if answer == "q":
                    return asked
                if answer == "y":
                    asked[slug].append(finding.name)
                elif answer.isdecimal():
                    asked[slug].append(f"{finding.name}={answer}")
        return asked

    def answer(self, slug: str, finding: Finding) -> str:
        """One answer; the end of input is no more answers."""
        shown = next(p for p in self.listing(slug)["phrases"] if p["name"] == finding.name)
        print()
        print("\n".join(phrase_lines(shown, colour=wants_colour(sys.stdout))))
        return _answer("accept? [y/n/q/1-5] ", "ynq12345")

    # ---- what is told and written ----------------------------------------------------------

    def listing(self, slug: str) -> Listed:
        """An article's findings as plain data."""
        return listed(self.surveys[slug], self.findings[slug])

    def report(self) -> None:
        """The list, in the form that was asked for."""
        articles = [self.listing(slug) for slug in self.surveys]
        if self.options.format == "json":
            shown = {"made by": "postil reanchor", "version": VERSION, "articles": articles}
            made = json.dumps(shown, indent=2, ensure_ascii=False)
        elif self.options.format == "html":
            from postil.reanchoring.page import page

            made = page(articles).rstrip("\n")
        else:
            colour = not self.options.output and wants_colour(sys.stdout)
            made = text(articles, colour=colour, only_open=self.options.open)
        if self.options.output:
            _save(self.options.output, made + "\n")
        else:
            print(made)

    def write(self, accepted: Mapping[str, Accepted]) -> None:
        """Locks and rewritten phrases, all or none; says which files."""
        changes: dict[str, Change] = {}
        for slug, one in accepted.items():
            if one.names:
                for rewrite in one.rewrites:
                    changes[rewrite.path] = _rewriting(changes.get(rewrite.path), rewrite)
                changes[self.surveys[slug].lock.place.file] = _new_lock(one)
        if not changes:
            return
        count = sum(len(one.names) for one in accepted.values())
        if self.options.dry_run:
            print(f"would accept {count}, and write: {', '.join(changes)}")
            return
        written = amend(self.site, changes, self.files.texts)
        print(f"accepted {count}; written: {', '.join(written) or 'nothing, all was so already'}")


def _answer(question: str, choices: str) -> str:
    """One of some letters; nothing typed is a no, the end of input the end of asking."""
    while True:
        try:
            given = input(question).strip().lower()
        except EOFError:
            return "q"
        if not given or given in ("yes", "no") or given in tuple(choices):
            return given[:1] or "n"


def _rewriting(before: Change | None, rewrite: Rewrite) -> Change:
    """A change of one phrase in a file, after another one of the same file."""
    kind, id_ = rewrite.owner
    selector = rewrite.selector

    def change(old: str) -> str:
        old = before(old) if before else old
        if kind == "note":
            new = note_with(old, selector, selector.place)
        else:
            new = timeline_with(old, id_, selector, selector.place)
        return verified(old, new, rewrite.owner, selector, selector.place)

    return change


def _new_lock(accepted: Accepted) -> Change:
    made = locks.write(accepted.lock)
    return lambda _: made


def _save(path: Path, content: str) -> None:
    """The report's file, whole or not at all."""
    import os
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix=".postil-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        wrong_use(f"cannot write {path}: {(error.strerror or str(error)).lower()}")
    print(f"written: {path}")
