"""Files → the same with their pictures developed: copies made, or found kept (edge)."""

import hashlib
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from postil.ending import at_once
from postil.model import Files, Picture
from postil.pictures import sizes
from postil.pictures.developing import Craft, Made, developed
from postil.pictures.kept import Kept
from postil.pictures.look import Look, form_of
from postil.progress import each
from postil.record import replace

_AT_ONCE = 4  # pictures; each takes a quarter of a gigabyte at most


class Darkroom:
    """Develops the pictures of one site, for one thread.

    With `encode`, copies that are not kept yet are made, and with `forget` those that nothing uses
    any more are forgotten. Without, such a picture is only proved to be one and stands for itself.
    """

    def __init__(self, root: Path, *, encode: bool = False, forget: bool = True) -> None:
        self.kept, self.encode, self.forget = Kept(root), encode, forget
        self.known: dict[tuple[str, bytes], tuple[str, Picture]] = {}
        self.sound = set[str]()
        self.tools: str | None = None

    def develop(self, files: Files) -> Files:
        """The same files, with `pictures`."""
        found = {path: content for path, content in files.binaries.items() if _in(files, path)}
        if not found:
            return files
        made = self._missing(found) if self.encode else {}
        pictures = {path: self._picture(path, found[path], made) for path in found}
        self.known = {one: self.known[one] for one in found.items() if one in self.known}
        used = {self._key(content) for content in found.values()}
        if self.encode and self.tools and self.forget:
            self.kept.forget(used)
        return replace(files, pictures=pictures)

    def keys(self, files: Files) -> list[str]:
        """By what names the copies of files' pictures are kept."""
        return [self._key(content) for path, content in files.binaries.items() if _in(files, path)]

    def _picture(self, path: str, content: bytes, made: Mapping[str, Picture]) -> Picture:
        """The very same object as long as the very same is known of the same bytes."""
        if path in made:
            return made[path]
        key = self._key(content) if self._is_made_anew(content) else ""
        state = key if key and self.kept.has(key) else ""
        known = self.known.get((path, content))
        if known is None or known[0] != state:
            known = state, developed(_inside(path), content, self._craft(key))
            self.known[path, content] = known
        return known[1]

    def _missing(self, found: Mapping[str, bytes]) -> Mapping[str, Picture]:
        """Those that copies must be made of, several at once."""
        paths = [
            path
            for path, content in found.items()
            if self._is_made_anew(content) and self.kept.get(self._key(content)) is None
        ]
        if not paths:
            return {}
        from concurrent.futures import ThreadPoolExecutor

        def made(path: str) -> Picture:
            content = found[path]
            return developed(_inside(path), content, self._craft(self._key(content)))

        pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
        with at_once():  # an encoder does not hear of Ctrl-C
            try:
                results = pool.map(made, paths)
                return {path: next(results) for path in each("making copies of pictures", paths)}
            finally:
                pool.shutdown(cancel_futures=True)

    def _is_made_anew(self, content: bytes) -> bool:
        return form_of(content) not in ("", "svg") and bool(self._versions())

    def _versions(self) -> str:
        """What makes the copies; "" where nothing can."""
        if self.tools is None:
            self.tools = ""
            if find_spec("PIL"):
                from postil.pictures.encoding import SETTINGS, versions

                self.tools = f"{versions()} {SETTINGS} {sizes.RULES}"
        return self.tools

    def _key(self, content: bytes) -> str:
        told = self._versions().encode()
        return hashlib.sha256(hashlib.sha256(content).digest() + told).hexdigest()[:40]

    def _craft(self, key: str) -> Craft | None:
        """What makes a picture's copies, or finds them; None where it stands for itself."""
        if not key:
            return None

        def craft(seen: Look) -> tuple[Made, ...]:
            kept = self.kept.get(key)
            if kept is not None:
                return kept
            from postil.pictures import encoding

            if not self.encode and not seen.private:
                if key not in self.sound:
                    encoding.verify(seen)
                    self.sound.add(key)
                return ()
            made = (encoding.first_frame(seen),) if seen.moving else encoding.encoded(seen)
            self.kept.put(key, made)
            return made

        return craft


def _in(files: Files, path: str) -> bool:
    """Whether a file is a picture of an article."""
    parts = path.split("/")
    record = "/".join((*parts[:2], "article."))
    is_article = f"{record}yaml" in files.texts or f"{record}yml" in files.texts
    return len(parts) > 3 and parts[0] == "content" and parts[2] == "images" and is_article


def _inside(path: str) -> str:
    """content/lamp/images/a.png → images/a.png."""
    return path.split("/", 2)[2]
