"""Rulewright: programme protocols as versioned, executable, reviewable data."""
