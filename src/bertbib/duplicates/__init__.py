"""Which records are of one work, which of two works that share their content: pairs, groups, and why.

Three answers: ``same`` (versions of one work: a preprint and its publication), ``related`` (reported, never merged: a
conference paper and its journal version, an erratum, an edition) and ``different``. Pure; ``proof`` has the
stricter rule by which a record becomes the published one.
"""

from bertbib.duplicates.grouping import Group, Link, groups_of
from bertbib.duplicates.stated import work_of_entry, works_in
from bertbib.duplicates.verdict import Relation, Verdict, compare
from bertbib.duplicates.works import Work, work_of

__all__ = [
    "Group",
    "Link",
    "Relation",
    "Verdict",
    "Work",
    "compare",
    "groups_of",
    "work_of",
    "work_of_entry",
    "works_in",
]
