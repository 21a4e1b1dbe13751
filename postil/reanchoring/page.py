"""The list of findings as one HTML page to read a correction by: no script, nothing fetched."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence

import jinja2
from markupsafe import Markup

from postil.reanchoring.listing import Listed, Passage, Phrase, Was
from postil.reanchoring.text import choice, reasons, summary, touch

_STYLE = """\
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:56rem;margin:2rem auto;padding:0 1rem}
h2{border-top:1px solid;padding-top:1rem}
article{border-left:.3rem solid #888;padding:.1rem 1rem;margin:1.5rem 0}
.changed{border-color:#b60}.gone{border-color:#c22}.ambiguous,.stale{border-color:#92c}
.moved,.new{border-color:#07a}
p,ol{margin:.4rem 0}.meaning{font-weight:600}
blockquote{margin:.3rem 0;font-family:Georgia,serif;font-size:1.1rem}
del{background:#f7c6c6;color:#5c0000}ins{background:#c3ecc3;color:#003d00}
mark{background:#ffe9a3;color:#3d2c00}
code{overflow-wrap:anywhere}small{opacity:.8}
details li{margin:.2rem 0}
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{ digest }}'">
<meta name="viewport" content="width=device-width">
<title>Phrases after a correction</title>
<style>{{ style }}</style>
</head>
<body>
<h1>Phrases after a correction</h1>
{% for one in articles %}
<h2>{{ one.title }}</h2>
<p><code>{{ one.lock }}</code>: {{ one.summary }}{{ "" if one.recorded else "; not there yet" }}</p>
{% for phrase in one.open %}
<article class="{{ phrase.status }}" id="{{ one.slug }}-{{ phrase.name }}">
<h3>{{ phrase.status }}: {{ phrase.name }}</h3>
<p><code>{{ phrase.file }}:{{ phrase.line }}</code>{{ ": " if phrase.why }}{{ phrase.why }}</p>
{% for line in phrase.meaning %}
<p class="meaning">Meaning: {{ line }}</p>
{% endfor %}
{% if phrase.was %}
<p>It was, in {{ phrase.was.section }}, paragraph {{ phrase.was.paragraph }}:</p>
{{ passage(phrase.was) }}
{% endif %}
{% if phrase.candidates %}
<p>{{ phrase.lead }}:</p>
<ol>
{% for c in phrase.candidates %}
<li>
<p>{{ c.section }}, paragraph {{ c.paragraph }}
<small>(<code>{{ c.file }}:{{ c.line }}</code>, {{ "%.2f"|format(c.score) }}
{%- if c.current %}, stands there now{% endif %})</small></p>
{{ passage(c) }}
<blockquote>
{%- for sign, text in c.diff -%}
{{ changed(sign, text) }}
{%- endfor -%}
</blockquote>
{% if c.reasons %}
<p><small>{{ c.reasons }}</small></p>
{% endif %}
</li>
{% endfor %}
</ol>
{% endif %}
<p><small>{{ phrase.advice }}: <code>{{ phrase.command }}</code></small></p>
</article>
{% endfor %}
{% if one.unchanged %}
<details>
<summary>{{ one.unchanged|length }} unchanged</summary>
<ul>
{% for phrase in one.unchanged %}
<li><code>{{ phrase.name }}</code> {{ phrase.was.words }}</li>
{% endfor %}
</ul>
</details>
{% endif %}
{% endfor %}
</body>
</html>
"""
_LEADS = {
    "gone": "No passage is its own; the nearest are",
    "ambiguous": "It may be any of these",
    "moved": "It stands",
    "new": "It stands",
}


def page(articles: Sequence[Listed]) -> str:
    """The page's text. Everything of the author's is escaped."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return environment.from_string(_PAGE).render(
        articles=[_article(one) for one in articles],
        style=_STYLE,
        digest=f"sha256-{digest}",
        passage=_passage,
        changed=_changed,
    )


def _passage(one: Was | Passage) -> Markup:
    """Words between what stands beside them."""
    quoted = Markup("<blockquote>…{}<mark>{}</mark>{}…</blockquote>")
    return quoted.format(one["before"], one["words"], one["after"])


def _changed(sign: str, text: str) -> Markup:
    """A run of a word diff."""
    return Markup({"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}[sign]).format(text)  # noqa: S704


def _article(one: Listed) -> dict[str, object]:
    """An article with what its template prints, the most pressing status first."""
    order = {name: n for n, name in enumerate(("gone", "ambiguous", "changed"))}
    phrases = sorted(one["phrases"], key=lambda p: order.get(p["status"], 9))
    return {
        **one,
        "summary": summary(one),
        "open": [_phrase(p) for p in phrases if p["open"]],
        "unchanged": [p for p in phrases if not p["open"]],
    }


def _phrase(one: Phrase) -> dict[str, object]:
    """A phrase with what its template prints."""
    what = one["status"] if one["bulk"] else one["name"]
    alike = "May be accepted with others like it" if one["bulk"] else "To be accepted by its name"
    return {
        **one,
        "meaning": [touch(touched) for touched in one["touches"]],
        "candidates": [{**c, "reasons": reasons(c)} for c in one["candidates"]],
        "lead": _LEADS.get(one["status"], "It stands, or may stand"),
        "advice": alike,
        "command": f"postil reanchor --accept {what}{'' if one['bulk'] else choice(one)}",
    }
