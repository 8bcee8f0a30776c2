"""The apps and the store of a fleet, what is sent to it, and what came of that."""
