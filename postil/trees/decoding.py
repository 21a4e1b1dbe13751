"""Bytes → text: UTF-8 unless another encoding is named, without BOM, with LF line ends."""

from postil.problems import Place, Problem, problem

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(
    content: bytes, file: str, hint: str = "save it as UTF-8"
) -> tuple[str | None, tuple[Problem, ...]]:
    """A UTF-8 file's text; None, and where the first wrong byte stands, if it is something else."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            message = f"this file is {encoding} (byte 0), not UTF-8"
            return None, (problem("file-encoding", Place(file=file), message, hint),)
    try:
        return unified(content.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        where = Place(file=file, line=line, column=column)
        message = f"this file is not UTF-8: byte {error.start} is 0x{content[error.start]:02x}"
        return None, (problem("file-encoding", where, message, hint),)


def decode_as(content: bytes, file: str, encoding: str) -> tuple[str | None, tuple[Problem, ...]]:
    """A file's text in a named encoding; None and a problem if it is in another one."""
    try:
        return unified(content.decode(encoding)), ()
    except UnicodeDecodeError as error:
        message = f"this file is not {encoding}: byte {error.start} is 0x{content[error.start]:02x}"
        hint = "name another with --encoding, or save it as UTF-8"
        return None, (problem("file-encoding", Place(file=file), message, hint),)


def unified(text: str) -> str:
    """Without BOM, with LF line ends."""
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
