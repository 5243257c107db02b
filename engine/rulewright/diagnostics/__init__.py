"""Holds problems as values: what is wrong, where, and what to do about it."""

from rulewright.diagnostics.diagnostic import Diagnostic, Severity

__all__ = ["Diagnostic", "Severity"]
