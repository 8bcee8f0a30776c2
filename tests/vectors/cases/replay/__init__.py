"""Each message once: one module per vector file."""
