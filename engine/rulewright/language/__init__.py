"""Holds the expression language: FEEL's syntax, values, operators, built-ins and types."""
