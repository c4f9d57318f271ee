"""How a token travels: in a header or, where a service wants it so, in the query; and never into a log."""

from __future__ import annotations

import logging
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit, urlunsplit

from bertbib.model import Request

_LOGGER = "urllib3.connectionpool"  # it logs the address of every request


def place_token(request: Request, token: str, headers: dict[str, str], query: list[tuple[str, str]]) -> None:
    """Put the token where the request wants it: into the query's parameters, or into a header."""
    if request.token_param:
        _keep_out_of_logs(token)
        query.append((request.token_param, token))
    else:
        name = request.token_header
        headers[name] = f"Bearer {token}" if name.lower() == "authorization" else token


def without_parameter(url: str, name: str) -> str:
    """A URL without the parameters of this name, which a redirect may repeat; as it is where the name is empty."""
    parts = urlsplit(url)
    if not name or not parts.query:
        return url
    kept = [pair for pair in parts.query.split("&") if unquote_plus(pair.partition("=")[0]) != name]
    return urlunsplit(parts._replace(query="&".join(kept)))


class _Censor(logging.Filter):
    """Takes tokens out of the lines of one logger."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: tuple[str, ...] = ()

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for secret in self.secrets:
            if secret in message:
                message = message.replace(secret, "***")
                record.msg, record.args = message, ()
        return True


_CENSOR = _Censor()


def _keep_out_of_logs(token: str) -> None:
    for spelled in (token, quote(token, safe=""), quote_plus(token)):
        if spelled not in _CENSOR.secrets:
            _CENSOR.secrets += (spelled,)
    logger = logging.getLogger(_LOGGER)
    if _CENSOR not in logger.filters:
        logger.addFilter(_CENSOR)
