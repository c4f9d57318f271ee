"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bertbib.cli.completion import complete_keys, complete_themes

Lists = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LIST]...",
        help="Reading lists: Markdown, Org, .rst, .bib, .tex, .aux, .bcf, plain ids and titles, or exports: "
        "Better BibTeX JSON, Zotero's JSON and RDF, CSL-JSON and -YAML, RIS; "
        "- is standard input. Default: refs/*.md.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of the lock and of what is written. Default: refs.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Use the lock and answers on disk only.")]
KeysFrom = Annotated[
    list[str] | None,
    typer.Option("--keys-from", metavar="FILE", help="Keep the citation keys of this .tex or .bib (repeatable)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written; write nothing.")]
Ascii = Annotated[
    bool | None,
    typer.Option(
        "--ascii/--utf8",
        help="TeX accents instead of UTF-8; characters without a TeX form stay UTF-8.",
        show_default=False,
    ),
]
Layout = Annotated[str | None, typer.Option(metavar="LAYOUT", help="per-theme (default), library or disjoint.")]
Dialect = Annotated[str | None, typer.Option(metavar="DIALECT", help="bibtex (default) or biblatex.")]
Stubs = Annotated[
    bool | None, typer.Option("--stubs", help="Write unresolved references as minimal entries.", show_default=False)
]
Depth = Annotated[
    int | None, typer.Option("--depth", metavar="N", help="Fold themes below N headings into those above. 0: none.")
]
Themes = Annotated[
    list[str] | None,
    typer.Argument(metavar="[THEME]...", help="Themes by slug or title. Default: all.", autocompletion=complete_themes),
]
Key = Annotated[
    str, typer.Argument(metavar="KEY|ID", help="Citation key, alias, id or URL.", autocompletion=complete_keys)
]
