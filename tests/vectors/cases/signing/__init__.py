"""Keys, signatures and canonical JSON: one module per vector file, each with a function `vectors`."""
