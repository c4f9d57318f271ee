"""Answers for the tests: bytes in, Answer out, with the provenance that the transport would give."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bertbib.model import Answer, Request

HERE = Path(__file__).parent

ANUBIS = (
    b"<!doctype html><html lang='en'><head><title>Making sure you're not a bot!</title>"
    b"<link rel='stylesheet' href='/.within.website/x/xess/xess.css'></head><body></body></html>"
)
PLAIN_PAGE = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>"


def answer(request: Request, body: bytes | str | object, status: int = 200, content_type: str = "") -> Answer:
    """The answer to a request; a body that is neither bytes nor text is sent as JSON."""
    if not isinstance(body, bytes | str):
        body, content_type = json.dumps(body), content_type or "application/json"
    raw = body.encode() if isinstance(body, str) else body
    return Answer(
        request=request,
        status=status,
        body=raw,
        headers={"content-type": content_type} if content_type else {},
        fetched="2026-11-03T12:00:00Z",
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def stored(name: str) -> bytes:
    """The bytes of a file of test data, by its path below this folder."""
    return (HERE / name).read_bytes()
