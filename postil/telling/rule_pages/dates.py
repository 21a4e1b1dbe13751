"""Pages of the rules about dates and the timeline."""

from postil.telling.rule_pages import Page

PAGES = {
    "date-invalid": Page(
        why=(
            "A date that nobody can read cannot be sorted, and a day that no calendar has is a "
            "slip of the pen. Dates are EDTF; the reference lists its forms."
        ),
        bad=("content/lamp/article.yaml\npublished: 2023-02-29"),
        good=("content/lamp/article.yaml\npublished: 2023-02-28"),
    ),
    "rival-source": Page(
        why="Another date is worth a line only if somebody gives it.",
        bad=("content/lamp/timeline.yaml\n  dates:\n    - date: 1987-11-04"),
        good=(
            "content/lamp/timeline.yaml\n"
            "  dates:\n"
            "    - date: 1987-11-04\n"
            "      by: Harbour Gazette"
        ),
    ),
    "rival-unexplained": Page(
        why=(
            "Two dates for one event leave a reader alone with the question which to believe. A "
            "sentence says where the other one comes from."
        ),
        bad=(
            "content/lamp/timeline.yaml\n"
            "  dates:\n"
            "    - date: 1987-11-04\n"
            "      by: Harbour Gazette"
        ),
        good=(
            "content/lamp/timeline.yaml\n"
            "  dates:\n"
            "    - date: 1987-11-04\n"
            "      by: Harbour Gazette\n"
            "      note: The paper names the day on which it was printed."
        ),
    ),
}
