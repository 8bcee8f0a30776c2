"""How requests get into an app, and how responses leave it: one module per vector file."""
