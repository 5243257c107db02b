"""Reads trees into the model: what a pack's files may say, and what it means."""
