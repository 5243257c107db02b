"""Checks the types of expressions before anything runs.

`check_expression` and `check_unary_tests` are the entrance; `Environment` says what the expression may name.
"""

from rulewright.language.checker.check import check_expression, check_unary_tests
from rulewright.language.checker.environment import Checked, Environment
from rulewright.language.checker.narrowing import names_where
from rulewright.language.description import describe

__all__ = [
    "Checked",
    "Environment",
    "check_expression",
    "check_unary_tests",
    "describe",
    "names_where",
]
