"""``bertbib read``, ``themes`` and ``show``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bertbib.cli import options as opt
from bertbib.cli.boundary import boundary
from bertbib.cli.render import plural, say_problems, show, show_json, show_table, styled

Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help="Format of the lists; default: by suffix, then content."),
]


@boundary
def read(lists: opt.Lists = None, reader: Format = None, depth: opt.Depth = None, as_json: opt.Json = False) -> int:
    """Show what the lists say: every reference with its theme, line, ids, note and outcome. Asks nobody."""
    from bertbib.app.reading import read as run_read  # each verb loads its own part only

    found = run_read(lists or (), reader=reader, depth=depth)
    say_problems(found.problems)
    if as_json:
        show_json(found.to_json())
        return 0
    for theme in found.themes:
        show(styled(f"{' / '.join(theme.path)}  [{theme.slug}] {theme.source}", "bold"))
        rows = [
            [
                str(one.where.line),
                one.outcome,
                one.title,
                " ".join(map(str, one.ids)) or (one.url or ""),
                one.note or "",
            ]
            for one in theme.references
        ]
        show_table(rows, widths=(0, 0, 70, 60, 0))
    total = sum(found.counts.values())
    show(
        f"{plural(total, 'unit')} in {plural(len(found.themes), 'theme')}: "
        + ", ".join(f"{n} {name}" for name, n in found.counts.items())
    )
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
def show_entry(name: opt.Key, out: opt.Out = None, as_json: opt.Json = False) -> int:
    """Show an entry of the lock and where each field came from. Asks nobody."""
    from bertbib.app.showing import show as run_show  # each verb loads its own part only

    found = run_show(name, lock_dir=out)
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
    return 0


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
