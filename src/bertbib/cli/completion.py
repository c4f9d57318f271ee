"""Shell completion of themes and citation keys; silent where there is no project."""

from __future__ import annotations

from pathlib import Path

from bertbib.model import BertbibError


def complete_themes(incomplete: str) -> list[str]:
    """Slugs of the project's themes that begin with the word so far."""
    from bertbib.app.lists import find_lists, read_lists  # completion only
    from bertbib.config import load_config

    try:
        config = load_config(Path.cwd())
        found = read_lists(find_lists(config), bib_themes=config.bib_themes, depth=config.depth)
    except BertbibError:
        return []
    return [theme.slug for theme in found.themes if theme.slug.startswith(incomplete)]


def complete_keys(incomplete: str) -> list[str]:
    """Citation keys of the project's lock that begin with the word so far."""
    from bertbib.config import load_config  # completion only
    from bertbib.project import load_lock

    try:
        config = load_config(Path.cwd())
        locked = load_lock(config.root / config.out)
    except BertbibError:
        return []
    return [key for key in sorted(locked.entries) if key.startswith(incomplete)]
