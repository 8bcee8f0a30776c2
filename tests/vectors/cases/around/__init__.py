"""The cases of the protocol around the key, for the drivers that speak those requests."""
