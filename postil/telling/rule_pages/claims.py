"""Pages of the rules about claims."""

from postil.telling.rule_pages import Page

PAGES = {
    "standing-source": Page(
        why=(
            "Established, official, reported, disputed and refuted all say that somebody can look "
            "it up. Without a source nobody can."
        ),
        bad=("content/lamp/notes/ten.md\nphrase: at ten\nstanding: established"),
        good=("content/lamp/notes/ten.md\nphrase: at ten\nstanding: established\nsources: [log]"),
    ),
    "standing-by": Page(
        why=(
            "A claim is somebody's, and an official statement some authority's. Readers weigh it "
            "by who says it."
        ),
        bad=("content/lamp/notes/ten.md\nphrase: at ten\nstanding: claimed"),
        good=("content/lamp/notes/ten.md\nphrase: at ten\nstanding: claimed\nby: The keeper"),
    ),
    "standing-contested": Page(
        why=(
            "Disputed says that reliable sources disagree: both sides are named, and the second "
            "side is not the first one again."
        ),
        bad=("content/lamp/timeline.yaml\n  standing: disputed\n  sources: [log]"),
        good=(
            "content/lamp/timeline.yaml\n"
            "  standing: disputed\n"
            "  sources: [log]\n"
            "  contested_by: [gazette]"
        ),
    ),
    "event-source": Page(
        why=(
            "An event without a source is a claim without support, and it stands in a list that "
            "looks like facts."
        ),
        bad=(
            "content/lamp/timeline.yaml\n"
            "- id: dark\n"
            "  date: 1987-11-04\n"
            "  title: The lamp goes dark"
        ),
        good=(
            "content/lamp/timeline.yaml\n"
            "- id: dark\n"
            "  date: 1987-11-04\n"
            "  title: The lamp goes dark\n"
            "  sources: [log]"
        ),
    ),
    "as-of-stale": Page(
        why=(
            "What a note says as of a day can have changed since. After stale_after_months "
            "(site.yaml; 24 unless you say otherwise) somebody looks again, and writes the day on "
            "which they did. The build's day is today, or the one that SOURCE_DATE_EPOCH names."
        ),
        bad=("content/lamp/notes/ten.md\nas_of: 2019-03"),
        good=("content/lamp/notes/ten.md\nas_of: 2026-10"),
    ),
    "person-unattributed": Page(
        why=(
            "What is reported, claimed or disputed about a living person can do harm, so a reader "
            "must see whose words it is. A site asks for this rule in site.yaml; an article lists "
            "the people whom it names and who are living. A claim that names one of them says who "
            "says so: with by, or by a source that has an author, an editor, a publisher or a "
            "container-title."
        ),
        bad=(
            "content/lamp/article.yaml\n"
            "people:\n"
            "  - name: Ewan Tarrant\n"
            "    also: [Tarrant]\n"
            "    living: true\n"
            "content/lamp/notes/ten.md\n"
            "standing: reported\n"
            "sources: [page]\n"
            "---\n"
            "Tarrant was asleep."
        ),
        good=(
            "content/lamp/notes/ten.md\n"
            "standing: reported\n"
            "by: The ferry's captain\n"
            "sources: [page]\n"
            "---\n"
            "Tarrant was asleep."
        ),
    ),
}
