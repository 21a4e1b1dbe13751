"""Pages of the rules about languages."""

from postil.telling.rule_pages import Page

PAGES = {
    "language-tag": Page(
        why=(
            "Screen readers choose a voice by it, browsers hyphens, quotation marks and fonts. A "
            "tag is as BCP 47 says: en, de-CH, zh-Hant, sr-Latn-RS. Languages of two letters, "
            "scripts and countries are compared with the registry."
        ),
        bad=("content/lamp/article.yaml\nlanguage: en-UK"),
        good=("content/lamp/article.yaml\nlanguage: en-GB"),
    ),
}
