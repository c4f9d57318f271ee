"""The real services, for people with a network: ``pytest --live tests/live``. A few requests in all, at each service's pace."""

from __future__ import annotations

from pathlib import Path

import pytest

from program import Program

pytestmark = pytest.mark.live


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("arxiv:1901.11504", ("Multi-Task Deep Neural Networks", "eprint = {1901.11504}")),
        ("acl:P19-1441", ("4487--4496", "doi = {10.18653/v1/P19-1441}")),
        ("pmlr:v97/gong19a", ("2337--2346", "volume = {97}")),
        ("doi:10.1609/aaai.v34i05.6428", ("8968--8975",)),
        ("doi:10.48550/arXiv.1901.11504", ("eprint = {1901.11504}",)),
    ],
)
def test_a_record_of_each_service(tmp_path: Path, name: str, facts: tuple[str, ...]) -> None:
    done = Program(tmp_path)("get", name, BERTBIB_GATEWAY="", BERTBIB_PACE="1")
    assert done.code == 0, done.err
    for fact in facts:
        assert fact in done.out


def test_openreview_answers_or_is_said_to_be_closed(tmp_path: Path) -> None:
    done = Program(tmp_path)("get", "openreview:r1xMH1BtvB", BERTBIB_GATEWAY="", BERTBIB_PACE="1")
    assert done.code in (0, 3, 4)
    assert "ELECTRA" in done.out or "openreview" in done.err.lower()
