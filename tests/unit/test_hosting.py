"""What hosts read: `_headers`, `_redirects`, robots.txt, the sitemap. Cases 91, 96, 98, 99, 107."""

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

from postil import assets, render
from postil.edition import Publication
from postil.model import OutFile
from postil.page import routes
from postil.published import hosting, policy
from postil.record import replace
from postil.theme import load_theme
from tests.conftest import ROOT
from tests.editions import publication, rules, said
from tests.page.sample import publication as sample

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "--- content/site.yaml\nurl: https://marginal.example/notes/\n"
LAMP = "--- content/lamp/article.yaml\ntitle: The lamp\n{}\n--- content/lamp/01-a.md\nDark.\n"
PICTURE = "--- content/lamp/images/tower.svg\n<svg/>\n"


def made(article: str = "", site: str = SITE) -> Publication:
    return publication(site + LAMP.format(article))[0]


def small(article: str = "", site: str = SITE) -> dict[str, str]:
    return {file.path: file.content.decode() for file in hosting.small_files(made(article, site))}


def headers(publication: Publication, *pages: str) -> str:
    files = [OutFile(path=f"{n}.html", content=page.encode()) for n, page in enumerate(pages)]
    return hosting.headers(publication, files).content.decode()


def policy_of(text: str) -> str:
    found = re.search(r"^  Content-Security-Policy: (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


# ---- _headers ------------------------------------------------------------------------------


def test_the_header_has_the_digest_of_every_style_and_forbids_framing() -> None:
    found = policy_of(headers(made(), "<style>a{}</style>", "<style>b{}</style>", "none"))
    assert f"'{assets.digest('a{}')}'" in found
    assert f"'{assets.digest('b{}')}'" in found
    assert found.endswith("; frame-ancestors 'none'")


def test_the_page_cannot_forbid_framing_and_does_not_try() -> None:
    """Case 98."""
    page = policy.page_policy("sha256-x")
    assert not re.search("frame-ancestors|report-uri|sandbox", page)


def test_header_and_meta_agree_with_the_bytes() -> None:
    """Case 97."""
    files, _ = render.render(sample(), load_theme(ROOT / "nowhere"), "0")
    texts = {file.path: file.content.decode() for file in files}
    header = policy_of(texts["_headers"])
    for path, text in texts.items():
        for style in re.findall(r"<style>(.*?)</style>", text, re.DOTALL) * path.endswith(".html"):
            assert assets.digest(style) in header
            assert assets.digest(style) in text


def test_lines_and_rules_stay_within_what_hosts_read() -> None:
    """Case 96: a thousand pages."""
    text = headers(made(), *(f"<style>.a{n}{{}}</style>" for n in range(1000)))
    assert max(map(len, text.split("\n"))) <= 2000
    assert len(re.findall(r"^/", text, re.MULTILINE)) <= 100
    assert "style-src 'unsafe-inline'" in policy_of(text)


def test_only_hashed_names_are_kept_for_ever() -> None:
    """Case 99."""
    text = headers(publication(SITE + LAMP.format("") + PICTURE)[0])
    rules = re.findall(r"^(/\S*)\n((?:  .*\n)+)", text, re.MULTILINE)
    kept = [path for path, lines in rules if "immutable" in lines]
    assert kept == ["/notes/:article/images/*"]
    assert dict(rules)["/notes/:folder/"] == (
        "  Cache-Control: public, max-age=0, must-revalidate\n"
    )
    assert all(lines.count("Cache-Control") <= 1 for _, lines in rules)


def test_no_cache_rule_covers_what_another_does() -> None:
    """Hosts join the values of all rules that match."""
    text = headers(publication(SITE + LAMP.format("") + PICTURE)[0])
    rules = re.findall(r"^(/\S*)\n  Cache-Control", text, re.MULTILINE)
    patterns = [re.compile(re.sub(r":\w+", "[^/]+", rule).replace("*", ".*")) for rule in rules]
    for path in ("", "index.html", "lamp/", "lamp/index.html", "404.html", "lamp/images/t.1.svg"):
        assert sum(bool(p.fullmatch(f"/notes/{path}")) for p in patterns) == 1, path


def test_a_site_at_the_root_has_rules_from_the_root() -> None:
    assert "\n/*\n" in headers(made(site=""))


# ---- The small files -----------------------------------------------------------------------


def test_names_that_begin_with_a_line_are_served() -> None:
    """Case 91: GitHub Pages would leave out `_headers` without it."""
    assert small()[".nojekyll"] == ""


def test_a_renamed_article_is_found_under_its_old_names() -> None:
    found = small("aliases: [leuchte, 2019/lamp, lampe-ö]")["_redirects"]
    assert found.split("\n") == [
        "/notes/2019/lamp/* /notes/lamp/:splat 301",
        "/notes/lampe-%C3%B6/* /notes/lamp/:splat 301",
        "/notes/leuchte/* /notes/lamp/:splat 301",
        "",
    ]


def test_the_home_article_may_keep_its_old_folder() -> None:
    """Only the page moves: its pictures stand there still."""
    made_home = SITE + "home: lamp\n"
    assert small("aliases: [lamp]", made_home)["_redirects"] == "/notes/lamp/ /notes/ 301\n"


def test_an_alias_that_is_the_address_leads_nowhere() -> None:
    assert "_redirects" not in small("aliases: [lamp]")


def test_redirects_end_at_a_hundred() -> None:
    """Case 96."""
    names = ", ".join(f"old-{n}" for n in range(150))
    assert small(f"aliases: [{names}]")["_redirects"].count("\n") == 100


def test_no_alias_injects_a_line() -> None:
    """Case 96."""
    for alias in (r'"a\n/* https://evil.example 302"', '"a b"', '"a/../../b"', '":splat"', '"*"'):
        assert "id-invalid" in rules(LAMP.format(f"aliases: [{alias}]")), alias


def test_windows_names_are_refused_at_every_depth() -> None:
    """Case 27."""
    for alias in ("con", "old/aux", "old/nul.x"):
        assert "id-invalid" in rules(LAMP.format(f"aliases: [{alias}]")), alias


def test_a_domain_of_ones_own() -> None:
    assert small(site="--- content/site.yaml\ncname: notes.example.org\n")["CNAME"] == (
        "notes.example.org\n"
    )
    assert "CNAME" not in small()


def test_a_domain_is_a_name_and_nothing_else() -> None:
    for name in ("https://a.example", "a.example/x", '"a.example\\nb"', "-a.example", "localhost"):
        text = f"--- content/site.yaml\ncname: {name}\n" + LAMP.format("")
        assert [rule for rule, _, _ in said(text)] == ["value-unknown"], name


def test_robots_are_told_of_the_sitemap() -> None:
    assert small()["robots.txt"].endswith("Sitemap: https://marginal.example/notes/sitemap.xml\n")
    assert "Sitemap" not in small(site="")["robots.txt"]


# ---- The sitemap ---------------------------------------------------------------------------


def sitemap(publication: Publication, size: int = hosting.SITEMAP_SIZE) -> dict[str, ET.Element]:
    files = hosting.sitemap(publication, size)
    return {file.path: ET.fromstring(file.content) for file in files}


def test_the_sitemap_names_each_page_and_its_day() -> None:
    found = sitemap(made("published: 2024-02-03\nupdated: 2025-01"))["sitemap.xml"]
    assert [element.text for element in found.iter(f"{SPACE}loc")] == [
        "https://marginal.example/notes/",
        "https://marginal.example/notes/lamp/",
    ]
    assert [element.text for element in found.iter(f"{SPACE}lastmod")] == []
    exact = sitemap(made("published: 2024-02-03"))["sitemap.xml"]
    assert [element.text for element in exact.iter(f"{SPACE}lastmod")] == ["2024-02-03"]


def test_without_an_address_there_is_none() -> None:
    assert hosting.sitemap(made(site="")) == ()


def test_addresses_are_percent_coded() -> None:
    """Case 107."""
    text = "--- content/site.yaml\nurl: https://bücher.example/a&b/\n--- content/x/article.yaml\n"
    text += "title: X\nslug: straße-ё\n--- content/x/01-a.md\nA.\n"
    found = sitemap(publication(text)[0])["sitemap.xml"]
    last = [element.text or "" for element in found.iter(f"{SPACE}loc")][-1]
    assert last.isascii()
    assert last.startswith("https://xn--bcher-kva.example/a&b/")
    assert unquote(last).endswith("/straße-ё/")


def test_more_pages_than_fit_are_split() -> None:
    """Case 107: with a size of 2 for 50,000."""
    one = made("published: 2024-02-03")
    edition = one.editions[0]
    names = [f"n{number}" for number in range(4)]
    editions = tuple(
        replace(edition, article=replace(edition.article, slug=name)) for name in names
    )
    found = sitemap(replace(one, editions=editions), 2)
    assert sorted(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = found.pop("sitemap.xml")
    assert index.tag == f"{SPACE}sitemapindex"
    assert [e.text for e in index.iter(f"{SPACE}loc")] == [
        f"https://marginal.example/notes/{name}" for name in sorted(found)
    ]
    told = [e.text for part in found.values() for e in part.iter(f"{SPACE}loc")]
    assert len(told) == len(set(told)) == 5


def test_moved_pages_lead_on() -> None:
    theme = load_theme(ROOT / "nowhere")
    files, problems = render.render(made("aliases: [old/one]"), theme, "0")
    assert problems == ()
    page = next(file for file in files if file.path == "old/one/index.html").content.decode()
    assert 'content="0; url=../../lamp/index.html"' in page
    assert '<link rel="canonical" href="https://marginal.example/notes/lamp/">' in page
    assert next(iter(routes.moved(made("aliases: [old/one]"))))[1] == "old/one"
