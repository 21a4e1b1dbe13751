"""site.yaml's `deploy`: nothing in it can be an option, a second word or a command (93, 94, 111)."""

import pytest

from postil.fields import Fields
from postil.files.targets import targets
from postil.problems import Place, Problem
from postil.trees.yaml_tree import read as read_yaml

PLACE = Place(file="content/site.yaml")


def parsed(text: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    node, problems = read_yaml(text, PLACE)
    found = list(problems)
    made = targets(Fields(node, PLACE, "site.yaml", found))
    return {name: dict(one.values) for name, one in made.items()}, found


GOOD = {
    "kind: branch": {"remote": "origin", "branch": "gh-pages"},
    "kind: branch, remote: up-stream, branch: sites/_live": {"remote": "up-stream", "branch": "sites/_live"},
    "kind: branch, remote: 'git@host.example:me/a.git'": {"remote": "git@host.example:me/a.git", "branch": "gh-pages"},
    "kind: branch, remote: 'ssh://git@host.example:22/me/a.git'": {"remote": "ssh://git@host.example:22/me/a.git", "branch": "gh-pages"},
    "kind: branch, remote: ../bare.git": {"remote": "../bare.git", "branch": "gh-pages"},
    "kind: s3, bucket: b.c-d, prefix: /é/b/": {"bucket": "b.c-d", "prefix": "é/b", "endpoint": "", "region": ""},
    "kind: s3, bucket: abc, endpoint: 'http://127.0.0.1:9000'": {"bucket": "abc", "prefix": "", "endpoint": "http://127.0.0.1:9000", "region": ""},
    "kind: rsync, to: 'me@h.example:/srv/www/'": {"to": "me@h.example:/srv/www/", "port": "", "identity": "", "known_hosts": ""},
    "kind: rsync, to: '[::1]:www', port: 22": {"to": "[::1]:www", "port": "22", "identity": "", "known_hosts": ""},
    "kind: folder, path: ../My_site": {"path": "../My_site"},
    "kind: folder, path: ../www, compress: beside": {"path": "../www", "compress": "beside"},
    "kind: s3, bucket: abc, compress: gzip": {"bucket": "abc", "prefix": "", "endpoint": "", "region": "", "compress": "gzip"},
}  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_what_is_good(text: str) -> None:
    made, problems = parsed(f"deploy: {{x: {{{text}}}}}")
    assert problems == []
    assert made == {"x": GOOD[text]}


EVIL = [
    "-oProxyCommand=touch /tmp/x", "--upload-pack=x", "a b", "a\nb", "a;b", "a$(b)", "a`b`", "$HOME",
    "ext::sh -c x", "ext::x", "fd::3", "a|b", "a&b", "a>b", "a'b", 'a"b', "a\\b", "a\tb", "a\0b",
]  # fmt: skip
FIELDS = {
    "branch, remote": ["{}", "/srv/{}", "git@host.example:{}", "ssh://host.example/{}", "https://{}/x", "git@{}:x"],
    "branch, branch": ["{}", "x/{}"],
    "s3, bucket": ["{}", "x{}"],
    "s3, prefix": ["{}", "x/{}"],
    "s3, region": ["{}", "x{}"],
    "s3, endpoint": ["{}", "https://{}"],
    "rsync, to": ["{}", "{}@host:/x", "me@{}:/x", "host:{}", "host:/x/{}"],
    "rsync, identity": ["{}", "~/{}"],
    "rsync, known_hosts": ["{}"],
    "folder, path": ["{}"],
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("evil", EVIL)
def test_93_evil_is_refused(field: str, evil: str) -> None:
    import yaml

    kind, _, key = field.partition(", ")
    for shape in FIELDS[field]:
        value = shape.format(evil)
        if "\0" in value:
            continue  # refused by the reader of YAML
        text = yaml.safe_dump(
            {"deploy": {"x": {"kind": kind, key: value}}}, allow_unicode=True, width=9999
        )
        made, problems = parsed(text)
        if made["x"][key] in ("", "origin", "gh-pages"):
            assert [p.rule for p in problems if p.rule != "key-missing"], value
        else:  # white space at an end, or a line's, is folded as everywhere in YAML
            assert not set(made["x"][key]) & set(" \n\t;$`'\"\\|&>"), value


@pytest.mark.parametrize(
    "path", ["/", "~", "~/", "''", "/./", ".", "..", "/..", "x/..", "-x", "~root/x"]
)
@pytest.mark.parametrize("kind", ["rsync, to: 'host:{}'", "s3, bucket: abc, prefix: '{}'"])
def test_92_a_path_is_never_all_of_a_disk_or_home(path: str, kind: str) -> None:
    path = path.strip("'")
    made, problems = parsed(f"deploy: {{x: {{kind: {kind.format(path)}}}}}")
    assert problems or not made["x"].get("prefix", "x"), made


@pytest.mark.parametrize(
    "branch",
    [
        "HEAD",
        "a..b",
        "a.lock",
        "a/b.lock/c",
        "/a",
        "a/",
        "a//b",
        ".a",
        "a.",
        "a@{0}",
        "a~1",
        "a^",
        "a:b",
        "*",
    ],
)
def test_branches_that_git_would_not_take(branch: str) -> None:
    assert parsed(f"deploy: {{x: {{kind: branch, branch: '{branch}'}}}}")[1]


@pytest.mark.parametrize(
    "text",
    [
        "kind: branch, remote: 'https://me:CANARY@host.example/x.git'",
        "kind: branch, remote: 'ssh://me:CANARY@host.example/x y'",
        "kind: s3, bucket: abc, endpoint: 'https://CANARY@host.example'",
        "kind: s3, bucket: abc, endpoint: 'https://me:CANARY@host.example'",
        "kind: rsync, to: 'me:CANARY@host:/x'",
        "kind: s3, bucket: abc, secret_access_key: CANARY",
        "kind: rsync, to: 'h:x', password: CANARY",
    ],
)
def test_94_a_secret_in_the_settings_is_refused_and_not_printed(text: str) -> None:
    problems = parsed(f"deploy: {{x: {{{text}}}}}")[1]
    assert problems
    assert "CANARY" not in repr(problems)


@pytest.mark.parametrize(
    "text", ["s3, bucket: abc, compress: beside", "folder, path: ../w, compress: gzip"]
)
def test_texts_are_made_small_as_a_target_can_serve_them(text: str) -> None:
    assert [one.rule for one in parsed(f"deploy: {{x: {{kind: {text}}}}}")[1]] == ["value-unknown"]


@pytest.mark.parametrize(
    "key", ["command", "hook", "before", "ssh", "options", "rsh", "ProxyCommand"]
)
def test_111_no_key_names_a_command(key: str) -> None:
    for kind in ("branch", "s3", "rsync", "folder"):
        _, problems = parsed(f"deploy: {{x: {{kind: {kind}, {key}: touch x}}}}")
        assert "key-unknown" in [one.rule for one in problems]


def test_problems_have_their_place() -> None:
    problems = parsed("deploy:\n  a: {kind: fodler, path: x}\n  b: [1]\n  c c: {kind: folder}\n")[1]
    assert [(p.place.line, p.place.column, p.rule) for p in problems] == [
        (2, 13, "value-unknown"),
        (3, 6, "value-type"),
        (4, 3, "value-type"),
    ]
