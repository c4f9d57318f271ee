"""What is doubtful in reading lists, as findings with stable codes: ``check``. Asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertbib import project
from bertbib.app.lists import Source, find_lists, read_lists
from bertbib.app.session import open_session
from bertbib.checks.registry import FAMILIES, RULES, chosen, find_rule, findings
from bertbib.checks.rule import Finding, Rule, Subject
from bertbib.model import Severity
from bertbib.readers.source_links import SourceLink, source_links

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The findings by file and line. ``lock`` is the lock's path, None where there is none to compare with.

    ``references`` counts what the lists hold. The exit code is 1 where a finding is a warning or an error.
    """

    findings: tuple[Finding, ...]
    lists: tuple[str, ...]
    references: int
    rules: tuple[Rule, ...]
    lock: Path | None

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity, zeros included."""
        found = Counter(one.severity for one in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def exit_code(self) -> int:
        """The exit code of the command line."""
        return int(any(one.severity != "info" for one in self.findings))

    def to_json(self) -> dict[str, Any]:
        """The stable document ``check/1``."""
        return {
            "bertbib": "check/1",
            "findings": [_finding_json(one) for one in self.findings],
            "counts": self.counts,
            "lists": list(self.lists),
            "lock": str(self.lock) if self.lock else None,
            "exit_code": self.exit_code,
        }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.path or None,
        "line": finding.line or None,
        "message": finding.message,
        "hint": finding.hint or None,
    }


def check(
    lists: Sequence[Path | str] = (),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    out: Path | str | None = None,
    root: Path | None = None,
) -> CheckReport:
    """Check lists (the project's by default) by the rules of ``bertbib.checks``, without asking anybody.

    ``select`` and ``ignore`` take codes, beginnings of codes and names; ``out`` is the folder of the lock. Without a
    lock only the lists' own rules find something. Raise ConfigError for an unknown rule or where there is no list,
    InputError for a list and LockError for a lock that cannot be read.
    """
    rules = chosen(select, ignore)
    config = open_session(root).config
    read = read_lists(lists or find_lists(config))
    folder = Path(out) if out is not None else config.root / config.out
    locked = (folder / project.LOCK_NAME).exists()
    links = [link for source in read.sources for link in _links(source)]
    lock = project.load_lock(folder) if locked else None
    subject = Subject(themes=read.themes, problems=read.problems, links=links, lock=lock)
    return CheckReport(
        findings=tuple(findings(subject, rules)),
        lists=tuple(source.path for source in read.sources),
        references=sum(len(theme.references) for theme in read.themes),
        rules=rules,
        lock=folder / project.LOCK_NAME if locked else None,
    )


def _links(source: Source) -> list[SourceLink]:
    """The links of a Markdown list as written; the other formats have none that could be broken in this way."""
    return source_links(source.text, source.path) if ".md" in source.reader.suffixes else []


def explain(name: str) -> Rule:
    """The rule of a code or name; raise ConfigError where there is none."""
    return find_rule(name)


def rules_page() -> str:
    """All rules as a page of Markdown: ``docs/rules.md``."""
    parts = [_PAGE_HEAD]
    for title, rules in FAMILIES:
        parts.append(f"## {title}\n\n| code | name | severity | what it finds |\n|---|---|---|---|")
        parts[-1] += "".join(f"\n| {one.code} | `{one.name}` | {_severity(one)} | {one.summary} |" for one in rules)
        parts += [f"### {one.code} {one.name}\n\n{one.explanation}" for one in rules]
    return "\n\n".join(parts) + "\n"


def _severity(rule: Rule) -> str:
    return rule.severity if rule.default else f"{rule.severity}, only where selected"


_PAGE_HEAD = f"""# Rules of `bertbib check`

{len(RULES)} rules. Warnings and errors make `bertbib check` exit with 1, infos do not. `--select` and `--ignore` take
codes, beginnings of codes (`R12`) and names. This page is made by `bertbib check --explain all`."""

__all__ = ["CheckReport", "Finding", "Rule", "check", "explain", "rules_page"]
