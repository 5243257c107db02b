"""Computes statements: a folder of tables in, one line of money per party and period out."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.statements.compute import compute_statement as compute_statement
    from rulewright.statements.compute import read_period as read_period
    from rulewright.statements.failures import line_problems as line_problems
    from rulewright.statements.result import StatementResult as StatementResult
    from rulewright.statements.signing import KeyFileError as KeyFileError
    from rulewright.statements.signing import SigningKey as SigningKey
    from rulewright.statements.signing import VerifyingKey as VerifyingKey
    from rulewright.statements.tables import TableData as TableData
    from rulewright.statements.tables import read_tables as read_tables
    from rulewright.statements.verification import Verification as Verification
    from rulewright.statements.verification import verify_statement as verify_statement
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "compute": ("compute_statement", "read_period"),
            "failures": ("line_problems",),
            "result": ("StatementResult",),
            "signing": ("KeyFileError", "SigningKey", "VerifyingKey"),
            "tables": ("TableData", "read_tables"),
            "verification": ("Verification", "verify_statement"),
        },
    )
