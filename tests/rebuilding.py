"""A list that is built again and again in this process, each run on the lock and the answers of those before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bertbib
from standin import UNAVAILABLE, Fault, StandIn

Entries = list[dict[str, Any]]


class Project:
    """A folder with a list, its lock and its answers."""

    def __init__(self, folder: Path, services: StandIn, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
        folder.mkdir()
        self.services, self.folder = services, folder
        self.list = folder / "list.md"
        self.list.write_text(text)
        self.report: bertbib.BuildReport
        own = {"GATEWAY": services.url, "CACHE_DIR": folder / "answers", "PACK_DIR": folder / "packs", "PACE": "0"}
        for name, value in own.items():
            monkeypatch.setenv(f"BERTBIB_{name}", str(value))

    def build(self) -> Entries:
        """The entries of the lock, dates of asking aside."""
        self.report = bertbib.build([self.list], out=self.folder)
        lock = self.folder / "bertbib.lock.json"
        entries: Entries = json.loads(lock.read_text()) if lock.exists() else []
        for entry in entries:
            asked = own(entry).get("asked", {})
            asked.update((name, "a date") for name, said in asked.items() if said[0].isdigit())
        return entries

    def outage(self, *hosts: str, fault: Fault = UNAVAILABLE) -> Entries:
        """As ``build``, while some hosts are down."""
        for host in hosts:
            self.services.fail(host, fault, times=1_000)
        found = self.build()
        self.services._plans.clear()
        return found


def own(entry: dict[str, Any]) -> dict[str, Any]:
    """What bertbib says of an entry beside its facts."""
    fields: dict[str, Any] = entry["custom"]["bertbib"]
    return fields


def keyed(entries: Entries, before: Entries) -> Entries:
    """Entries under the keys that their works had before: a key is given once, whatever is heard later."""
    keys = {one: entry["id"] for entry in before for one in own(entry)["ids"]}
    named = [
        {**entry, "id": next((keys[one] for one in own(entry)["ids"] if one in keys), entry["id"])} for entry in entries
    ]
    return sorted(named, key=lambda entry: str(entry["id"]))
