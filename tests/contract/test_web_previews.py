"""Previews of web addresses over real TLS: what is fetched, what is refused, and what only the cloud may read.

A proxy leads the invented hosts to a server of the test.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.contract.test_storage_addresses import PATIENT, cloud_behind, without_secrets
from tests.support.proxies import Certificate, make_certificate
from tests.support.raw_server import RawServer, Reader, Request, Treat, Writer, raw_server
from wandesk.dashscope import web_files
from wandesk.dashscope.client import DashScope
from wandesk.domain.errors import InputRefused, WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import WebFileUnseen
from wandesk.settings.catalogue import load_catalogue

HOST, MIRROR = "pictures.example.com", "mirror.example.com"
PICTURE = b"\x89PNG" + bytes(200_000)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"), HOST, MIRROR)


@pytest.fixture(autouse=True)
def _trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))


def answering(head: str, body: bytes = b"") -> Treat:
    """A server with one answer."""

    async def treat(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\n" + body)
        await writer.drain()

    return treat


def fetched(address: str, target: Path, certificate: Certificate, treat: Treat) -> tuple[WanDeskError | None, int]:
    """The error of a fetch, and how many requests the server got."""

    async def story() -> tuple[WanDeskError | None, int]:
        async with cloud_behind(treat, certificate) as (cloud, server, _proxy):
            try:
                await cloud.fetch(address, target, region="singapore")
            except WanDeskError as error:
                return error, len(server.requests)
            assert without_secrets(server)
            return None, len(server.requests)

    return asyncio.run(story())


OK = f"HTTP/1.1 200 OK\ncontent-type: image/png\ncontent-length: {len(PICTURE)}\n"


def test_a_file_is_fetched_without_key_and_cookies(certificate: Certificate, tmp_path: Path) -> None:
    target = tmp_path / "cat.png"
    error, _ = fetched(f"https://{HOST}/cat.png?size=2", target, certificate, answering(OK, PICTURE))
    assert error is None
    assert target.read_bytes() == PICTURE


def test_redirects_are_followed_under_the_same_rules(certificate: Certificate, tmp_path: Path) -> None:
    async def treat(_server: RawServer, request: Request, _reader: Reader, writer: Writer) -> None:
        path = request.line.split(" ")[1]
        targets = {"/a": f"https://{MIRROR}/b", "/c": "https://192.168.1.1/b", "/d": f"https://{HOST}/d"}
        if path in targets:
            answer = f"HTTP/1.1 302 Found\r\nlocation: {targets[path]}\r\ncontent-length: 0\r\n\r\n".encode()
        else:
            answer = OK.replace("\n", "\r\n").encode() + b"\r\n" + PICTURE
        writer.write(answer)
        await writer.drain()

    target = tmp_path / "cat.png"
    error, requests = fetched(f"https://{HOST}/a", target, certificate, treat)
    assert (error, requests) == (None, 2)
    target.unlink()
    for path in ("/c", "/d"):
        error, _ = fetched(f"https://{HOST}{path}", target, certificate, treat)
        assert isinstance(error, WebFileUnseen), path
        assert not target.exists()


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("HTTP/1.1 403 Forbidden\ncontent-length: 0\n", Sentence.WEB_FORBIDDEN),
        ("HTTP/1.1 401 Unauthorized\ncontent-length: 0\n", Sentence.WEB_FORBIDDEN),
        ("HTTP/1.1 404 Not Found\ncontent-length: 0\n", Sentence.WEB_NOT_FOUND),
        ("HTTP/1.1 200 OK\ncontent-type: text/html; charset=utf-8\ncontent-length: 0\n", Sentence.WEB_PAGE),
    ],
)
def test_what_the_cloud_could_not_fetch_either_is_refused(
    certificate: Certificate, tmp_path: Path, head: str, sentence: Sentence
) -> None:
    target = tmp_path / "cat.png"
    error, _ = fetched(f"https://{HOST}/cat.png", target, certificate, answering(head))
    assert isinstance(error, InputRefused)
    assert error.sentence is sentence
    assert not target.exists()


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 503 Busy\ncontent-length: 0\n",
        "HTTP/1.1 200 OK\ncontent-encoding: gzip\ncontent-length: 0\n",
        "HTTP/1.1 200 OK\ncontent-length: 999999\n",
        "nonsense\n",
    ],
)
def test_what_cannot_be_read_here_may_be_read_by_the_cloud(certificate: Certificate, tmp_path: Path, head: str) -> None:
    async def cut(_server: RawServer, _request: Request, _reader: Reader, writer: Writer) -> None:
        writer.write(head.replace("\n", "\r\n").encode() + b"\r\nsome bytes")
        await writer.drain()
        writer.close()

    target = tmp_path / "cat.png"
    error, _ = fetched(f"https://{HOST}/cat.png", target, certificate, cut)
    assert isinstance(error, WebFileUnseen)
    assert error.sentence is Sentence.WEB_UNSEEN
    assert not target.exists(), "nothing is left of half a file"


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_files, "MOST_BYTES", 100_000)
    target = tmp_path / "cat.png"
    error, _ = fetched(f"https://{HOST}/cat.png", target, certificate, answering(OK, PICTURE))
    assert isinstance(error, InputRefused)
    assert error.sentence is Sentence.WEB_TOO_LARGE
    assert not target.exists()


def test_a_file_that_never_ends_is_given_up(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_files, "MOST_SECONDS", 0.5)

    async def treat(server: RawServer, _request: Request, reader: Reader, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")
        await reader.read()

    error, _ = fetched(f"https://{HOST}/cat.png", tmp_path / "cat.png", certificate, treat)
    assert isinstance(error, WebFileUnseen)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"http://{HOST}/cat.png", Sentence.WEB_NOT_ENCRYPTED),
        (f"https://{HOST}:8443/cat.png", Sentence.WEB_UNSEEN),
        ("https://nas/cat.png", Sentence.WEB_PRIVATE),
        ("https://localhost/cat.png", Sentence.WEB_PRIVATE),
        ("https://192.168.1.7/cat.png", Sentence.WEB_PRIVATE),
        ("http://router.lan/cat.png", Sentence.WEB_PRIVATE),
        ("http://127.0.0.1:8000/cat.png", Sentence.WEB_PRIVATE),
        ("http://2130706433/cat.png", Sentence.WEB_PRIVATE),
    ],
)
def test_only_public_https_addresses_are_requested(
    certificate: Certificate, tmp_path: Path, address: str, sentence: Sentence
) -> None:
    error, requests = fetched(address, tmp_path / "cat.png", certificate, answering(OK, PICTURE))
    assert error is not None
    assert (error.sentence, requests) == (sentence, 0)


def test_a_public_name_that_leads_to_a_private_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a proxy the client resolves the name itself, and connects to public addresses only."""

    async def story() -> None:
        async with raw_server(answering(OK, PICTURE)) as server:
            cloud = DashScope(load_catalogue(), timeouts=PATIENT)
            loop = asyncio.get_running_loop()
            found = [(2, 1, 6, "", ("127.0.0.1", server.port))]

            async def resolved(*_: object, **__: object) -> list[object]:
                return list(found)

            monkeypatch.setattr(loop, "getaddrinfo", resolved)
            try:
                with pytest.raises(InputRefused) as refused:
                    await cloud.fetch(f"https://{HOST}/cat.png", tmp_path / "cat.png", region="singapore")
            finally:
                await cloud.close()
            assert refused.value.sentence is Sentence.WEB_PRIVATE
            assert not server.requests

    asyncio.run(story())
