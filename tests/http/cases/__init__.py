"""The table of cases: a module is a theme, its name is the first half of a case's id.

Expectations are what SPEC.md and README.md beside this folder say, never what an adapter does today.
"""
