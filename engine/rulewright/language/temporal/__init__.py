"""Holds dates, times and durations: values, arithmetic, and their text."""
