"""A key is rotated by the steps that `signkey rotate next` says, and no request is refused."""
