"""BibTeX <-> CSL: one declarative table, read both ways."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bertbib.crosswalk.csl import item_from_csl, item_to_csl
    from bertbib.crosswalk.read import (
        arxiv_in_words,
        identifiers_from_bibtex,
        item_from_bibtex,
        names_from_bibtex,
    )
    from bertbib.crosswalk.write import bibtex_from_entry

__all__ = [
    "arxiv_in_words",
    "bibtex_from_entry",
    "identifiers_from_bibtex",
    "item_from_bibtex",
    "item_from_csl",
    "item_to_csl",
    "names_from_bibtex",
]

_HOME = {
    "arxiv_in_words": "read",
    "bibtex_from_entry": "write",
    "identifiers_from_bibtex": "read",
    "item_from_bibtex": "read",
    "item_from_csl": "csl",
    "item_to_csl": "csl",
    "names_from_bibtex": "read",
}


def __getattr__(name: str) -> Any:
    """Load a direction when it is first used: a locked build reads no BibTeX."""
    if name not in _HOME:
        raise AttributeError(f"module 'bertbib.crosswalk' has no attribute {name!r}")
    return getattr(import_module(f"bertbib.crosswalk.{_HOME[name]}"), name)
