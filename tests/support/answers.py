"""What sites said of several works, by identity."""

from workbench.curation.clipping import Clipping, FetchResult


class Answers(dict[str, FetchResult]):
    """Answers by identity; `clipping` is for those that are none of failure."""

    def clipping(self, identity: str) -> Clipping:
        """What was said of that work."""
        said = self[identity]
        assert isinstance(said, Clipping), said
        return said
