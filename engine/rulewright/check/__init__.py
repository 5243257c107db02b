"""Examines packs that are in order: their examples, and what these leave out."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.check.coverage import Coverage as Coverage
    from rulewright.check.coverage import measure_coverage as measure_coverage
    from rulewright.check.dated_examples import problems_of_dates as problems_of_dates
    from rulewright.check.examples import ExampleResult as ExampleResult
    from rulewright.check.examples import run_examples as run_examples
    from rulewright.check.fallbacks import LeftToReference as LeftToReference
    from rulewright.check.fallbacks import find_fallbacks as find_fallbacks
    from rulewright.check.pack import CheckedPack as CheckedPack
    from rulewright.check.pack import check_pack as check_pack
    from rulewright.check.proposals import with_examples as with_examples
    from rulewright.check.publishing import NotPublishableError as NotPublishableError
    from rulewright.check.publishing import Publication as Publication
    from rulewright.check.publishing import publish as publish
    from rulewright.check.selection import ExampleSelection as ExampleSelection
    from rulewright.check.selection import UnknownNameError as UnknownNameError
    from rulewright.check.selection import select as select
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "coverage": ("Coverage", "measure_coverage"),
            "dated_examples": ("problems_of_dates",),
            "examples": ("ExampleResult", "run_examples"),
            "fallbacks": ("LeftToReference", "find_fallbacks"),
            "pack": ("CheckedPack", "check_pack"),
            "proposals": ("with_examples",),
            "publishing": ("NotPublishableError", "Publication", "publish"),
            "selection": ("ExampleSelection", "UnknownNameError", "select"),
        },
    )
