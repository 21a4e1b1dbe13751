"""Builds in a thread of its own: after each change, as often as needed and no oftener (edge)."""

import gc
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter, sleep
from urllib.parse import urlsplit

from postil import __version__
from postil.compiled import Compiled
from postil.dates import Day
from postil.glance import Known, glance
from postil.memo import Kept
from postil.pictures.darkroom import Darkroom
from postil.pipeline import Proved, painter_of, prove_files, render_proved
from postil.preview.shown import Shown, base_of
from postil.preview.sources import Read, Sources
from postil.problems import PostilError, Problem
from postil.record import record, replace

_TIDY = 16  # builds after which what none of them used is dropped
_COURTESY = 0.1  # seconds in which browsers can ask for the page that was shown first
_PATIENCE = 10  # seconds without a whole build after which one is not given up for newer saves


class NewerError(Exception):
    """Something was saved meanwhile: what is built now is of no use any more."""


@record
class Update:
    """What a build came to: what to show, the files that had changed, and how long it took.

    `whole` is false for one page shown ahead of the others.
    """

    shown: Shown
    changed: tuple[str, ...]
    milliseconds: float
    whole: bool = True


@record
class Plan:
    """What to build: the site's folder, a folder of texts outside it, the day; "" or a base."""

    root: Path
    seeds: Path | None
    today: Callable[[], Day]
    base: str


class Worker(Thread):
    """Reads and builds a site; calls `tell` with what is to be shown, from its own thread."""

    def __init__(self, plan: Plan, tell: Callable[[Update], None]) -> None:
        super().__init__(name="build", daemon=True)
        self.plan, self.tell = plan, tell
        self.shown = Shown(base=plan.base or "/")
        self.waiting: SimpleQueue[frozenset[str] | None] = SimpleQueue()
        self.sources, self.memo = Sources(plan.root, plan.seeds), Kept(self._give_up)
        self.looked: Read | None = None  # what the last whole build was made of
        self.darkroom = Darkroom(plan.root)
        self.proved: Proved | None = None
        self.builds, self.whole_at = 0, perf_counter()
        self.glanced = self.given_up = self.ended = False

    def changed(self, paths: frozenset[str]) -> None:
        """Some paths may have changed."""
        self.waiting.put(paths)

    def stop(self) -> None:
        """End at once: what is being built is given up."""
        self.ended = True
        self.waiting.put(None)

    def _give_up(self) -> None:
        """Raise NewerError where what is being built is out of date."""
        recent = perf_counter() - self.whole_at < _PATIENCE
        if self.ended or (self.glanced and recent and not self.waiting.empty()):
            raise NewerError

    def run(self) -> None:
        """Build, and again after each change; changes during a build make one more."""
        paths: frozenset[str] | None = frozenset()
        while paths is not None:
            self._look(paths)
            paths = self.waiting.get()
            while paths is not None and not self.waiting.empty():
                more = self.waiting.get()
                paths = None if more is None else paths | more

    def _tidy(self) -> None:
        """After a whole build, now and then, while nobody waits, drop what is of no use any more.

        Python looks for cycles only then: what a site is made of lives on, and looking through it
        would hold up the page that is asked for.
        """
        self.builds += 1
        if self.builds == 1:
            gc.disable()
            gc.collect()
            gc.freeze()
        if self.builds % _TIDY == 0 and self.waiting.empty():
            self.memo.forget()
            gc.collect()

    def _look(self, paths: frozenset[str]) -> None:
        """Read what changed; build, if it is not what was built."""
        start, changed = perf_counter(), tuple[str, ...]()
        before, self.glanced = self.looked, False
        read: Read | None = None
        try:
            read = self.sources.read(paths)
            read = replace(read, files=self.darkroom.develop(read.files))
            if read == before and not self.given_up:
                return
            changed = _differing(before, read) if before else ()
            self.glanced = self._glance(read, changed, start)
            shown = self._built(read)
        except NewerError:
            self.given_up = True
            return
        except PostilError as error:
            shown = replace(self.shown, problems=error.problems, bug="")
        except OSError:  # a template went while it was read: its return is the next change
            self.looked = None
            return
        except Exception as error:  # noqa: BLE001 - a bug must not end the preview
            traceback.print_exc()
            shown = replace(self.shown, problems=(), bug=f"{type(error).__name__}: {error}")
        self.looked, self.whole_at, self.given_up = read, perf_counter(), False
        self._show(shown, changed, start, whole=True)
        self._tidy()

    def _show(self, shown: Shown, changed: tuple[str, ...], start: float, *, whole: bool) -> None:
        self.shown = shown
        took = (perf_counter() - start) * 1000
        self.tell(Update(shown=shown, changed=changed, milliseconds=took, whole=whole))

    def _glance(self, read: Read, changed: tuple[str, ...], start: float) -> bool:
        """Show the page of the one article that changed, before all else; False if that cannot be.

        Then browsers have a moment to ask for it, unless there is a newer save.
        """
        folders = {path.split("/")[1] for path in changed if path.count("/") > 1}
        inside = all(path.startswith("content/") and path.count("/") > 1 for path in changed)
        before = self.proved
        if not before or not before.site or not before.publication or self.shown.stale:
            return False
        if len(folders) != 1 or not inside:
            return False
        known = Known(
            site=before.site,
            publication=before.publication,
            theme=read.theme,
            version=__version__,
            compiled=self.memo(Compiled, read.theme),
            paint=painter_of(self.plan.root, before.publication, self.memo),
        )
        made = glance(folders.pop(), read.files, known, self.memo)
        if made:
            files = {**self.shown.files, **{file.path: file.content for file in made}}
            self._show(replace(self.shown, files=files), changed, start, whole=False)
            until = perf_counter() + _COURTESY
            while perf_counter() < until and self.waiting.empty():
                sleep(_COURTESY / 20)
        return bool(made)

    def _built(self, read: Read) -> Shown:
        plan, memo = self.plan, self.memo
        proved = prove_files(read.files, read.problems, plan.today(), memo=memo)
        built = render_proved(plan.root, proved, read.theme, memo)
        texts = _texts(read, built.problems)
        self.proved = proved if built.files else None
        if not built.files:
            return replace(self.shown, problems=built.problems, texts=texts, bug="")
        return Shown(
            files={file.path: file.content for file in built.files},
            base=plan.base or _base(proved),
            problems=built.problems,
            texts=texts,
        )


def _texts(read: Read, problems: tuple[Problem, ...]) -> dict[str, str]:
    """The sources of those files in which something is wrong."""
    files, theme = read.files.texts, read.theme
    wrong = sorted({found.place.file for found in problems})
    known = {path: files.get(path) or theme.get(path.removeprefix("templates/")) for path in wrong}
    return {path: text for path, text in known.items() if text}


def _differing(before: Read, after: Read) -> tuple[str, ...]:
    """The paths of files that are not as they were; there may be many thousands, nearly all are."""
    found = set[str]()
    for (start, old), (_, new) in zip(before.parts(), after.parts(), strict=True):
        if old is not new:
            found.update(start + path for path in _other(old, new))
    return tuple(sorted(found))


def _other(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """The paths of one kind that came, went or say something else."""
    if list(old) == list(new):
        pairs = zip(old, old.values(), new.values(), strict=True)
        return {path for path, was, now in pairs if was is not now and was != now}
    stayed = old.keys() & new.keys()
    return (old.keys() ^ new.keys()) | {path for path in stayed if old[path] != new[path]}


def _base(proved: Proved) -> str:
    """Where the site's own address has its root."""
    publication = proved.publication
    return base_of(urlsplit(publication.settings.url).path) if publication else "/"
