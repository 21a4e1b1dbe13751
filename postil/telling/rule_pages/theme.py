"""Pages of the rules about templates."""

from postil.telling.rule_pages import Page

PAGES = {
    "template": Page(
        why=(
            "A name that does not exist would print nothing where something was meant. Every name "
            "in a template is known, or the build says where it is not."
        ),
        bad=('templates/404.html\n<p id="articles">{{ page.tilte }}</p>'),
        good=('templates/404.html\n<p id="articles">{{ page.title }}</p>'),
    ),
}
