"""Pages of the rules about files."""

from postil.telling.rule_pages import Page

PAGES = {
    "file-encoding": Page(
        why=(
            "Only one encoding holds every letter, and a guess at another one prints wrong "
            "letters without a word. The problem names the first byte that is not UTF-8."
        ),
        bad="content/lamp/01-night.md (latin-1)",
        good="content/lamp/01-night.md",
    ),
    "file-unreadable": Page(
        why=(
            "A page that lacks a file must not be published as if nothing were missing. Devices, "
            "pipes and files larger than any text are refused too, since reading them could take "
            "for ever."
        ),
        bad="content/lamp/02-day.md -> day-final.md",
        good=("content/lamp/02-day.md\nThe day was clear."),
    ),
    "file-outside": Page(
        why=(
            "A link out of the site's folder could publish what was never meant for readers, from "
            "anybody's disk that holds a copy of the site. Such links are never followed."
        ),
        bad="content/lamp/01-night.md -> ../../../night.md",
        good=("content/lamp/01-night.md\nThe lamp went out at ten."),
    ),
    "file-unknown": Page(
        why=(
            "A file that Postil passes over is most often one whose name or folder is misspelt, "
            "and its words would be missing from the page."
        ),
        bad="content/lamp/note/keeper.md",
        good="content/lamp/notes/keeper.md",
    ),
    "file-collision": Page(
        why=(
            "Of two files with one address only one could be read, and which one would be chance. "
            "Upper and lower case make no difference to many disks."
        ),
        bad=("content/lamp-again/article.yaml\ntitle: The lamp, read again\nslug: Lamp"),
        good=("content/lamp-again/article.yaml\ntitle: The lamp, read again"),
    ),
    "file-name": Page(
        why=(
            "A site is copied between systems: to a colleague's Windows, to a host's disk. There "
            'some names cannot be: those of devices (con, nul), with one of <>:"|?*\\ in them, or '
            "with a full stop or a space at their end. The copy would lack the file."
        ),
        bad="content/lamp/images/con.svg",
        good="content/lamp/images/conveyor.svg",
    ),
    "site-empty": Page(
        why=(
            "An empty site would replace a full one. Most often the command ran in the wrong "
            "folder, or the article's article.yaml is missing."
        ),
        bad=("content/site.yaml\ntitle: The Marginal"),
        good=("content/lamp/article.yaml\ntitle: The lamp"),
    ),
    "article-empty": Page(
        why=(
            "An article is its text: notes, events and sources stand on it. A section is a "
            "Markdown file whose name begins with a number."
        ),
        bad=("content/lamp/article.yaml\ntitle: The lamp"),
        good=("content/lamp/01-night.md\nThe lamp went out at ten."),
    ),
    "output": Page(
        why=(
            "Postil replaces and removes only what it wrote itself. A folder that holds a site's "
            "sources, a disk's root or somebody else's files is refused before anything is "
            "written."
        ),
        bad="$ postil build --output content/public",
        good="$ postil build --output public",
    ),
    "deploy": Page(
        why=(
            "What readers have must stay whole. Files that Postil did not put there are neither "
            "replaced nor deleted, a newer site is not replaced by an older one, and what fails "
            "on the way is said, with what to do."
        ),
        bad="content/site.yaml\ndeploy:\n  disk: {kind: folder, path: content/published}",
        good="content/site.yaml\ndeploy:\n  disk: {kind: folder, path: published}",
    ),
}
