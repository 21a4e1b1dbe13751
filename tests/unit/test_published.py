"""The published bytes: what would be loaded from elsewhere, ids that stand twice, broken links."""

import pytest

from postil.checks.published import published
from postil.model import OutFile, Settings
from postil.problems import Place

SITE = Settings(place=Place(file="content/site.yaml"), url="https://lamp.example/site")


def found(body: str, path: str = "index.html", **others: str) -> list[tuple[str, str]]:
    files = {path: body, **{name.replace("__", "/"): text for name, text in others.items()}}
    made = tuple(OutFile(path=path, content=text.encode()) for path, text in files.items())
    return [(one.rule, str(one.place)) for one in published(made, SITE)]


LOADS = [
    '<img src="https://x.example/a.png">',
    "<img src='//x.example/a.png'>",
    "<IMG SRC=http://x.example/a.png>",
    '<img src="\\\\x.example\\a.png">',
    '<img src="ht&#x74;ps://x.example/a.png">',
    '<img src=" https://x.example/a.png">',
    '<img src="h\nttps://x.example/a.png">',
    '<img srcset="a.png 1x, https://x.example/b.png 2x" alt="">',
    '<source srcset="https://x.example/b.png">',
    '<script src="https://x.example/a.js"></script>',
    '<link rel="stylesheet" href="https://x.example/a.css">',
    '<link rel=preconnect href="https://x.example">',
    '<link rel="dns-prefetch" href="//x.example">',
    '<link rel="icon" href="https://x.example/i.png">',
    '<link rel="alternate stylesheet" href="https://x.example/a.css">',
    '<link rel="preload" imagesrcset="https://x.example/a.png" as="image">',
    '<iframe src="https://x.example/"></iframe>',
    '<embed src="https://x.example/"><p>',
    '<object data="https://x.example/"></object>',
    '<video poster="https://x.example/a.png"></video>',
    '<audio src="https://x.example/a.ogg"></audio>',
    '<track src="https://x.example/a.vtt">',
    '<input type="image" src="https://x.example/a.png">',
    '<body background="https://x.example/a.png">',
    '<form action="https://x.example/"></form>',
    '<button formaction="https://x.example/">b</button>',
    '<a href="b" ping="https://x.example/">b</a>',
    '<base href="https://x.example/">',
    '<meta http-equiv="refresh" content="0; url=https://x.example/">',
    '<svg><image href="https://x.example/a.png"/></svg>',
    '<svg><use xlink:href="https://x.example/a.svg#b"/></svg>',
    '<p style="background: url(https://x.example/a.png)">b</p>',
    "<style>@import 'https://x.example/a.css';</style>",
    "<style>@import url(//x.example/a.css);</style>",
    '<style>p { background: URL( "https://x.example/a.png" ) }</style>',
    '<style>p { background: image-set("https://x.example/a.png" 1x) }</style>',
    '<link rel="icon" href="wss://x.example/">',
]
HARMLESS = [
    '<link href="https://x.example/a.css">',  # without a rel it does nothing
    '<a href="https://x.example/">b</a>',
    '<img src="images/a.png">',
    '<img src="data:image/png;base64,AAAA">',
    '<link rel="canonical" href="https://x.example/">',
    '<link rel="alternate" type="application/atom+xml" href="https://x.example/feed.xml">',
    '<link rel="license author" href="https://x.example/">',
    '<meta property="og:image" content="https://x.example/a.png">',
    '<img src="https://lamp.example/site/a.png">',
    "<p>src=https://x.example/ &lt;img src=&quot;https://x.example/&quot;&gt;</p>",
    '<!-- <img src="https://x.example/a.png"> -->',
    '<p title="<img src=https://x.example/>">b</p>',
    "<script>const a = '<img src=\"https://x.example/\">';</script>",
    '<style>p { background: url("data:image/png;base64,AA") }</style>',
    '<use href="#mark"/><b id="mark"></b>',
    '<time datetime="2015">b</time>',
    '<blockquote cite="https://x.example/">b</blockquote>',
]


@pytest.mark.parametrize("markup", LOADS)
def test_nothing_foreign_is_loaded(markup: str) -> None:
    assert ("output-foreign", "index.html:2:1") in [
        (rule, place.rpartition(":")[0] + ":1") for rule, place in found(f"<p>\n{markup}")
    ]


@pytest.mark.parametrize("markup", HARMLESS)
def test_what_only_tells_is_left_alone(markup: str) -> None:
    assert [rule for rule, _ in found(markup) if rule == "output-foreign"] == []


@pytest.mark.parametrize("own", ["https://lamp.example/sitemap", "https://lamp.example.evil/site/"])
def test_a_like_named_site_is_foreign(own: str) -> None:
    assert found(f'<img src="{own}">') == [("output-foreign", "index.html:1:1")]


def test_styles_and_drawings_are_read_too() -> None:
    assert found("a{background:url(https://x.example/a)}", "a.css") == [
        ("output-foreign", "a.css:1:14")
    ]
    assert found('<svg><image xlink:href="http://x.example/"/></svg>', "i/a.svg") == [
        ("output-foreign", "i/a.svg:1:6")
    ]


def test_two_things_with_one_id() -> None:
    assert found('<p id="a">\n<b id=a><i id="b">') == [("output-id", "index.html:2:1")]


@pytest.mark.parametrize(
    ("href", "broken"),
    [
        ("lamp/index.html", False),
        ("lamp/", False),
        ("lamp/#part", False),
        ("lamp/index.html?x=1#part", False),
        ("#here", False),
        ("#top", False),
        ("#", False),
        ("", False),
        ("./", False),
        ("#%68ere", False),
        ("caf%C3%A9/", False),
        ("mailto:a@example.org", False),
        ("/elsewhere/on/this/host", False),
        ("lamp", True),
        ("lamp/#nowhere", True),
        ("#nowhere", True),
        ("south/", True),
        ("lamp/a.png", True),
        ("../lamp/", True),
    ],
)
def test_links_inside_the_site_arrive(href: str, broken: bool) -> None:
    page = f'<p id="here"><a href="{href}">b</a>'
    others = {"lamp__index.html": '<p id="part">', "café__index.html": ""}
    assert (found(page, **others) == [("link-broken", "index.html:1:14")]) == broken


def test_links_of_a_page_below() -> None:
    page = '<a href="../index.html#a">b</a><a href="../#b">c</a>'
    assert found(page, "lamp/index.html", index__html="") != []
    files = {"index.html": '<p id="a">', "lamp/index.html": page}
    made = tuple(OutFile(path=path, content=text.encode()) for path, text in files.items())
    assert [str(one.place) for one in published(made, SITE)] == ["lamp/index.html:1:32"]
    assert published(made, SITE, links=False) == ()
