"""The command line of Rulewright."""
