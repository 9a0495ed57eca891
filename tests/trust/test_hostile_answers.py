"""Answers of a server that means harm: said in one clean line, on a terminal and in JSON."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from paperterm.model import Kind, SourcePaper
from tests import rendering
from tests.building import paper
from tests.commands.on_terminal import on_terminal
from tests.commands.running import Shell
from tests.trust.hostile import KINDS, steering

EVIL = "red\x9b31m \x9d0;owned\x9c turn\u202ethgir"
RAW = f"\x1b[31m\x1b]0;owned\x07{EVIL}"
XML = "<?xml version='1.0' encoding='utf-8'?>"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


class Answer(BaseHTTPRequestHandler):
    """Gives the same answer to everybody."""

    status: int
    headers_told: Mapping[str, str]
    body: bytes

    def do_GET(self) -> None:
        self.send_response(self.status)
        for name, value in self.headers_told.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Shell:
    """A shell that waits for nobody."""
    settings = home / "config/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[fetch]\ninterval = 0\n")
    return Shell(home, tmp_path)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on this machine; its handler is the class to change."""
    answer = type("Answer", (Answer,), {"status": 200, "headers_told": {}, "body": b""})
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as serving:
        thread = Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


BODIES = {
    "no XML": f"{RAW} nothing",
    "a page": f"<html><title>{RAW}</title></html>",
    "a feed's error": f"{XML}<rss><channel><title>Feed error</title>"
    f"<description>{EVIL}</description></channel></rss>",
    "an API's error": f"{XML}<feed {ATOM}><entry><id>http://arxiv.org/api/errors#{EVIL}</id>"
    f"<title>Error</title><summary>{EVIL}</summary></entry></feed>",
    "another root": f"{XML}<{EVIL.split()[0]}/>",
    "a strange id": f"{XML}<rss><channel><item><guid>{EVIL}</guid><title>x</title></item>"
    "</channel></rss>",
    "a strange mailing": f"Subject: cs.CV daily mailing\n\\\\\narXiv:{RAW}\nTitle: x\n\\\\\n",
    "a strange digest": f"# 🔍 {RAW} Papers · {EVIL}\n## 📚 Paper List\n- **[{RAW}](x)**\n",
    "a strange line": '{"id": "\\u001b[31m\\u202e", "title": "x"}',
}
HEADERS = {
    "a redirect": (302, {"Location": "http://evil.example/%1b[31m"}),
    "a redirect to a file": (302, {"Location": "file:///etc/\x1b[31m"}),
    "a refusal": (503, {"Retry-After": "\x1b[31m soon", "Server": "\x1b[31m"}),
}


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.parametrize("name", BODIES)
def test_a_file_never_steers_a_terminal(shell: Shell, name: str) -> None:
    (shell.folder / "answer").write_text(BODIES[name])
    for more in ([], ["--json"]):
        shown = on_terminal(shell, "import", "answer", *more)
        assert "paperterm: answer" in shown
        assert steering(shown.replace("\n", "")) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.parametrize("name", HEADERS)
def test_an_answer_never_steers_a_terminal(
    shell: Shell, server: ThreadingHTTPServer, name: str
) -> None:
    answer: type[Answer] = server.RequestHandlerClass  # type: ignore[assignment]
    answer.status, answer.headers_told = HEADERS[name]
    answer.body = RAW.encode()
    url = f"http://127.0.0.1:{server.server_port}"
    shown = on_terminal(shell, "fetch", environment={"PAPERTERM_ARXIV_URL": url, "TERM": "dumb"})
    assert "paperterm: " in shown
    assert steering(shown.replace("\n", "").replace("\r", "")) == []


def test_a_feed_of_hostile_papers_is_listed_cleanly(shell: Shell) -> None:
    kinds = ["".join(one for one in text if in_xml(one)) for text in KINDS.values()]
    papers = [
        SourcePaper(paper(number, text, authors=(text,), abstract=text, version=1), Kind.NEW)
        for number, text in enumerate(filter(str.strip, kinds), 1)
    ]
    (shell.folder / "feed.xml").write_bytes(rendering.rss(papers, date(2026, 2, 13)))
    assert shell("import", "feed.xml").status == 0
    shown = on_terminal(shell, "list")
    assert len(shown.split("\n")) == len(papers) + 1
    assert steering(shown.replace("\n", "")) == []


def in_xml(character: str) -> bool:
    """Whether XML 1.0 can hold it."""
    return character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")
