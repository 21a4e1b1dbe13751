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
    "theme-contrast": Page(
        why=(
            "Words that many people cannot make out are not published to them. Text needs 4.5 to "
            "1 (WCAG 2.2, 1.4.3), in light and in dark: one value of a colour serves both."
        ),
        bad='content/site.yaml\ntheme: {accent: "#046"}',
        good='content/site.yaml\ntheme: {accent: "light-dark(#046, #9cf)"}',
    ),
    "output-lost": Page(
        why=(
            "A theme may change how everything looks, not what readers get. What an article has "
            "is looked for in the page that a site's own templates made of it: each note, event "
            "and source with its id, each link there and back, each standing, correction and text."
        ),
        bad=(
            "templates/parts/note.html\n"
            '<aside id="{{ note.id }}">{{ note.number }} {{ note.body }}</aside>'
        ),
        good=(
            "templates/parts/note.html\n"
            '{% extends "default/parts/note.html" %}\n'
            "{% block body %}<b>N.B.</b> {{ super() }}{% endblock %}"
        ),
    ),
}
