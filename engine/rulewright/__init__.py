"""Rulewright: programme protocols as versioned, executable, reviewable data.

```python
from rulewright import load_pack

engine = load_pack("path/of/a/pack")
outcome = engine.run("payments.earned", {"withheld": "250000", "score": "76.25%"})
```
"""

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.compiled.fallback import InternalError
from rulewright.evaluate.engine import Case, Engine, UnknownRuleError
from rulewright.evaluate.library import PackError, load_pack
from rulewright.evaluate.outcome import FigureRead, Outcome, Problem, Status, TraceNode

__all__ = [
    "Case",
    "Diagnostic",
    "Engine",
    "FigureRead",
    "InternalError",
    "Outcome",
    "PackError",
    "Problem",
    "Severity",
    "Status",
    "TraceNode",
    "UnknownRuleError",
    "load_pack",
]
