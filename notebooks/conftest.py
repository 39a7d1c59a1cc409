"""What nbval alone lets pass: changed pictures, cells never run, cells excepted from the check."""

from __future__ import annotations

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile


def pytest_collectstart(collector: pytest.Collector) -> None:
    # The lock pins matplotlib and the package brings its font, so a picture has one set of bytes.
    if isinstance(collector, IPyNbFile):
        collector.skip_compare = tuple(
            kind for kind in collector.skip_compare if not kind.startswith("image/")
        )


def _is_picture(data: tuple[str, object]) -> bool:
    return data[0].startswith("image/")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if not isinstance(item, IPyNbCell):
        return
    if item.cell.execution_count is None:
        pytest.fail(f"{item.name} was never executed: run make", pytrace=False)
    for output in item.cell.outputs:
        if "data" in output:
            # nbval tells the first difference only: let it be one that a person can read.
            output["data"] = dict(sorted(output["data"].items(), key=_is_picture))
    if item.options["skip"] or not item.options["check"]:
        pytest.fail(f"{item.name} is excepted from the check: remove the mark", pytrace=False)
