"""What operators ask: one module per vector file."""
