"""Runs the peers: what signkey and the SDKs' published packages answer to the same questions."""
