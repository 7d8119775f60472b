"""What numpy has, at less cost for a process that has just begun."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

_Kind = TypeVar("_Kind", bound=np.integer[Any])


def distinct(values: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    """Return the different values in order; `np.unique` imports `numpy.ma`, a tenth of a first search."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
