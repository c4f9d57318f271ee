"""``bertbib check``."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import graded, plural, say, show, show_json, show_text, styled
from bertbib.config import one_of

if TYPE_CHECKING:
    from bertbib.app.checking import CheckReport
    from bertbib.checks.rule import Finding, Rule

Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, or github: annotations of a workflow.")]
Explain = Annotated[
    str | None, typer.Option("--explain", metavar="CODE", help="Say what a rule means; all: the page of all rules.")
]
Select = Annotated[
    list[str] | None, typer.Option("--select", metavar="CODES", help="Only these rules (R104, R12, link-mismatch).")
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="CODES", help="Without these rules.")]

_SHOWN = 25
"""Findings of one rule in one file shown before the rest is only counted."""


@boundary
def check(
    lists: opt.Lists = None,
    select: Select = None,
    ignore: Ignore = None,
    format: Format = "text",  # noqa: A002 - the word users know
    explain: Explain = None,
    out: opt.Out = None,
    as_json: opt.Json = False,
) -> int:
    """Say what is doubtful in reading lists, by rules with codes; compares with the lock, if any. Asks nobody.

    Exit codes: 0 nothing but infos, 1 a warning or an error was found, 2 usage, 5 a list or the lock is unreadable.
    """
    from bertbib.app.checking import check as run_check  # each verb loads its own part only

    one_of("--format", format, ("text", "github"))
    if explain is not None:
        return _explain(explain, as_json=as_json)
    done = run_check(lists or (), select=select or (), ignore=ignore or (), out=out)
    if as_json:
        show_json(done.to_json())
    elif format == "github":
        show_text("".join(f"{workflow_command(one)}\n" for one in done.findings))
    else:
        _show_findings(done)
    summarize = say if as_json or format == "github" else show
    summarize(_summary(done))
    if done.lock is None:
        say("there is no lock: only the lists' own rules were checked; `bertbib build` makes one")
    return done.exit_code


def _show_findings(done: CheckReport) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    hinted: set[tuple[str, str]] = set()
    for path in dict.fromkeys(one.path for one in done.findings):
        show(styled(path or "lists", "bold", stream=sys.stdout))
        for one in done.findings:
            if one.path != path:
                continue
            counts[path, one.code] += 1
            if counts[path, one.code] > _SHOWN:
                continue
            place = f"{one.path}:{one.line}" if one.line else one.path
            code = graded(one.code, one.severity)
            show(f"{place}: {code} {' '.join(one.message.split())}")
            if one.hint and (one.code, one.hint) not in hinted:
                hinted.add((one.code, one.hint))
                show(styled(f"    {one.hint}", "dim", stream=sys.stdout))
        for (where, code), count in counts.items():
            if where == path and count > _SHOWN:
                show(f"... and {count - _SHOWN} more {code} in {path}; --json lists all")


def _summary(done: CheckReport) -> str:
    """One line that adds up: all findings, by severity, and by rule."""
    where = f"{plural(done.references, 'reference')} in {plural(len(done.lists), 'list')}"
    if not done.findings:
        return f"{where}: nothing found by {plural(len(done.rules), 'rule')}"
    kinds = ", ".join(plural(n, kind) if kind != "info" else f"{n} info" for kind, n in done.counts.items() if n)
    rules = Counter(f"{one.code} {one.name}" for one in done.findings)
    named = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
    return f"{where}: {plural(len(done.findings), 'finding')} ({kinds}): {named}"


def _explain(name: str, *, as_json: bool) -> int:
    from bertbib.app.checking import explain, rules_page  # as above

    if name.lower() == "all" and not as_json:
        show_text(rules_page())
        return 0
    rule = explain(name)
    if as_json:
        show_json(_rule_json(rule))
        return 0
    show(styled(f"{rule.code} {rule.name}", "bold", stream=sys.stdout) + f" ({rule.severity})")
    show(f"{rule.summary}\n\n{rule.explanation}")
    return 0


def _rule_json(rule: Rule) -> dict[str, str | bool]:
    return {
        "bertbib": "rule/1",
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "default": rule.default,
        "summary": rule.summary,
        "explanation": rule.explanation,
    }


_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def workflow_command(finding: Finding) -> str:
    """A finding as a command that annotates a file in GitHub Actions.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions; its escapes are those of
    https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
    """
    properties = {"file": finding.path, "line": str(finding.line or ""), "title": f"{finding.code} {finding.name}"}
    joined = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    message = finding.message + (f"\n{finding.hint}" if finding.hint else "")
    return f"::{_COMMANDS[finding.severity]} {joined}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
