"""Defines a pack as it is once read; it knows neither YAML nor trees."""
