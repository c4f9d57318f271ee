"""bertbib: a lockfile for citations.

The verbs of the command line as typed functions: ``build``, ``lock``, ``add``, ``annotate``, ``check``, ``read``,
``themes``, ``show``, ``export``, ``get``, ``dedupe``, ``tidy``, ``upgrade``, ``update``, ``venue``, ``pack_build``,
``pack_list`` and ``pack_remove``. They take values, return reports, and raise BertbibError with a sentence for people.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bertbib._version import __version__

if TYPE_CHECKING:
    from bertbib.app.adding import AddReport, add
    from bertbib.app.annotating import AnnotateReport, annotate
    from bertbib.app.build import BuildReport, build, lock
    from bertbib.app.checking import CheckReport, check
    from bertbib.app.deduping import DedupeReport, dedupe
    from bertbib.app.exporting import ExportReport, export
    from bertbib.app.getting import GetReport, get
    from bertbib.app.packing import PackReport, pack_build, pack_list, pack_remove
    from bertbib.app.reading import ReadReport, ThemesReport, read, themes
    from bertbib.app.showing import ShowReport, show
    from bertbib.app.tidying import TidyReport, tidy
    from bertbib.app.updating import UpdateReport, update
    from bertbib.app.upgrading import UpgradeReport, upgrade
    from bertbib.app.venues import VenueReport, venue
    from bertbib.model import BertbibError, ConfigError, InputError, LockError

__all__ = [
    "AddReport",
    "AnnotateReport",
    "BertbibError",
    "BuildReport",
    "CheckReport",
    "ConfigError",
    "DedupeReport",
    "ExportReport",
    "GetReport",
    "InputError",
    "LockError",
    "PackReport",
    "ReadReport",
    "ShowReport",
    "ThemesReport",
    "TidyReport",
    "UpdateReport",
    "UpgradeReport",
    "VenueReport",
    "__version__",
    "add",
    "annotate",
    "build",
    "check",
    "dedupe",
    "export",
    "get",
    "lock",
    "pack_build",
    "pack_list",
    "pack_remove",
    "read",
    "show",
    "themes",
    "tidy",
    "update",
    "upgrade",
    "venue",
]

_HOME = {
    "bertbib.app.adding": ("AddReport", "add"),
    "bertbib.app.annotating": ("AnnotateReport", "annotate"),
    "bertbib.app.build": ("BuildReport", "build", "lock"),
    "bertbib.app.checking": ("CheckReport", "check"),
    "bertbib.app.deduping": ("DedupeReport", "dedupe"),
    "bertbib.app.exporting": ("ExportReport", "export"),
    "bertbib.app.getting": ("GetReport", "get"),
    "bertbib.app.packing": ("PackReport", "pack_build", "pack_list", "pack_remove"),
    "bertbib.app.reading": ("ReadReport", "ThemesReport", "read", "themes"),
    "bertbib.app.showing": ("ShowReport", "show"),
    "bertbib.app.tidying": ("TidyReport", "tidy"),
    "bertbib.app.updating": ("UpdateReport", "update"),
    "bertbib.app.upgrading": ("UpgradeReport", "upgrade"),
    "bertbib.app.venues": ("VenueReport", "venue"),
    "bertbib.model": ("BertbibError", "ConfigError", "InputError", "LockError"),
}


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used: the command line needs one of them, and starts faster without the others."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'bertbib' has no attribute {name!r}")
