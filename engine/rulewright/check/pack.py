"""Checks a pack as a whole: what is wrong in its files, and where these are sound, in its figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulewright.check.figures import check_figures, run_checks
from rulewright.diagnostics import Diagnostic
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack
from rulewright.packs.model.pack import Pack


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A pack, as far as it can be read, with all its problems. One with errors is there to be shown, not evaluated."""

    pack: Pack
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is an error; warnings do not refuse a pack."""
        return any(each.is_error for each in self.diagnostics)


def check_pack(name: str | Path) -> CheckedPack:
    """Return a pack, a bundled one by name or a folder by its path, with everything that is wrong in it.

    What only its figures can show is looked for when the rest is sound.

    Raises:
        FileNotFoundError: when there is no such pack.
        OSError: when the folder cannot be read.
    """
    pack = read_pack(find_pack(name))
    checked = CheckedPack(pack, pack.diagnostics)
    return (
        checked
        if checked.has_errors
        else CheckedPack(pack, (*pack.diagnostics, *check_figures(pack), *run_checks(pack)))
    )
