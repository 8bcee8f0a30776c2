"""Runs the real server against three apps, and rotates the signing key under them."""
