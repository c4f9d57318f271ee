"""The one transport, and the only code that opens sockets."""

from bertbib.fetch.settings import FetchSettings
from bertbib.fetch.transport import Transport

__all__ = ["FetchSettings", "Transport"]
