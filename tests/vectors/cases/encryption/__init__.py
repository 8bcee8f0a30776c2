"""End-to-end encryption: one module per vector file, each with a function `vectors`."""
