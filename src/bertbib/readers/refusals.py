"""What is no export at all, whatever its name says: nothing, or a web page."""

from __future__ import annotations

import re

from bertbib.model import InputError, Where

_PAGE = r"[\ufeff\s]*+(?:<\?xml[^>]*>\s*+)?(?:<!--.*?-->\s*+)?<(?:!doctype\s+html|html|head|body)\b"


def refuse_no_export(text: str, path: str, hint: str) -> None:
    """Raise InputError where a text is empty, or the page that a site showed in place of the file."""
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{path} is empty", hint=hint)
    if re.match(_PAGE, text[:2000], re.IGNORECASE | re.DOTALL):
        message = "this is a web page, not an export: the site may have asked to log in"
        raise InputError(message, where=Where(path, 1), hint=hint)
