"""Builds in a thread of its own: after each change, as often as needed and no oftener (edge)."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter
from urllib.parse import urlsplit

from postil.dates import Day
from postil.load import load
from postil.model import Files
from postil.pipeline import Built, prove_files, render_proved
from postil.preview.shown import Shown, base_of
from postil.problems import PostilError, Problem
from postil.record import record, replace
from postil.theme import load_theme


@record
class Sources:
    """What to build: the site's folder, a folder of texts outside it, and the day."""

    root: Path
    seeds: Path | None
    today: Callable[[], Day]


Read = tuple[Files, tuple[Problem, ...], Mapping[str, str]]


@record
class Update:
    """What a build came to: what to show, the files that had changed, and how long it took."""

    shown: Shown
    changed: tuple[str, ...]
    milliseconds: float


class Worker(Thread):
    """Reads and builds a site; calls `tell` with what is to be shown, from its own thread."""

    def __init__(self, sources: Sources, base: str, tell: Callable[[Update], None]) -> None:
        super().__init__(name="build", daemon=True)
        self.sources, self.base, self.tell = sources, base, tell
        self.shown = Shown(base=base or "/")
        self.waiting: SimpleQueue[frozenset[str] | None] = SimpleQueue()
        self.read: Read | None = None

    def changed(self, paths: frozenset[str]) -> None:
        """Some paths may have changed."""
        self.waiting.put(paths)

    def stop(self) -> None:
        """End after the present build."""
        self.waiting.put(None)

    def run(self) -> None:
        """Build, and again after each change; changes during a build make one more."""
        paths: frozenset[str] | None = frozenset()
        while paths is not None:
            self._look()
            paths = self.waiting.get()
            while paths is not None and not self.waiting.empty():
                more = self.waiting.get()
                paths = None if more is None else paths | more

    def _look(self) -> None:
        """Build, if what is on disk is not what was built."""
        start, changed = perf_counter(), tuple[str, ...]()
        try:
            root, seeds = self.sources.root, self.sources.seeds
            read = (*load(root, seeds), load_theme(root))
            if read == self.read:
                return
            before, self.read = self.read, read
            changed = _differing(before, read) if before else ()
            shown = self._built(*read)
        except PostilError as error:
            shown = replace(self.shown, problems=error.problems, bug="")
        except OSError:  # a template went while it was read: its return is the next change
            return
        except Exception as error:  # noqa: BLE001 - a bug must not end the preview
            traceback.print_exc()
            shown = replace(self.shown, problems=(), bug=f"{type(error).__name__}: {error}")
        if shown != self.shown or not changed:
            self.shown = shown
            took = (perf_counter() - start) * 1000
            self.tell(Update(shown=shown, changed=changed, milliseconds=took))

    def _built(
        self, files: Files, problems: tuple[Problem, ...], theme: Mapping[str, str]
    ) -> Shown:
        proved = prove_files(files, problems, self.sources.today())
        built = render_proved(self.sources.root, proved, theme)
        texts = {f"templates/{path}": text for path, text in theme.items()} | dict(files.texts)
        if not built.files:
            return replace(self.shown, problems=built.problems, texts=texts, bug="")
        return Shown(
            files={file.path: file.content for file in built.files},
            base=self.base or _base(built),
            problems=built.problems,
            texts=texts if built.problems else {},
        )


def _differing(before: Read, after: Read) -> tuple[str, ...]:
    """The paths of files that were read anew, and are not as they were."""
    old, new = _contents(before), _contents(after)
    return tuple(sorted(p for p in old.keys() | new.keys() if old.get(p) != new.get(p)))


def _contents(read: Read) -> dict[str, object]:
    files, _, theme = read
    templates = {f"templates/{path}": text for path, text in theme.items()}
    return {**files.texts, **files.binaries, **files.lent, **templates}


def _base(built: Built) -> str:
    """Where the site's own address has its root."""
    publication = built.proved.publication
    return base_of(urlsplit(publication.settings.url).path) if publication else "/"
