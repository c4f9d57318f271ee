"""The nouns of bertbib: frozen dataclasses without input or output.

Field names are CSL variable names in snake_case (https://docs.citationstyles.org/en/stable/specification.html);
BibTeX words appear only at the edges of the program.
"""

from bertbib.model.entry import Entry, Lock, Proof, Status
from bertbib.model.errors import BertbibError, ConfigError, InputError, LockError, SourceError
from bertbib.model.identifier import Identifier
from bertbib.model.item import Date, Item, Name
from bertbib.model.problem import Problem, Severity, Where
from bertbib.model.record import Record
from bertbib.model.reference import Intake, Link, Outcome, Reference, Theme
from bertbib.model.wire import Answer, Reading, Request, Wanted

__all__ = [
    "Answer",
    "BertbibError",
    "ConfigError",
    "Date",
    "Entry",
    "Identifier",
    "InputError",
    "Intake",
    "Item",
    "Link",
    "Lock",
    "LockError",
    "Name",
    "Outcome",
    "Problem",
    "Proof",
    "Reading",
    "Record",
    "Reference",
    "Request",
    "Severity",
    "SourceError",
    "Status",
    "Theme",
    "Wanted",
    "Where",
]
