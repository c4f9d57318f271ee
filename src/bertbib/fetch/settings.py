"""How the network is used in a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bertbib._version import __version__
from bertbib.model import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How the network is used; ``tokens`` maps names of environment variables to their values.

    With ``any_age`` answers on disk count however old they are: enough to explain what was decided, never to decide.
    ``connect_s`` limits the making of a connection, ``silence_s`` the time without a byte, ``answer_s`` a whole answer.
    """

    cache_dir: Path
    gateway: str = ""
    pace: bool = True
    mailto: str = ""
    offline: bool = False
    refresh: bool = False
    any_age: bool = False
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    connect_s: float = 5.0
    silence_s: float = 15.0
    answer_s: float = 30.0

    def __post_init__(self) -> None:
        if self.gateway and not self.gateway.startswith(("http://", "https://")):
            raise ConfigError(f"the gateway is not an http or https URL: {self.gateway}")
        if not _is_plain(self.mailto):
            raise ConfigError("the mail address for the User-Agent holds blanks or characters other than ASCII")
        for name, value in self.tokens.items():
            if not _is_plain(value.strip()):  # and the value must not be shown
                raise ConfigError(f"{name} holds characters that cannot be sent in a header")

    @property
    def user_agent(self) -> str:
        """Who is asking, as the services' etiquette wants it."""
        mailto = f"; mailto:{self.mailto}" if self.mailto else ""
        return f"bertbib/{__version__} (+https://github.com/bertbib/bertbib{mailto})"


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value
