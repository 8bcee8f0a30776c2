"""The one exception of the reference."""


class Refusal(Exception):
    """A refused input; `code` is signkey's stable snake_case error code."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code
