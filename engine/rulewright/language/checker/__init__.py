"""Checks the types of expressions before anything runs.

`check_expression` and `check_unary_tests` are the entrance; `Scope` says what the expression may name.
"""

from rulewright.language.checker.check import check_expression, check_unary_tests
from rulewright.language.checker.narrowing import names_where
from rulewright.language.checker.scope import Checked, Scope
from rulewright.language.description import describe

__all__ = [
    "Checked",
    "Scope",
    "check_expression",
    "check_unary_tests",
    "describe",
    "names_where",
]
