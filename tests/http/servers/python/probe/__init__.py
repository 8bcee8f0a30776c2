"""The probe app of tests/http in the frameworks of Python; tests/http/README.md describes it."""
