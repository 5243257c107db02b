"""Defines the kinds of rules, each in a module of its own."""
