"""Feeds of the arXiv API in its documented forms: today's, and that of 2007 to 2019 (https://info.arxiv.org/help/api)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape


def entry(
    identifier: str,
    title: str = "A title",
    authors: Sequence[str] = ("Ada Lovelace",),
    published: str = "2019-01-31T18:07:25Z",
    extra: str = "",
) -> str:
    """One entry; ``identifier`` bears its version, ``extra`` is XML for further elements."""
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}</id><title>{escape(title)}</title>"
        f"<updated>2019-05-30T01:00:00Z</updated><summary> S </summary>"
        f'<link href="https://arxiv.org/abs/{identifier}" rel="alternate" type="text/html"/>'
        f"<published>{published}</published>{extra}{people}</entry>"
    )


def feed(entries: Sequence[str] = (), total: int | None = None, named: str = "arxiv.org") -> str:
    """A feed of today; ``total`` is the number of entries unless it is given."""
    count = len(entries) if total is None else total
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns="http://www.w3.org/2005/Atom">'
        f"<id>https://{named}/api/qFN+3Zc8/02f</id><title>arXiv Query: search_query=&amp;id_list=</title>"
        "<updated>2026-11-03T12:00:00Z</updated>"
        f"<opensearch:itemsPerPage>100</opensearch:itemsPerPage><opensearch:totalResults>{count}"
        "</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>" + "".join(entries) + "</feed>"
    )


def error_feed(summary: str) -> str:
    """The feed of a refused request: one entry without ``published``."""
    link = "https://arxiv.org/api/errors#" + escape(summary.replace(" ", "_"))
    return feed(
        [
            f"<entry><id>{link}</id><title>Error</title><updated>2026-11-03T12:00:00Z</updated>"
            f"<summary>{escape(summary)}</summary><author><name>arXiv api core</name></author></entry>"
        ]
    )


def old_feed(identifier: str, title: str, authors: Sequence[str], extra: str = "", total: int = 1) -> str:
    """A feed of the old form: a namespace on every element, broken lines, dates with an offset, any order."""
    atom = 'xmlns="http://www.w3.org/2005/Atom"'
    search = 'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    people = "".join(f"<author {atom}>\n  <name {atom}>{escape(name)}</name>\n</author>" for name in authors)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed {atom}>\n<title type="html">ArXiv Query: id_list=x</title>'
        f"<opensearch:totalResults {search}>{total}</opensearch:totalResults>"
        f'<entry {atom} xmlns:arxiv="http://arxiv.org/schemas/atom">\n<id {atom}>http://arxiv.org/abs/{identifier}</id>'
        f"<published {atom}>2003-07-07T13:46:39-04:00</published><updated {atom}>2003-07-07T13:46:39-04:00</updated>"
        f"<title {atom}>{escape(title)}</title><summary {atom}>\n  S\n</summary>{people}{extra}</entry></feed>"
    )
