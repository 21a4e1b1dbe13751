"""Ready files with which a host builds the site and publishes it at every push.

They name no key: what a host needs to know besides stands in its own settings.
"""

from collections.abc import Mapping

from postil import __version__
from postil.record import record

_INSTALL = f'pip install "postil=={__version__}"'

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
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: {_INSTALL}
      - run: postil build
      - uses: actions/upload-pages-artifact@v3
        with:
          path: public
      - id: deployment
        uses: actions/deploy-pages@v4
"""

_GITLAB = f"""\
pages:
  image: python:3.13-slim
  script:
    - {_INSTALL}
    - postil build
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_NETLIFY = f"""\
[build]
  command = '{_INSTALL} && postil build'
  publish = "public"

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
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: {_INSTALL}
      - run: postil build
      - uses: cloudflare/wrangler-action@v3
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
