"""``bertbib read``, ``themes`` and ``show``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import plural, say_problems, show, show_json, show_table, styled

if TYPE_CHECKING:
    from bertbib.account import Candidate, Evidence

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Format: markdown, org, rst, ids, bibtex, csljson, cslyaml, bbtjson, zoterojson, zoterordf, ris, tex, "
        "aux, bcf. Default: exports by their text, else by suffix, then text.",
    ),
]


Deep = Annotated[bool, typer.Option("--deep", help="Also read what arXiv and venues' pages answered: it takes longer.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="OUTCOMES", help="Only units of these outcomes (no-link,duplicate), or doubtful."),
]


@boundary
def read(
    lists: opt.Lists = None,
    reader: Format = None,
    only: Only = None,
    depth: opt.Depth = None,
    as_json: opt.Json = False,
) -> int:
    """Show what the lists say: every reference with its theme, line, ids, note and outcome. Asks nobody.

    What deserves a look comes first in its theme, marked with an exclamation mark.
    """
    from bertbib.app.doubts import narrowed  # each verb loads its own part only
    from bertbib.app.reading import read as run_read

    wanted = [name.strip() for names in only or () for name in names.split(",") if name.strip()]
    whole = run_read(lists or (), reader=reader, depth=depth)
    found = narrowed(whole, wanted)
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
        return 0
    from bertbib.cli.units import show_units  # the table alone needs it

    show_units(found, sum(whole.counts.values()))
    return 0


@boundary
def themes(lists: opt.Lists = None, out: opt.Out = None, depth: opt.Depth = None, as_json: opt.Json = False) -> int:
    """List the themes with their counts. Asks nobody."""
    from bertbib.app.reading import themes as run_themes  # each verb loads its own part only

    found = run_themes(lists or (), out=out, depth=depth)
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
        return 0
    rows = [
        [one.theme.slug, str(one.papers), str(sum(one.statuses.values())), " / ".join(one.theme.path), one.theme.source]
        for one in found.themes
    ]
    show_table(rows, heads=("theme", "papers", "locked", "title", "list"), widths=(50, 0, 0, 60, 0))
    return 0


@boundary
def show_entry(name: opt.Key, out: opt.Out = None, deep: Deep = False, as_json: opt.Json = False) -> int:
    """Show an entry of the lock: where each field came from, and the evidence, source by source. Asks nobody.

    The lock is enough; answers on disk, packs and the lists add what each source said and how well it agrees.
    Candidates for an entry that is not known to be published come with the lines for overrides.bib that settle them.
    """
    from bertbib.app.showing import show as run_show  # each verb loads its own part only

    found = run_show(name, lock_dir=out, deep=deep)
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
        return 0
    entry = found.entry
    show(styled(entry.key, "bold") + f"  {entry.status}, from {entry.source}")
    show_table(
        [[one.field, _value(one.value), one.origin] for one in found.fields],
        heads=("field", "value", "from"),
        widths=(0, 90, 0),
    )
    if entry.proof:
        show(f"proof: {entry.proof.level} by {', '.join(entry.proof.by)}; the list's note {_NOTE[entry.proof.note]}")
    for label, values in (
        ("ids", [str(one) for one in entry.ids]),
        ("asked", [f"{source} {date}" for source, date in entry.asked]),
        ("old keys", list(entry.aliases)),
        ("other works linked", [str(one) for one in entry.related]),
        ("links", [f"{link.role} {link.url}" for link in entry.links]),
    ):
        if values:
            show(f"{label}: {', '.join(values)}")
    if found.why and not entry.proof:
        show(f"{entry.status}: {'; '.join(found.why)}")
    show(styled("evidence", "bold", stream=sys.stdout))
    show_table(
        [_row(one) for one in found.evidence],
        heads=("source", "record", "asked", "verdict", "says", "beside the preprint", "because"),
        widths=(20, 45, 0, 0, 60, 0, 0),
    )
    if found.candidates:
        show(styled("candidates", "bold", stream=sys.stdout) + " that the rule of proof does not accept")
    for candidate in found.candidates:
        show(f"{candidate.record}: {_said(candidate)}")
        show(f"  {'; '.join(filter(None, (str(candidate.scores or ''), candidate.because)))}")
        if candidate.accept:
            show(f"  accept it in overrides.bib by  {candidate.accept}")
            show(f"  refuse it in overrides.bib by  {candidate.refuse}")
    return 0


def _row(one: Evidence) -> list[str]:
    people = plural(one.authors, "author") if one.authors else ""
    return [one.source, one.record, one.asked, one.verdict, _said(one, people), str(one.scores or ""), one.because]


def _said(one: Evidence | Candidate, *more: str) -> str:
    """What a record says: its title where that is another one than the preprint's, its venue and its year."""
    differs = one.scores is not None and one.scores.title != "equal"
    said = (f'"{one.title}"' if differs else "", one.venue, str(one.year or ""), *more)
    return ", ".join(part for part in said if part)


_NOTE = {"agrees": "agrees", "contradicts": "contradicts it", "silent": "is silent"}


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_value(one) for one in value)
    if isinstance(value, dict) and "date-parts" in value:
        return "-".join(f"{part:02}" for part in value["date-parts"][0])
    if isinstance(value, dict):
        return " ".join(
            str(part)
            for key in ("given", "non-dropping-particle", "family", "suffix", "literal")
            if (part := value.get(key))
        )
    return str(value)
