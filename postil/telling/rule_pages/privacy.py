"""Pages of the rules about what readers' browsers do."""

from postil.telling.rule_pages import Page

PAGES = {
    "output-foreign": Page(
        why=(
            "Whoever a page loads something from learns who reads it, when and where. A published "
            "page loads nothing from elsewhere: no font, script, style, picture, frame, form or "
            "early connection. Links that a reader chooses to follow are not concerned."
        ),
        bad=(
            'templates/404.html\n<link rel="stylesheet" href="https://fonts.example.com/lamp.css">'
        ),
        good=('templates/404.html\n<h1 id="articles">{{ page.title }}</h1>'),
    ),
}
