"""The rules of the house (CONTRIBUTING.md) that a program can check."""
