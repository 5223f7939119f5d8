"""Pages whose address alone says where their feed is."""

import pytest

from workbench.curation.identity.feed_addresses import find_feed_address

CHANNEL = "UCXUPKJO5MZQN11PqgIvyuvQ"


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            f"https://www.youtube.com/channel/{CHANNEL}/videos",
            f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
        ),
        (
            "https://youtube.com/playlist?si=x&list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ&index=2",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ",
        ),
        ("https://arxiv.org/list/cs.CL/recent", "https://rss.arxiv.org/rss/cs.CL"),
        ("https://arxiv.org/list/stat.ML/new?skip=0&show=50", "https://rss.arxiv.org/rss/stat.ML"),
        ("http://old.reddit.com/r/LocalLLaMA/", "https://www.reddit.com/r/LocalLLaMA/.rss"),
        ("https://www.reddit.com/r/LocalLLaMA/top/?t=week", "https://www.reddit.com/r/LocalLLaMA/.rss"),
        ("https://github.com/karpathy/nanochat", "https://github.com/karpathy/nanochat/releases.atom"),
        (
            "https://github.com/karpathy/nanochat/releases",
            "https://github.com/karpathy/nanochat/releases.atom",
        ),
        (
            "https://github.com/karpathy/nanochat/commits",
            "https://github.com/karpathy/nanochat/commits.atom",
        ),
        (
            "https://github.com/karpathy/nanochat/commits/main",
            "https://github.com/karpathy/nanochat/commits/main.atom",
        ),
        ("https://medium.com/@karpathy", "https://medium.com/feed/@karpathy"),
        ("https://sebastianraschka.substack.com/archive", "https://sebastianraschka.substack.com/feed"),
        ("https://e.example/blog/", ""),
        ("https://github.com/karpathy/nanochat/releases.atom", ""),
        ("https://www.youtube.com/@AndrejKarpathy", ""),
        ("https://arxiv.org/abs/2510.25445", ""),
        ("https://notyoutube.com/channel/" + CHANNEL, ""),
    ],
)
def test_the_feed_of_an_address(page: str, feed: str) -> None:
    assert find_feed_address(page) == feed
