"""Rulewright: program protocols as versioned, executable, reviewable data.

```python
from rulewright import load_pack

engine = load_pack("path/of/a/pack")
outcome = engine.run("payments.earned", {"withheld": "250000", "score": "76.25%"})
```

What most programs need is here. The packages below have the rest of what is public, each under its own name:
`rulewright.check` (problems, examples and coverage of packs), `rulewright.statements` (tables in, money out),
`rulewright.compare` (versions of a pack, side by side), `rulewright.reports` (what people read),
`rulewright.diagnostics`, `rulewright.evaluate`, `rulewright.packs`, `rulewright.language` and
`rulewright.source`. Whatever lies deeper is internal.
"""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.check.pack import CheckedPack as CheckedPack
    from rulewright.check.pack import check_pack as check_pack
    from rulewright.diagnostics.diagnostic import Diagnostic as Diagnostic
    from rulewright.diagnostics.diagnostic import Severity as Severity
    from rulewright.evaluate.basis import AppliedRounding as AppliedRounding
    from rulewright.evaluate.basis import Basis as Basis
    from rulewright.evaluate.basis import TakenDefault as TakenDefault
    from rulewright.evaluate.case import Case as Case
    from rulewright.evaluate.caselines import CaseError as CaseError
    from rulewright.evaluate.choice import Choice as Choice
    from rulewright.evaluate.compiled.fallback import InternalError as InternalError
    from rulewright.evaluate.engine import Engine as Engine
    from rulewright.evaluate.library import PackError as PackError
    from rulewright.evaluate.library import load_pack as load_pack
    from rulewright.evaluate.needs import Needs as Needs
    from rulewright.evaluate.outcome import Outcome as Outcome
    from rulewright.evaluate.outcome import Problem as Problem
    from rulewright.evaluate.outcome import Status as Status
    from rulewright.evaluate.plans import UnknownRuleError as UnknownRuleError
    from rulewright.evaluate.receipt import receipt_of as receipt_of
    from rulewright.evaluate.replay import Difference as Difference
    from rulewright.evaluate.replay import Replayed as Replayed
    from rulewright.evaluate.tokens import Tokens as Tokens
    from rulewright.evaluate.trace import FigureRead as FigureRead
    from rulewright.evaluate.trace import Rounded as Rounded
    from rulewright.evaluate.trace import TraceNode as TraceNode
    from rulewright.evaluate.trace import UsedDecision as UsedDecision
    from rulewright.language.temporal.values import Date as Date
    from rulewright.language.temporal.values import DateTime as DateTime
    from rulewright.language.temporal.values import DaysDuration as DaysDuration
    from rulewright.language.temporal.values import Time as Time
    from rulewright.language.temporal.values import YearsDuration as YearsDuration
    from rulewright.language.temporal.values import date_of as date_of
    from rulewright.language.temporal.values import time_of as time_of
    from rulewright.language.values import Absence as Absence
    from rulewright.language.values import Range as Range
    from rulewright.packs.files import bundled_packs as bundled_packs
    from rulewright.packs.model.pack import Pack as Pack
    from rulewright.packs.model.recorded import RecordedDecision as RecordedDecision
    from rulewright.packs.model.rules import Rule as Rule
    from rulewright.reports.explanation import Explanation as Explanation
    from rulewright.reports.explanation import explain as explain
    from rulewright.source.place import Place as Place
    from rulewright.statements.replay import replay as replay
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "check.pack": ("CheckedPack", "check_pack"),
            "diagnostics.diagnostic": ("Diagnostic", "Severity"),
            "evaluate.basis": ("AppliedRounding", "Basis", "TakenDefault"),
            "evaluate.caselines": ("CaseError",),
            "evaluate.compiled.fallback": ("InternalError",),
            "evaluate.case": ("Case",),
            "evaluate.choice": ("Choice",),
            "evaluate.engine": ("Engine",),
            "evaluate.library": ("PackError", "load_pack"),
            "evaluate.needs": ("Needs",),
            "evaluate.outcome": ("Outcome", "Problem", "Status"),
            "evaluate.plans": ("UnknownRuleError",),
            "evaluate.receipt": ("receipt_of",),
            "evaluate.replay": ("Difference", "Replayed"),
            "evaluate.tokens": ("Tokens",),
            "evaluate.trace": ("FigureRead", "Rounded", "TraceNode", "UsedDecision"),
            "language.temporal.values": (
                "Date",
                "DateTime",
                "DaysDuration",
                "Time",
                "YearsDuration",
                "date_of",
                "time_of",
            ),
            "language.values": ("Absence", "Range"),
            "packs.files": ("bundled_packs",),
            "packs.model.pack": ("Pack",),
            "packs.model.recorded": ("RecordedDecision",),
            "packs.model.rules": ("Rule",),
            "reports.explanation": ("Explanation", "explain"),
            "source.place": ("Place",),
            "statements.replay": ("replay",),
        },
    )
