"""Names what stands for an argument that was not given."""

from __future__ import annotations

from typing import Final


class Missing:
    """The kind of `MISSING`: an argument that was not given."""

    __slots__ = ()


MISSING: Final = Missing()
