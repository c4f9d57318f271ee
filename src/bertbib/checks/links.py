"""R121 to R124: links that lead nowhere, or elsewhere than they say, by their form alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bertbib.checks.rule import Rule, Subject
from bertbib.model import Problem
from bertbib.readers.source_links import SourceLink
from bertbib.text.link_hosts import Address
from bertbib.text.link_roles import is_known
from bertbib.text.links import address_of, classify, clean_url

_BROKEN_SCHEME = re.compile(
    r"(?i)(?:h{1,2}t{1,3}ps?|ttps?)(?::/{0,3}|;/{1,2}|/{2,3})(?=[\w-]+\.)|https?://https?(?::|//)"
)
_GOOD_SCHEME = re.compile(r"(?i)https?://(?!https?(?::|//))")
_BARE_HOST = re.compile(r"(?i)(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|cn|de|fr|jp|uk)(?:/|$))")
_PAPER_LABELS = frozenset({"paper", "pdf", "arxiv", "abs", "doi", "论文"})
_CODE_LABELS = frozenset({"code", "github", "git", "repo", "repository", "代码"})


def _each(find: Callable[[SourceLink], tuple[str, str] | None]) -> Callable[[Subject], Iterable[Problem]]:
    """A check of every link: ``find`` gives message and hint where something is wrong."""

    def check(subject: Subject) -> Iterator[Problem]:
        for link in subject.links:
            found = find(link)
            if found:
                yield Problem("link", "warning", found[0], link.where, found[1])

    return check


def _named(link: SourceLink) -> str:
    return f"“{link.label}”" if link.label else "without a text"


def _empty(link: SourceLink) -> tuple[str, str] | None:
    if link.url.strip():
        return None
    return f"the link {_named(link)} has no target", "add its URL, or take the link away"


def _no_scheme(link: SourceLink) -> tuple[str, str] | None:
    url = link.url.strip()
    if _GOOD_SCHEME.match(url):
        return None
    host = url.removeprefix("//").partition("/")[0].lower()
    if _BROKEN_SCHEME.match(url) or is_known(host.removeprefix("www.")) or _BARE_HOST.match(url):
        return f"{url} has no proper https:// at its start: on a page it leads nowhere", "write the URL in full"
    return None


def _malformed(link: SourceLink) -> tuple[str, str] | None:
    cleaned = clean_url(link.url)
    address = address_of(cleaned)
    if address is None or not _should_name_a_work(address):
        return None
    identifier, _role = classify(link.url)
    if identifier is not None and identifier.scheme != "url":
        return None
    return f"{link.url} holds no well-formed identifier of {address.host}", "copy the URL from the work's page"


def _should_name_a_work(address: Address) -> bool:
    """Whether every working URL of this host and path names a work."""
    head = address.segments[0] if address.segments else ""
    if address.host == "arxiv.org":
        return head in ("abs", "pdf", "html")
    if address.host in ("doi.org", "dx.doi.org"):
        return bool(head)
    if address.host == "openreview.net":
        return head in ("forum", "pdf") and not address.param("referrer").startswith("[")
    if address.host in ("aclanthology.org", "aclweb.org"):
        return re.fullmatch(r"[A-Z]\d\d-\d+(?:\.pdf)?|\d{4}\.[a-z0-9]+-[a-z0-9]+\.\w+(?:\.pdf)?", head) is not None
    return False


def _lies(link: SourceLink) -> tuple[str, str] | None:
    label = link.label.strip().lower()
    if label not in _PAPER_LABELS and label not in _CODE_LABELS:
        return None
    _identifier, role = classify(link.url)
    if label in _PAPER_LABELS and role == "code":
        return f"the link “{link.label}” leads to code: {link.url}", "link the paper, or name the link what it is"
    if label in _CODE_LABELS and role == "paper":
        return f"the link “{link.label}” leads to a paper: {link.url}", "link the code, or name the link what it is"
    return None


LINK_RULES = (
    Rule(
        code="R121",
        name="empty-link",
        severity="warning",
        summary="A link has no target.",
        explanation="`[code]()` leads back to the page itself. Add the URL, or take the link away until there is one.",
        check=_each(_empty),
    ),
    Rule(
        code="R122",
        name="no-scheme",
        severity="warning",
        summary="A URL does not begin with https:// or http://.",
        explanation="`[Title](arxiv.org/abs/1901.11504)` is a path below the page that shows the list, and `http//...` "
        "or `https://https://...` is nothing: the link leads nowhere. bertbib reads such a URL where its host is "
        "known; people who click do not get there. Write the URL in full.",
        check=_each(_no_scheme),
    ),
    Rule(
        code="R123",
        name="malformed-id",
        severity="warning",
        summary="A URL of arXiv, DOI, OpenReview or the ACL Anthology holds no well-formed identifier.",
        explanation="The site names every work by an identifier in its URLs, and what stands there has not its form: a "
        "digit is missing or too many, the month of an arXiv number is 13, a DOI lacks its prefix. The link leads "
        "nowhere. Copy the URL from the work's page.",
        check=_each(_malformed),
    ),
    Rule(
        code="R124",
        name="label-lies",
        severity="warning",
        summary="A link that is called paper leads to code, or the other way round.",
        explanation="bertbib goes by the URL, readers by the label. Correct whichever of the two is wrong.",
        check=_each(_lies),
    ),
)
