"""Defines what rules and expressions mean, by walking their trees: obvious rather than fast."""
