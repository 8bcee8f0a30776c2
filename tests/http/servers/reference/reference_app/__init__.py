"""The probe app of tests/http/README.md over sockets, in Python's standard library alone."""
