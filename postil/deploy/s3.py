"""A bucket as a target, by obstore (edge).

Keys come from the environment alone (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
or what AWS gives its machines). Whether an object is the same is never asked of its ETag: that is
no MD5 where stores encrypt; it only tells whether an object is still the one that we put.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from postil.deploy.parcel import Headers
from postil.deploy.store import ANY, MovedError, RefusedError, Seen, Stored, TransientError

if TYPE_CHECKING:
    import obstore
    from obstore.store import ClientConfig, S3Config

_IDENTITIES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
CONNECT, ANSWER = timedelta(seconds=10), timedelta(seconds=120)
"""How long to wait for a connection, and for all of an answer."""
_LOOK = "look at bucket, region and endpoint"
_STATUS = re.compile(r"status code: (\d{3})")
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


class S3Store:
    """Objects below a prefix of a bucket."""

    workers = 8

    def __init__(self, values: Mapping[str, str]) -> None:
        if not any(os.environ.get(name) for name in _IDENTITIES):
            hint = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            raise RefusedError("the environment holds no key for the store", hint)
        try:
            import obstore
            from obstore.store import S3Store as Bucket
        except ImportError:
            raise RefusedError("buckets need an extra", "pip install 'postil[s3]'") from None
        self.api = obstore
        self.conditional = True
        with _told():
            self.bucket = Bucket(
                values["bucket"],
                prefix=values.get("prefix") or None,
                config=_config(values),
                client_options=_client(values),
                retry_config={"max_retries": 0},  # `again` counts for all stores alike
            )

    def listing(self) -> Mapping[str, Seen]:
        """All objects below the prefix."""
        with _told():
            return {
                one["path"]: Seen(size=one["size"], stamp=_tag(one["e_tag"]))
                for batch in self.api.list(self.bucket)
                for one in batch
            }

    def get(self, path: str) -> Stored | None:
        """An object with its headers."""
        try:
            with _told():
                found = self.api.get(self.bucket, path)
                headers = {str(name).lower(): value for name, value in found.attributes.items()}
                content = found.bytes().to_bytes()
        except FileNotFoundError:
            return None
        return Stored(
            content=content,
            type=headers.get("content-type", ""),
            cache=headers.get("cache-control", ""),
            encoding=headers.get("content-encoding", ""),
            stamp=_tag(found.meta["e_tag"]),
        )

    def put(self, path: str, content: bytes, headers: Headers, expect: str | None = ANY) -> str:
        """Put an object in one request. Where a store knows no conditions, we compare before."""
        if expect is not ANY and not self.conditional:
            there = self.get(path)
            if (there.stamp if there else "") != expect:
                raise MovedError
            expect = ANY
        named = zip(("Content-Type", "Cache-Control", "Content-Encoding"), headers, strict=True)
        attributes: obstore.Attributes = {name: value for name, value in named if value}
        try:
            with _told(conditional=expect is not ANY):
                done = self.api.put(
                    self.bucket,
                    path,
                    content,
                    attributes=attributes,
                    mode=_mode(expect),
                    use_multipart=False,
                )
        except NotImplementedError:
            self.conditional = False
            return self.put(path, content, headers, expect)
        return _tag(done["e_tag"])

    def delete(self, path: str) -> None:
        """Take an object away."""
        try:
            with _told():
                self.api.delete(self.bucket, path)
        except FileNotFoundError:
            return


def _mode(expect: str | None) -> "obstore.PutMode":
    if expect is ANY:
        return "overwrite"
    return {"e_tag": f'"{expect}"'} if expect else "create"


def _config(values: Mapping[str, str]) -> "S3Config":
    config: S3Config = {"conditional_put": "etag", "disable_bulk_delete": True}
    if endpoint := values.get("endpoint"):
        config["endpoint"] = endpoint.rstrip("/")
    if region := values.get("region"):
        config["region"] = region
    return config


def _client(values: Mapping[str, str]) -> "ClientConfig":
    """Time-outs; plain http only where the endpoint is on this machine."""
    options: ClientConfig = {
        "connect_timeout": CONNECT,
        "timeout": ANSWER,
        "allow_http": values.get("endpoint", "").startswith("http://"),
    }
    return options


def _tag(tag: str | None) -> str:
    return (tag or "").strip('"')


@contextmanager
def _told(*, conditional: bool = False) -> Iterator[None]:
    """A store's failure, by kind. Its own words may hold addresses and keys: they end here."""
    from obstore import exceptions

    try:
        yield
    except FileNotFoundError:
        raise
    except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
        if conditional:
            raise MovedError from None
        raise RefusedError("the store refuses (status 412)", _LOOK) from None
    except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError):
        raise _forbidden() from None
    except exceptions.NotSupportedError:
        raise NotImplementedError from None
    except exceptions.GenericError as error:
        raise _failure(str(error)) from None
    except (exceptions.BaseError, ValueError, OSError):
        raise RefusedError("the store cannot be asked", _LOOK) from None


def _forbidden() -> RefusedError:
    return RefusedError("the store refuses", "the key is wrong, or may not do this")


def _failure(message: str) -> Exception:
    """By the status of the answer; without one, nothing answered."""
    found = _STATUS.search(message)
    status = int(found[1]) if found else 503
    if status == 501:
        return NotImplementedError()
    if status in (401, 403):
        return _forbidden()
    if status in _LATER:
        return TransientError("the store does not answer, or asks to wait")
    return RefusedError(f"the store refuses (status {status})", _LOOK)
