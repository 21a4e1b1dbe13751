"""Ready files with which a host builds the site and publishes it at every push.

They name no key: what a host needs to know besides stands in its own settings.
"""

from collections.abc import Mapping
from textwrap import indent

from postil import __version__
from postil.record import record

# All that makes a page as its author sees it: preview cards, and pictures in each screen's size.
_INSTALL = f'pip install "postil[card,images]=={__version__}"'
_LAST = "published.json"
# A host begins with nothing; so what readers have is fetched, to tell what vanished or changed.
_BUILD = f"""\
if curl -fsSL -o last.json "{{address}}/{_LAST}" && grep -q '"articles"' last.json
then postil build --since last.json
else postil build
fi
"""


def _build(address: str, by: int) -> str:
    """Lines of a shell, `by` spaces in, that build the site; its last state is at `address`."""
    return indent(_BUILD.format(address=address), " " * by)


_GITHUB = f"""\
name: Publish
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: pages
  cancel-in-progress: false
jobs:
  publish:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - id: pages
        uses: actions/configure-pages@v6
      - run: {_INSTALL}
      - env:
          PAGES: ${{{{ steps.pages.outputs.base_url }}}}
        run: |
{_build("${PAGES%/}", 10)}\
      - uses: actions/upload-pages-artifact@v5
        with:
          path: public
      - id: deployment
        uses: actions/deploy-pages@v5
"""

_GITLAB = f"""\
pages:
  image: python:3.13
  script:
    - {_INSTALL}
    - |
{_build("${CI_PAGES_URL%/}", 6)}\
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_NETLIFY = f"""\
[build]
  publish = "public"
  command = '''
{_INSTALL} || exit
{_build("${URL%/}", 0)}'''

[build.environment]
  PYTHON_VERSION = "3.13"
"""

_CLOUDFLARE = f"""\
name: Publish
on:
  push:
    branches: [main]
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: publish
  cancel-in-progress: false
jobs:
  publish:
    runs-on: ubuntu-latest
    env:
      PROJECT: ${{{{ vars.CLOUDFLARE_PROJECT }}}}
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - run: {_INSTALL}
      - run: |
{_build("https://$PROJECT.pages.dev", 10)}\
      - uses: cloudflare/wrangler-action@v4
        with:
          apiToken: ${{{{ secrets.CLOUDFLARE_API_TOKEN }}}}
          accountId: ${{{{ secrets.CLOUDFLARE_ACCOUNT_ID }}}}
          command: pages deploy public --project-name=${{{{ vars.CLOUDFLARE_PROJECT }}}}
"""


@record
class Workflow:
    """Files by path from the site's folder, and what its author does next."""

    files: Mapping[str, str]
    then: str


WORKFLOWS: Mapping[str, Workflow] = {
    "github-pages": Workflow(
        files={".github/workflows/pages.yml": _GITHUB},
        then="commit it; in the repository's settings under Pages choose GitHub Actions as source",
    ),
    "gitlab-pages": Workflow(
        files={".gitlab-ci.yml": _GITLAB}, then="commit it; GitLab publishes the default branch"
    ),
    "netlify": Workflow(
        files={"netlify.toml": _NETLIFY}, then="commit it; then add the repository at Netlify"
    ),
    "cloudflare": Workflow(
        files={".github/workflows/cloudflare.yml": _CLOUDFLARE},
        then="commit it; set the secrets CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID and the "
        "variable CLOUDFLARE_PROJECT in the repository's settings",
    ),
}
