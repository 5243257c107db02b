"""Checks the types of expressions before anything runs.

`check_expression` and `check_unary_tests` are the entrance; `Scope` says what the expression may name.
"""

from rulewright.language.checker.check import check_expression, check_unary_tests
from rulewright.language.checker.description import describe
from rulewright.language.checker.narrowing import names_where
from rulewright.language.relations import assignable, is_nullable, join, or_null, without_null
from rulewright.language.checker.scope import Checked, Scope

__all__ = [
    "Checked",
    "Scope",
    "assignable",
    "check_expression",
    "check_unary_tests",
    "describe",
    "is_nullable",
    "join",
    "names_where",
    "or_null",
    "without_null",
]
