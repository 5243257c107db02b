"""Evaluates rules: the reference evaluator, the compiled one, traces, outcomes and receipts."""
