"""`postil completion`: what a shell needs to complete commands, options and names."""

import io
import re
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout, suppress
from importlib import import_module

from postil.cli import COMMANDS
from postil.commands.common import bare_parser

SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """\
  postil completion bash > ~/.local/share/bash-completion/completions/postil
  postil completion zsh > ~/.zfunc/_postil
  postil completion fish > ~/.config/fish/completions/postil.fish
"""
Words = Mapping[str, tuple[Sequence[str], Sequence[str]]]  # by command: names, options
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def run(arguments: Sequence[str]) -> int:
    """Print the completions of one shell."""
    what = "Print completions for a shell: commands, their options, names to choose from."
    made = bare_parser("completion", what, EXAMPLES)
    made.add_argument("shell", choices=SHELLS, help="which shell")
    shell = made.parse_args(arguments).shell
    words = {name: (_names(name), _options(name)) for name in COMMANDS}
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](words), end="")
    return 0


def _options(command: str) -> tuple[str, ...]:
    """A command's options, as its own help names them."""
    told = io.StringIO()
    with redirect_stdout(told), suppress(SystemExit):
        import_module(f"postil.commands.{command}").run(["--help"])
    return tuple(sorted(set(_OPTION.findall(told.getvalue().partition("examples:")[0]))))


def _names(command: str) -> tuple[str, ...]:
    """The words that can follow a command and are known beforehand."""
    if command == "new":
        from postil.commands.new import KINDS

        return tuple(KINDS)
    if command == "schema":
        from postil.scaffolding.schemas import FILES

        return tuple(FILES)
    if command == "explain":
        from postil.rules import LEVELS

        return tuple(sorted(LEVELS))
    return {"note": ("add",), "source": ("add",), "completion": SHELLS}.get(command, ())


def _bash(words: Words) -> str:
    cases = "".join(
        f"    {name}) names={_quoted(names)} options={_quoted(options)} ;;\n"
        for name, (names, options) in words.items()
    )
    return f"""\
_postil() {{
  local names options current=${{COMP_WORDS[COMP_CWORD]}}
  if ((COMP_CWORD == 1)); then
    names={_quoted((*words, "--help", "--version"))}
  else
    case ${{COMP_WORDS[1]}} in
{cases}    esac
    ((COMP_CWORD == 2)) || names=
  fi
  COMPREPLY=($(compgen -W "$names $options" -- "$current"))
}}
complete -o default -F _postil postil
"""


def _zsh(words: Words) -> str:
    told = " ".join(_quoted((f"{name}:{COMMANDS[name]}",)) for name in words)
    cases = "".join(
        f"    {name}) names=({' '.join(names)}) options=({' '.join(options)}) ;;\n"
        for name, (names, options) in words.items()
    )
    return f"""\
#compdef postil
_postil() {{
  local -a commands=({told}) names options
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  case ${{words[2]}} in
{cases}  esac
  if [[ $PREFIX == -* ]]; then
    compadd -a options
  elif ((CURRENT == 3 && $#names)); then
    compadd -a names
  else
    _files
  fi
}}
if [ "$funcstack[1]" = _postil ]; then _postil "$@"; else compdef _postil postil; fi
"""


def _fish(words: Words) -> str:
    lines = ["complete -c postil -n __fish_use_subcommand -f"]
    for name, (names, options) in words.items():
        first = f"complete -c postil -n __fish_use_subcommand -a {name} -d "
        lines.append(first + _quoted((COMMANDS[name],)))
        seen = f"__fish_seen_subcommand_from {name}"
        lines += [f"complete -c postil -n '{seen}' -l {option[2:]}" for option in options]
        if names:
            second = f"'{seen}; and test (count (commandline -opc)) -eq 2'"
            lines.append(f"complete -c postil -n {second} -f -a {_quoted(names)}")
    return "\n".join(lines) + "\n"


def _quoted(words: Sequence[str]) -> str:
    text = " ".join(words).replace("'", "’")
    return f"'{text}'"
