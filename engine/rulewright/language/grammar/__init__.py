"""Reads FEEL text into syntax trees, and prints trees as text."""
