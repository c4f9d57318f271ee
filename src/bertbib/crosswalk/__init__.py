"""BibTeX, biblatex and CSL: one table of fields and one of types, read both ways."""

from bertbib.crosswalk.csl import item_from_csl, item_to_csl
from bertbib.crosswalk.read import identifiers_from_bibtex, item_from_bibtex
from bertbib.crosswalk.write import bibtex_from_entry

__all__ = ["bibtex_from_entry", "identifiers_from_bibtex", "item_from_bibtex", "item_from_csl", "item_to_csl"]
