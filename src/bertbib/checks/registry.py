"""All rules, by code and name, and what they find in a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bertbib.checks.links import LINK_RULES
from bertbib.checks.lists import ENTRY_RULES, TEXT_RULES
from bertbib.checks.locked import LOCK_RULES
from bertbib.checks.rule import Finding, Rule, Subject
from bertbib.config import suggest
from bertbib.model import ConfigError

FAMILIES = (
    ("Entries of a list", ENTRY_RULES),
    ("The text of a list", TEXT_RULES),
    ("Links", LINK_RULES),
    ("A list against the lock", LOCK_RULES),
)
"""The rules, by what they look at; codes never change their meaning, and none is used twice."""

RULES = tuple(rule for _title, rules in FAMILIES for rule in rules)
_OTHERS = "R119"


def find_rule(name: str) -> Rule:
    """The rule of a code or name, whatever its case; raise ConfigError where there is none."""
    wanted = name.strip().lower()
    for rule in RULES:
        if wanted in (rule.code.lower(), rule.name):
            return rule
    known = {word: None for rule in RULES for word in (rule.code, rule.name)}
    raise ConfigError(f"there is no rule {name!r}", hint=suggest(name, known))


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules to run: those selected (the default ones where none is) without those ignored.

    Both take codes, beginnings of codes (``R12``) and names, several in one text with commas between them. Raise
    ConfigError for one that fits no rule.
    """
    selected = _fitting(select)
    ignored = _fitting(ignore)
    wanted = [rule for rule in RULES if rule in selected] if selected else [rule for rule in RULES if rule.default]
    return tuple(rule for rule in wanted if rule not in ignored)


def _fitting(names: Iterable[str]) -> list[Rule]:
    found: list[Rule] = []
    for name in (part.strip() for text in names for part in text.split(",")):
        family = [rule for rule in RULES if name and rule.code.startswith(name.upper())]
        found += family or ([find_rule(name)] if name else [])
    return found


def findings(subject: Subject, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """What the rules find, by file, line and code, each once."""
    found = dict.fromkeys(finding for rule in rules for finding in _found(rule, subject))
    return sorted(found, key=lambda one: (one.path, one.line, one.code))


def _found(rule: Rule, subject: Subject) -> Iterator[Finding]:
    for problem in rule.check(subject):
        where = problem.where
        severity = problem.severity if rule.code == _OTHERS else rule.severity
        path, line = (where.path, where.line) if where else ("", 0)
        yield Finding(rule.code, rule.name, severity, path, line, problem.message, problem.hint)
