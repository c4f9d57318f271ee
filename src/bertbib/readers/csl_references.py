"""One item in CSL's variables -> a reference, its labels and the themes that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, get_args

from bertbib.model import Link, Outcome, Problem, Reference, Where
from bertbib.model.reference import Role
from bertbib.readers.csl_extras import own_of
from bertbib.readers.csl_values import aliases, citation_key, identifiers, noted, stated_item
from bertbib.readers.memberships import Path
from bertbib.text.titles import plain

_ROLES = get_args(Role)


def reference_of(data: Mapping[str, Any], where: Where) -> tuple[Reference, list[Problem]]:
    """The reference of an item, and a finding for each value that has not CSL's form."""
    problems: list[Problem] = []
    said = noted(data)
    stated = stated_item(data, where, problems, said)
    ids = tuple(identifiers(data, said))
    title = " ".join(plain(stated.title).split())
    outcome: Outcome = "paper" if ids else "no-link" if title else "could-not-tell"
    return (
        Reference(
            title=title,
            where=where,
            outcome=outcome,
            ids=ids,
            url=stated.URL or None,
            year=stated.issued.year if stated.issued else None,
            links=tuple(_links(data)),
            stated=stated,
            key=citation_key(data, said) or None,
            labels=labels_of(data),
        ),
        problems,
    )


def _links(data: Mapping[str, Any]) -> Iterator[Link]:
    for link in own_of(data).get("links", ()):
        if isinstance(link, dict) and isinstance(link.get("url"), str) and link.get("role") in _ROLES:
            yield Link(link["role"], str(link.get("label", "")), link["url"])


Work = tuple[list[str], Callable[[], Reference]]


def work_of(data: Mapping[str, Any], where: Where) -> Work | None:
    """The keys that cite an item, and what makes its reference; None where it has no key."""
    key = citation_key(data)
    return ([key, *aliases(data)], partial(_alone, data, where)) if key else None


def _alone(data: Mapping[str, Any], where: Where) -> Reference:
    return reference_of(data, where)[0]


def labels_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The keywords of an item, each once."""
    value = data.get("keyword", data.get("keywords", ""))
    names = re.split("[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(dict.fromkeys(name for one in names if isinstance(one, str) and (name := " ".join(one.split()))))


def paths_of(data: Mapping[str, Any], by: str) -> Iterator[Path]:
    """The themes that an item names: its categories or collections, or its keywords."""
    names: list[Any] = []
    apart = "/" if "collections" in data else None
    if by == "keywords":
        names, apart = list(labels_of(data)), " > "
    for field in ("categories", "collections") if by in ("auto", "groups") else ():
        value = data.get(field)
        names += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    for name in names:
        name = name.get("name") if isinstance(name, dict) else name
        parts = (name.split(apart) if apart else [name]) if isinstance(name, str) else []
        path = tuple(" ".join(part.split()) for part in parts if part.strip())
        if path:
            yield path
