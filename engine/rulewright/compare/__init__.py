"""Compares versions of a pack: what they say differently, and what follows from it."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.compare.accepting import Acceptance as Acceptance
    from rulewright.compare.accepting import AcceptedError as AcceptedError
    from rulewright.compare.accepting import acceptance_of as acceptance_of
    from rulewright.compare.accepting import accepted_text as accepted_text
    from rulewright.compare.comparison import Elsewhere as Elsewhere
    from rulewright.compare.comparison import RuleVerdict as RuleVerdict
    from rulewright.compare.comparison import Side as Side
    from rulewright.compare.comparison import Verdict as Verdict
    from rulewright.compare.comparison import VersionComparison as VersionComparison
    from rulewright.compare.examples import ExampleMove as ExampleMove
    from rulewright.compare.revisions import VersionError as VersionError
    from rulewright.compare.versions import compare_versions as compare_versions
    from rulewright.compare.witness.search import SECONDS as SECONDS
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "accepting": ("Acceptance", "AcceptedError", "acceptance_of", "accepted_text"),
            "comparison": ("VersionComparison", "Elsewhere", "RuleVerdict", "Side", "Verdict"),
            "examples": ("ExampleMove",),
            "revisions": ("VersionError",),
            "versions": ("compare_versions",),
            "witness.search": ("SECONDS",),
        },
    )
