"""Searches for witnesses: ordinary cases for which two versions of a decision answer differently."""
