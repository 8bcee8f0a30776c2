"""The runner of the HTTP conformance suite. It shares no code with signkey."""
