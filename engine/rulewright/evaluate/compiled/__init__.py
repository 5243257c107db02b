"""Runs the generated rules: loads them, gives them what they call, and reads the traces they leave."""
