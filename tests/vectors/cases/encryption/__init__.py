"""The case lists about encryption: one module per vector file, each with a function `vectors`."""
