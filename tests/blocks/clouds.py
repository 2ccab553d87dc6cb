"""Storages on loopback that let nobody in without the key: as much of S3, and of restic's REST, as restic asks."""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

NAME, KEY = "AKIAEXAMPLE", "geheim/+ü:@"
S3_KEY = "geheim/+secret"  # of S3 only: a header holds no other letters


@dataclass
class Cloud:
    """What is kept, by path, and how many were sent away."""

    port: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    refused: int = 0


class _Storage(BaseHTTPRequestHandler):
    cloud: Cloud
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""

    def _meet(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        self.body = self.rfile.read(size)
        read = urlsplit(self.path)
        self.place, self.query = read.path.rstrip("/"), dict(parse_qsl(read.query, keep_blank_values=True))
        if not self._is_let_in():
            self.cloud.refused += 1
            self._say(*self.refusal)
        else:
            self._serve()

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _meet  # noqa: N815 - the library's names

    def _say(self, status: int, body: bytes = b"", kind: str = "application/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", kind)
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _read(self) -> None:
        data = self.cloud.kept.get(self.place)
        if data is None:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("range") or "")
        if found:
            self._say(206, data[int(found[1]) : int(found[2]) + 1 if found[2] else None])
        else:
            self._say(200, data, "application/octet-stream")

    refusal: tuple[int, bytes] = (401, b"")

    def _is_let_in(self) -> bool:
        raise NotImplementedError

    def _serve(self) -> None:
        raise NotImplementedError


class Rest(_Storage):
    """As restic's own rest-server with a file of passwords."""

    def _is_let_in(self) -> bool:
        return self.headers.get("authorization") == f"Basic {base64.b64encode(f'{NAME}:{KEY}'.encode()).decode()}"

    def _serve(self) -> None:
        if self.command == "POST":
            if "create" not in self.query:
                self.cloud.kept[self.place] = self.body
            self._say(200)
        elif self.command == "DELETE":
            self.cloud.kept.pop(self.place, None)
            self._say(200)
        elif self.path.endswith("/"):
            names = [one for one in self.cloud.kept if one.startswith(f"{self.place}/")]
            listed = [{"name": one.rpartition("/")[2], "size": len(self.cloud.kept[one])} for one in names]
            self._say(200, json.dumps(listed).encode(), "application/vnd.x.restic.rest.v2")
        else:
            self._read()


class S3(_Storage):
    """Checks the signature (version 4) of each request."""

    refusal = (403, b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")

    def _is_let_in(self) -> bool:
        form = (
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d+)/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Sig\w+=(\w+)"
        )
        found = re.fullmatch(form, self.headers.get("authorization") or "")
        return (
            found is not None
            and found[1] == NAME
            and hmac.compare_digest(found[5], self._signature(*found.group(2, 3, 4)))
        )

    def _signature(self, day: str, region: str, signed: str) -> str:
        query = "&".join(
            f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(self.query.items())
        )
        headers = "".join(f"{name}:{(self.headers.get(name) or '').strip()}\n" for name in signed.split(";"))
        path, sent = urlsplit(self.path).path, self.headers["x-amz-content-sha256"]
        request = f"{self.command}\n{path}\n{query}\n{headers}\n{signed}\n{sent}"
        scope = f"{day}/{region}/s3/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{digest}"
        key = f"AWS4{S3_KEY}".encode()
        for part in (day, region, "s3", "aws4_request", to_sign):
            key = hmac.digest(key, part.encode(), "sha256")
        return key.hex()

    def _serve(self) -> None:
        if "location" in self.query:
            self._say(200, b"<LocationConstraint></LocationConstraint>")
        elif self.command == "PUT":
            if self.place.count("/") > 1:
                self.cloud.kept[self.place] = self._unchunked()
            self._say(200)
        elif self.command == "DELETE":
            self.cloud.kept.pop(self.place, None)
            self._say(204)
        elif "list-type" in self.query:
            self._list()
        elif self.place.count("/") == 1:
            self._say(200)
        else:
            self._read()

    def _unchunked(self) -> bytes:
        """What was sent in signed pieces over an unencrypted line."""
        if not self.headers["x-amz-content-sha256"].startswith("STREAMING"):
            return self.body
        whole, rest = b"", self.body
        while rest:
            head, _, rest = rest.partition(b"\r\n")
            size = int(head.partition(b";")[0], 16)
            whole, rest = whole + rest[:size], rest[size + 2 :]
        return whole

    def _list(self) -> None:
        bucket = f"/{self.place.split('/')[1]}/"
        keys = [one.removeprefix(bucket) for one in self.cloud.kept]
        one = "<Contents><Key>{}</Key><Size>{}</Size><LastModified>2026-11-24T10:00:00.000Z</LastModified></Contents>"
        found = "".join(
            one.format(key, len(self.cloud.kept[bucket + key])) for key in keys if key.startswith(self.query["prefix"])
        )
        self._say(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode())


@contextmanager
def cloud_serving(kind: type[_Storage]) -> Iterator[Cloud]:
    """An empty storage of that kind, while it serves."""
    cloud = Cloud()
    handler = type("Handler", (kind,), {"cloud": cloud})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        cloud.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield cloud
        finally:
            server.shutdown()
            thread.join()
