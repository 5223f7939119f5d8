"""Which URLs are one work: each group below is one, and no two groups are the same."""

import itertools
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.curation.identity import Identity, Unidentified, identify, source_name
from workbench.curation.identity.fragments import TITLE_MARK, page_of_place, settle_pages
from workbench.curation.model import KINDS
from workbench.curation.text.cleaning import to_safe_url

PAPERS = [
    [
        "https://arxiv.org/abs/2510.25445",
        "http://export.arxiv.org/abs/2510.25445v3",
        "arxiv.org/pdf/2510.25445.pdf#page=4",
        "https://www.arxiv.org/html/2510.25445v1/",
        "https://ar5iv.labs.arxiv.org/html/2510.25445",
        "https://hf.co/papers/2510.25445?utm_source=x",
        "https://www.alphaxiv.org/overview/2510.25445v2",
        "https://scirate.com/arxiv/2510.25445",
        "https://www.emergentmind.com/papers/2510.25445",
        "https://www.semanticscholar.org/arxiv/2510.25445",
        "https://api.semanticscholar.org/arXiv:2510.25445",
        "https://dx.doi.org/10.48550/ARXIV.2510.25445",
        "https://doi.org/10.48550%2FarXiv.2510.25445",
        "arXiv:2510.25445v2",
    ],
    ["https://arxiv.org/abs/2510.25446"],
    ["https://arxiv.org/abs/math/0611800", "https://arxiv.org/pdf/math.CA/0611800v2"],
    ["https://arxiv.org/list/cs.CL/recent"],
    ["https://arxiv.org/list/cs.LG/recent"],
    ["https://arxiv.org/abs/2510.2544"],
    ["https://openreview.net/forum?id=AbCdEfGhIj", "http://openreview.net/pdf?id=AbCdEfGhIj&referrer=x"],
    ["https://openreview.net/forum?id=abcdefghij"],
    ["https://openreview.net/group?id=ICLR.cc/2026/Conference"],
    [
        "https://aclanthology.org/2024.acl-long.7",
        "https://aclanthology.org/2024.acl-long.7v2.pdf",
        "https://www.aclweb.org/anthology/2024.acl-long.7/",
        "https://doi.org/10.18653/V1/2024.ACL-LONG.7",
    ],
    ["https://aclanthology.org/P19-1001.pdf", "https://aclanthology.org/P19-1001/"],
    ["https://aclanthology.org/volumes/2024.acl-long/"],
    [
        "https://link.springer.com/article/10.1007/s00521-021-06001-1",
        "https://link.springer.com/content/pdf/10.1007/s00521-021-06001-1.pdf",
        "doi:10.1007/S00521-021-06001-1",
    ],
    ["https://www.science.org/doi/full/10.1126/science.abq1158", "https://doi.org/10.1126/science.abq1158"],
    ["https://dl.acm.org/doi/suppl/10.1126/science.abq1158"],
    ["https://www.nature.com/articles/s41586-021-03819-2.pdf", "https://doi.org/10.1038/s41586-021-03819-2"],
    [
        "https://www.nature.com/articles/nature14539",
        "http://www.nature.com/nature/journal/v521/n7553/full/nature14539.html",
        "https://doi.org/10.1038/nature14539",
    ],
    ["https://www.nature.com/articles/nbt.3300", "https://doi.org/10.1038/nbt.3300"],
    ["https://www.nature.com/articles/1208300"],  # its DOI has the journal's letters in front of the number
    ["https://doi.org/10.1038/1208300"],
    [
        "https://academic.oup.com/bib/advance-article-abstract/doi/10.1093/bib/bbaa123/5867555",
        "https://academic.oup.com/bib/article/doi/10.1093/bib/bbaa123/5867555?login=true",
        "https://academic.oup.com/bib/article-lookup/doi/10.1093/bib/bbaa123",
        "https://doi.org/10.1093/bib/bbaa123",
    ],
    [
        "https://ashpublications.org/blood/article/doi/10.1182/blood.2019004397/474417/A-Title",
        "https://doi.org/10.1182/blood.2019004397",
    ],
    [
        "https://www.emerald.com/insight/content/doi/10.1108/JD-01-2020-0001/full/html",
        "https://doi.org/10.1108/jd-01-2020-0001",
    ],
    [
        "https://www.microbiologyresearch.org/content/journal/jmm/10.1099/jmm.0.001#tab2",
        "https://doi.org/10.1099/jmm.0.001",
    ],
    ["https://www.jstor.org/stable/1593514?seq=1", "https://www.jstor.org/stable/pdf/10.2307/1593514.pdf"],
    ["https://www.jstor.org/stable/10.1086/245591?item=2", "https://doi.org/10.1086/245591"],
    [
        "https://ieeexplore.ieee.org/document/9919149/",
        "https://ieeexplore.ieee.org/document/9919149?arnumber=9919149",
        "https://ieeexplore.ieee.org/abstract/document/9919149/authors#authors",
        "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=9919149",
        "http://ieeexplore.ieee.org/iel7/76/9919140/09919149.pdf",
    ],
    ["https://ieeexplore.ieee.org/document/9919150"],
    [
        "https://www.sciencedirect.com/science/article/abs/pii/S014067361362228X",
        "https://www.sciencedirect.com/science/article/pii/S014067361362228X/pdfft?md5=1",
        "https://www.sciencedirect.com/science/article/pii/S014067361362228X?via%3Dihub",
        "https://linkinghub.elsevier.com/retrieve/pii/S014067361362228X",
    ],
    ["https://www.sciencedirect.com/science/article/pii/S0140673613622291"],
    [
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC4368415/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4368415/pdf/x.pdf",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/4368415",
        "https://europepmc.org/article/PMC/PMC4368415",
        "https://europepmc.org/articles/PMC4368415",
    ],
    ["https://pubmed.ncbi.nlm.nih.gov/4368415/", "https://europepmc.org/article/MED/4368415"],
    [
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0200001",
        "https://doi.org/10.1371/journal.pone.0200001",
    ],
    [
        "https://www.medrxiv.org/content/10.1101/2021.01.02.20248001v2.full-text",
        "https://doi.org/10.1101/2021.01.02.20248001",
    ],
    [
        "https://papers.nips.cc/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html",
        "https://proceedings.neurips.cc/paper_files/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
    ],
    [
        "https://www.semanticscholar.org/paper/Attention/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        "https://semanticscholar.org/reader/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
    ],
    [
        "https://proceedings.mlr.press/v139/radford21a.html",
        "http://proceedings.mlr.press/v139/radford21a/radford21a.pdf",
    ],
    [
        "https://openaccess.thecvf.com/content/CVPR2024/html/Doe_Mesh_CVPR_2024_paper.html",
        "https://openaccess.thecvf.com/content/CVPR2024/papers/Doe_Mesh_CVPR_2024_paper.pdf",
    ],
]
VIDEOS = [
    [
        "https://www.youtube.com/watch?v=kCc8FmEb1nY",
        "https://youtu.be/kCc8FmEb1nY?si=abc&t=120",
        "m.youtube.com/watch?feature=share&v=kCc8FmEb1nY",
        "https://www.youtube-nocookie.com/embed/kCc8FmEb1nY?start=3",
        "https://youtube.com/shorts/kCc8FmEb1nY",
        "https://youtube.com/live/kCc8FmEb1nY?feature=shared",
        "https://music.youtube.com/watch?v=kCc8FmEb1nY&list=RDAMVM1",
        "https://www.youtube.com/v/kCc8FmEb1nY",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DkCc8FmEb1nY%26feature%3Dshare",
    ],
    ["https://youtu.be/kcc8fmeb1ny"],
    [
        "https://www.youtube.com/playlist?list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ",
        "https://www.youtube.com/embed/videoseries?si=1&list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ",
        "https://youtube.com/playlist?list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ&si=x",
    ],
    ["https://www.youtube.com/@3Blue1Brown", "https://youtube.com/@3blue1brown/playlists?view=1"],
    [
        "https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw",
        "youtube.com/channel/UCYO_jab_esuFRV4b17AJtAw/about",
    ],
    ["https://www.youtube.com/channel/UCYO_jab_esuFRV4b17AJtaw"],
    ["https://www.youtube.com/results?search_query=gpt"],
    ["https://www.youtube.com/results?search_query=bert"],
    ["https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?h=8272103f6e"],
    [
        "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk?si=x",
        "https://open.spotify.com/intl-de/episode/4rOoJ6Egrf8K2IrywzwOMk",
    ],
    ["https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMK"],
    ["https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk"],
]
CODE = [
    [
        "https://github.com/Karpathy/nanoGPT",
        "git@github.com:karpathy/nanoGPT.git",
        "ssh://git@github.com/karpathy/nanoGPT.git",
        "git+https://github.com/karpathy/nanoGPT.git",
        "https://github.com/karpathy/nanogpt/tree/master",
        "https://github.com/karpathy/nanogpt/tree/refs/heads/master",
        "https://github.com/karpathy/nanoGPT/blob/master/README.md#install",
        "https://raw.githubusercontent.com/karpathy/nanoGPT/master/README.md",
        "https://github.com/karpathy/nanoGPT?tab=readme-ov-file#readme",
    ],
    ["https://github.com/karpathy/nanoGPT/tree/master/data"],
    [
        "https://github.com/karpathy/nanoGPT/blob/master/train.py#L12-L40",
        "https://raw.githubusercontent.com/karpathy/nanoGPT/refs/heads/master/train.py",
    ],
    ["https://github.com/karpathy/nanoGPT/blob/master/Train.py"],
    ["https://github.com/rust-lang/regex/blob/master/CHANGELOG.md#180-2023-04-20"],
    ["https://github.com/rust-lang/regex/blob/master/CHANGELOG.md#200-2025-01-01"],
    ["https://github.com/rust-lang/rustc-perf/blob/master/triage/2020.md#2020-06-02"],
    ["https://github.com/rust-lang/rustc-perf/blob/master/triage/2020.md#2020-06-09"],
    [
        "https://github.com/rust-lang/rfcs/blob/master/text/0517.md#stdenv",
        "https://github.com/rust-lang/rfcs/blob/master/text/0517.md#string-handling",
        "https://github.com/rust-lang/rfcs/blob/master/text/0517.md?plain=1#L12",
    ],
    ["https://github.com/karpathy/nanoGPT/blob/master/data/README.md"],
    [
        "https://github.com/karpathy/nanoGPT/pull/7",
        "https://github.com/karpathy/nanoGPT/pull/7/files?w=1#diff-1",
        "https://github.com/karpathy/nanoGPT/issues/7",
    ],
    ["https://github.com/karpathy/nanoGPT/issues/8"],
    ["https://github.com/karpathy/nanoGPT/issues?q=is%3Aopen"],
    ["https://github.com/karpathy/nanoGPT/releases/tag/v1"],
    ["https://github.com/karpathy/nanoGPT/releases"],
    ["https://github.com/OpenAI", "https://github.com/openai?tab=repositories"],
    ["https://github.com/topics/llm"],
    ["https://docs.github.com/karpathy/nanoGPT"],
    ["https://karpathy.github.io/nanoGPT"],
    ["https://colab.research.google.com/github/karpathy/nanoGPT/blob/master/README.md"],
    [
        "https://gitlab.com/group/sub/project",
        "https://gitlab.com/group/sub/project/-/tree/main?ref_type=heads",
    ],
    ["https://gitlab.com/group/sub/project/-/tree/main/docs"],
    ["https://gitlab.com/group/sub"],
    ["https://codeberg.org/forgejo/forgejo", "https://codeberg.org/forgejo/forgejo.git"],
    [
        "https://huggingface.co/openai/whisper-large-v3",
        "https://hf.co/openai/whisper-large-v3/tree/main",
        "https://huggingface.co/openai/whisper-large-v3/blob/main/README.md",
    ],
    ["https://huggingface.co/datasets/openai/whisper-large-v3"],
    ["https://huggingface.co/spaces/openai/whisper-large-v3#about", "hf.co/spaces/openai/whisper-large-v3"],
    ["https://huggingface.co/openai/whisper-large-v3/discussions/3"],
    ["https://huggingface.co/openai/models"],
    ["https://huggingface.co/datasets/squad/tree/main"],
    ["https://huggingface.co/blog/gemma", "https://hf.co/blog/gemma"],
    [
        "https://huggingface.co/collections/openai/gpt-oss-68911959590a1634ba11c7a4",
        "https://huggingface.co/collections/openai/renamed-68911959590a1634ba11c7a4",
    ],
    [
        "https://www.kaggle.com/code/alice/first-steps",
        "https://www.kaggle.com/code/alice/first-steps/comments",
    ],
]
SOCIAL = [
    [
        "https://x.com/karpathy/status/1617979122625712128?s=20",
        "https://twitter.com/karpathy/status/1617979122625712128/photo/1",
        "https://mobile.twitter.com/i/web/status/1617979122625712128",
        "https://nitter.net/karpathy/status/1617979122625712128#m",
        "https://fxtwitter.com/k/status/1617979122625712128",
    ],
    ["https://x.com/karpathy", "https://twitter.com/Karpathy?lang=en"],
    [
        "https://www.reddit.com/r/MachineLearning/comments/1abcde/some_title/?context=3",
        "https://old.reddit.com/r/machinelearning/comments/1abcde",
        "https://redd.it/1abcde",
        "https://libredd.it/r/MachineLearning/comments/1abcde/some_title",
        "https://www.reddit.com/r/MachineLearning/comments/1abcde/some_title/kxyz12/",
    ],
    ["https://www.reddit.com/r/MachineLearning", "https://reddit.com/r/machinelearning/"],
    [
        "https://www.meetup.com/Rust-Town/events/123",
        "https://meetup.com/rust-town/events/123/",
        "https://www.meetup.com/de-DE/Rust-Town/events/123/",
    ],
    ["https://www.meetup.com/rust-town"],
    ["https://lobste.rs/s/abc123/a_title", "https://lobste.rs/s/abc123.json"],
    [
        "https://news.ycombinator.com/item?id=40000001&p=3",
        "https://hacker-news.firebaseio.com/v0/item/40000001.json",
    ],
    ["https://news.ycombinator.com/item?id=40000002"],
    [
        "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7123456789012345670",
        "https://de.linkedin.com/posts/a-b_c-activity-7123456789012345670-xYz",
        "https://www.linkedin.com/posts/a-b_activity-7123456789012345670-xYz/",
    ],
]
SITES = [
    ["https://learn.microsoft.com/en-us/Azure/Thing", "https://learn.microsoft.com/en-us/azure/thing"],
    ["https://example.com/Upper/Case"],
    ["https://example.com/upper/case"],
    [
        "https://example.com/doubled",
        "https://https://example.com/doubled",
        "http://https://example.com/doubled",
    ],
    [
        "https://substack.com/app-link/post?publication_id=89120&post_id=182110210&isFreemail=true&token=aaa",
        "https://substack.com/app-link/post?publication_id=89120&post_id=182110210&token=bbb",
        "https://substack.com/home/post/p-182110210?source=queue",
        "https://substack.com/@name/p-182110210",
    ],
    ["https://substack.com/app-link/post?publication_id=77777&post_id=182110999&isFreemail=true&token=bbb"],
    ["https://www.bloomberg.com/view?sref=1"],
    ["https://www.bloomberg.com/view?sref=2"],
    ["https://www.linkedin.com/link?trk=a"],
    ["https://www.linkedin.com/link?trk=b"],
    [
        "https://acme.blogspot.com/2025/10/post.html",
        "https://acme.blogspot.de/2025/10/post.html",
        "http://acme.blogspot.co.uk/2025/10/post.html?spref=tw",
        "http://acme.blogspot.com.br/2025/10/post.html?m=0",
        "https://acme.blogspot.com/2025/10/post.html?m=1#more",
    ],
    ["https://other.blogspot.com/2025/10/post.html"],
    ["https://blog.own.example/2025/10/post.html", "https://blog.own.example/2025/10/post.html?m=1"],
    ["https://own.example/list?m=1"],
    ["https://own.example/list?m=0"],
    [
        "https://blog.usejournal.com/writing-a-plugin-a81604c606b1",
        "https://medium.com/@someone/writing-a-plugin-a81604c606b1",
        "https://hackernoon.com/another-name-a81604c606b1#.7k8o9pdoy",
    ],
    ["https://tickets.example/writing-a-plugin-816041606012"],  # a number is no such id
    ["https://tickets.example/816041606012"],
    ["https://files.example/0b2f9d6c-1111-4222-8333-a81604c606b1"],  # nor is the end of a UUID
    ["https://name.substack.com/p/a-post?r=1&s=w", "https://name.substack.com/p/a-post/comments"],
    ["https://name.substack.com/p/a-post-2"],
    [
        "https://www.custom.example/p/a-post",
        "https://custom.example/p/a-post?publication_id=1&post_id=2&isFreemail=true&r=9x&token=abc",
        "https://custom.example/p/a-post?utm_campaign=post&r=9x",
    ],
    ["https://paste.example/p/a-post?token=abc"],
    [
        "https://medium.com/@jane/a-story-0123456789ab",
        "https://jane.medium.com/a-story-0123456789ab?source=friends_link",
        "https://medium.com/p/0123456789ab",
        "https://medium.com/m/global-identity-2?redirectUrl=https%3A%2F%2Fmedium.com%2Fp%2F0123456789ab",
    ],
    [
        "https://www.lesswrong.com/posts/uMQ3cqWDPHhjtiesc/a-title",
        "https://www.alignmentforum.org/posts/uMQ3cqWDPHhjtiesc",
        "https://www.greaterwrong.com/posts/uMQ3cqWDPHhjtiesc/a-title",
    ],
    ["https://forum.effectivealtruism.org/posts/uMQ3cqWDPHhjtiesc/a-title"],
    [
        "https://stackoverflow.com/questions/42/how",
        "https://stackoverflow.com/q/42",
        "https://stackoverflow.com/questions/42/how/43#43",
    ],
    ["https://pt.stackoverflow.com/questions/42/how"],
    ["https://stackoverflow.com/questions/tagged/python"],
    [
        "https://en.wikipedia.org/wiki/Attention_(machine_learning)#History",
        "https://en.m.wikipedia.org/wiki/Attention_%28machine_learning%29?wprov=sfti1",
        "https://en.wikipedia.org/wiki/attention%20(machine_learning)",
        "https://en.wikipedia.org/w/index.php?title=Attention_(machine_learning)",
        "https://www.wikiwand.com/en/articles/Attention_(machine_learning)",
    ],
    ["https://de.wikipedia.org/wiki/Attention_(machine_learning)"],
    ["https://en.wikipedia.org/w/index.php?title=Attention_(machine_learning)&oldid=1"],
    [
        "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrSt/edit#gid=0",
        "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrSt/view?usp=sharing",
    ],
]
PLACES = [
    ["https://netstack.fm/#episode-10", "http://www.netstack.fm#episode-10"],
    ["https://netstack.fm/#episode-11"],
    [
        "https://rust-lang.zulipchat.com/#narrow/channel/213817-t-lang/topic/a",
        "https://rust-lang.zulipchat.com/#narrow/stream/213817-t-lang/topic/a/near/587758938",
    ],
    ["https://rust-lang.zulipchat.com/#narrow/channel/233931-t-compiler/topic/b"],
    ["https://days.example/blog/2016/11/07#anytime_0.1.0"],
    ["https://days.example/blog/2016/11/07#gettz_0.0.3"],
    ["https://docsify.example/#docs/async"],
    ["https://docsify.example/#docs/proposals"],
    ["https://rust.extension.example/changelog#v1-10-0-2023-03-25"],
    ["https://rust.extension.example/changelog#v1-11-0-2023-04-22"],
    ["https://docs.extension.example/changelog#added"],
    ["https://docs.extension.example/changelog#fixed"],
    ["https://docs.extension.example/tool#1.2.0"],
    ["https://docs.extension.example/tool#1.3.0"],
    ["https://jobs.example/about#%E4%B8%80", "https://jobs.example/about#一"],
    ["https://jobs.example/about#二"],
    ["https://state.example/map#q=rain&utm_source=x"],
    ["https://state.example/map#q=snow"],
    [  # these lie within one work
        "https://spots.example/a-post",
        "https://spots.example/a-post#:~:text=some%20words",
        "https://spots.example/a-post#comments",
        "https://spots.example/a-post#comment-340606",
        "https://spots.example/a-post#disqus_thread",
        "https://spots.example/a-post#respond",
        "https://spots.example/a-post#L12-L40",
        "https://spots.example/a-post#fn:3",
        "https://spots.example/a-post#fnref1",
        "https://spots.example/a-post#cite_note-5",
        "https://spots.example/a-post#section-3",
        "https://spots.example/a-post#sec-tointeger",
        "https://spots.example/a-post#figure-2",
        "https://spots.example/a-post#table-of-contents",
        "https://spots.example/a-post#top",
        "https://spots.example/a-post#introduction",
        "https://spots.example/a-post#h-what-it-is",
        "https://spots.example/a-post#.X0A5o5NKiuo",
        "https://spots.example/a-post#xtor=AT-642",
        "https://spots.example/a-post#utm_source=x&utm_medium=y",
        "https://spots.example/a-post#page=4",
        "https://spots.example/a-post#",
    ],
    ["https://spots.example/a-post#security-update"],
    ["https://spots.example/a-post#commentary"],
    ["https://one.example/writing/llm-patterns/#caching", "https://one.example/writing/llm-patterns#evals"],
    [
        "https://one.example/posts/2023-03-15-prompt-engineering/#few-shot",
        "https://one.example/posts/2023-03-15-prompt-engineering",
    ],
    ["https://blog.one.example/2024/05/why-we-left#costs", "https://blog.one.example/2024/05/why-we-left"],
    ["https://huggingface.co/blog/moe#what-is-it", "https://hf.co/blog/moe#routing"],
    ["https://one.example/blog/this-week-in-gates#quiet-corner"],
    ["https://one.example/blog/this-week-in-gates#loud-corner"],
    ["https://one.example/posts/november-links#a-book"],
    ["https://one.example/posts/november-links#a-film"],
    ["https://one.example/posts/our-favourite-shows#show-1"],
    ["https://one.example/posts/our-favourite-shows#show-2"],
    ["https://hexdocs.pm/elixir/Kernel.html#tap/2", "https://hexdocs.pm/elixir/Kernel.html#then/2"],
    ["https://docs.example.dev/guide#install", "https://docs.example.dev/guide#Anything-else"],
    [
        "https://project.readthedocs.io/en/latest/known_issues.html#paywall",
        "https://project.readthedocs.io/en/latest/known_issues.html",
    ],
    ["https://tool.example/docs/guide#caching", "https://tool.example/docs/guide#retries"],
]
PAGES = [
    ["https://slash.example/babysteps/blog/one/", "https://slash.example//babysteps//blog/one"],
    ["https://shared.example/story-of-it?s=09", "https://shared.example/story-of-it"],
    ["https://shared.example/?s=09"],  # at its root that is a search
    ["https://shared.example/search?s=09"],
    ["https://lionel-.github.io/2016/02/15/ideas/index.html", "http://lionel-.github.io/2016/02/15/ideas"],
    [
        "https://example.com/a/post-one",
        "http://www.example.com:80/a/post-one/",
        "https://user:secret@EXAMPLE.com./a/./x/../post%2Done?#top",
        "https://m.example.com/a/post-one/index.html?utm_source=a&fbclid=b",
        "https://example.com/a/post-one;jsessionid=1A2B?sid=",
        "https://example.com/a/post-one?ref=somenewsletter",
        "https://example.com/a/post-one?ref=news.example",
        "https://amp.example.com/a/post-one?amp=1",
        "https://web.archive.org/web/2024/http://example.com/a/post-one",
        "https://web.archive.org/web/20240101000000if_/https:/example.com/a/post-one",
        "https://www.google.co.uk/url?sa=t&url=https://example.com/a/post-one",
        "https://www.google.com/amp/s/example.com/a/post-one",
        "https://example-com.cdn.ampproject.org/c/s/example.com/a/post-one",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa%2Fpost-one%3Ffbclid%3Dx&h=y",
        "https://out.reddit.com/t3_x?url=https%3A%2F%2Fexample.com%2Fa%2Fpost-one",
        "https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fexample.com%2Fa%2Fpost-one",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fa%2Fpost-one&data=x",
        "https://scholar.google.com/scholar_url?url=https://example.com/a/post-one&hl=en",
    ],
    ["https://example.com/a/Post-one"],
    ["https://example.com:8080/a/post-one"],
    ["https://blog.example.com/a/post-one"],
    ["https://example.com/a%2Fpost-one"],
    ["https://example.com/a/post+one"],
    ["https://example.com/a/post%20one", "https://example.com/a/post one"],
    ["https://example.com/a/post-one?ref=v2"],
    ["https://example.com/a/post-one?ref=main"],
    ["https://example.com/list?ref=arxiv"],
    ["https://example.com/list?ref=github"],
    ["https://git.example.com/owner/name?ref=feature"],
    ["https://example.com/?page=2&q=a+b", "https://example.com?q=a%20b&page=2"],
    ["https://example.com/?q=a"],
    ["https://example.com/?q=a&q=a"],
    ["https://example.com/?q=%E9"],
    ["https://example.com/?q=%E8"],
    ["https://example.com/#!/one/", "https://example.com/#!/one?utm_source=x"],
    ["https://example.com/#/one", "https://example.com/#/one:~:text=two"],
    ["https://example.com", "http://www.example.com/#about"],
    ["https://example.com/docs/torch"],
    ["https://example.com/docs/torch/amp"],
    ["https://example.com/2024/05/story", "https://example.com/2024/05/story/amp/"],
    ["https://faß.example/"],
    ["https://fass.example/"],
    ["https://ｅｘａｍｐｌｅ．net/x", "https://example。net/x", "https://example.net/x"],
    ["https://bit.ly/3AbCdE"],
    ["https://bit.ly/3abcde"],
    [
        "https://www.nytimes.com/a.html",
        "https://www.nytimes.com/a.html?smid=url-share&unlocked_article_code=1.x",
    ],
    ["https://other.example/a.html?smid=url-share"],
    ["https://web.archive.org/web/*/https://example.com/a"],
    ["https://192.0.2.1/x"],
    ["https://[2001:db8::1]/x"],
]
GROUPS = PAPERS + VIDEOS + CODE + SOCIAL + SITES + PLACES + PAGES
URLS = [url for group in GROUPS for url in group]
ASCII_URLS = [url for url in URLS if url.isascii() and url.startswith("http")]


def key_of_url(url: str) -> str:
    found = identify(url)
    assert isinstance(found, Identity), f"{url}: {found}"
    return found.key


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_every_url_of_a_work_has_its_key(group: list[str]) -> None:
    assert {url: key_of_url(url) for url in group} == dict.fromkeys(group, key_of_url(group[0]))


def test_no_two_works_share_a_key() -> None:
    firsts = [group[0] for group in GROUPS]
    clashes = [
        pair for pair in itertools.combinations(firsts, 2) if key_of_url(pair[0]) == key_of_url(pair[1])
    ]
    assert clashes == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/pdf/2510.25445v2", "arxiv:2510.25445"),
        ("https://youtu.be/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
        ("https://github.com/Owner/Name", "github:owner/name"),
        ("https://dl.acm.org/doi/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
        ("http://www.example.com/b/?z=1&a=2", "https://example.com/b?a=2&z=1"),
    ],
)
def test_keys_are_written_as_people_write_them(url: str, expected: str) -> None:
    assert key_of_url(url) == expected


@pytest.mark.parametrize("url", URLS)
def test_a_key_that_is_a_url_is_its_own_key(url: str) -> None:
    if key_of_url(url).startswith("https://"):
        assert key_of_url(key_of_url(url)) == key_of_url(url)


@given(st.sampled_from(ASCII_URLS), st.randoms(use_true_random=False))
def test_case_of_the_host_parameter_order_and_tracking_do_not_matter(url: str, chance: random.Random) -> None:
    front, hash, fragment = url.partition("#")
    address, _, query = front.partition("?")
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    given = [*filter(None, query.split("&")), "utm_source=x", "fbclid=IwAR0"]
    chance.shuffle(given)
    changed = f"{scheme.upper()}://{host.upper()}{slash or '/'}{path}?{'&'.join(given)}{hash}{fragment}"
    if "secret" not in url and "/http" not in url and "/c/s/" not in url:
        assert key_of_url(changed) == key_of_url(url)


# Places on a page

PAGE = st.sampled_from(["https://pods.example", "https://pods.example/all", "https://pods.example/all?id=7"])
FRAGMENTS = st.text(st.sampled_from("ab1-_.=é#% "), min_size=1, max_size=8)


@given(PAGE, FRAGMENTS)
def test_a_place_leads_to_its_page_and_no_further(page: str, fragment: str) -> None:
    key = key_of_url(f"{page}/#{fragment}" if "?" not in page else f"{page}#{fragment}")
    assert key_of_url(key) == key
    assert key == page or page_of_place(key) == page
    assert page_of_place(page) == ""
    assert TITLE_MARK not in key


@given(
    st.lists(
        st.tuples(PAGE, st.sampled_from(["", "#ep-1", "#ep-2", "#ep-3", "#/route", "#comments"])), max_size=8
    )
)
def test_a_page_is_the_only_place_named_on_it_and_no_two_places_are_one(parts: list[tuple[str, str]]) -> None:
    keys = [key_of_url(page + fragment) for page, fragment in parts]
    settled = settle_pages(keys)
    assert settled == settle_pages(reversed(keys))
    assert all(page_of_place(place) == page for page, place in settled.items())
    named = {key for key in keys if page_of_place(key)}
    assert {settled.get(key, key) for key in named} == named
    for page in set(keys) - set(settled):
        assert len([key for key in named if page_of_place(key) == page]) != 1


WILD = st.text(st.sampled_from("ab-./%2F%41?&=#!;:@+ é~_amp.gitindexhtml"), max_size=40)


@given(
    st.sampled_from(
        ["https://example.com/", "https://www.", "https://github.com/a/", "https://x.example/p/"]
    ),
    WILD,
)
@example("https://example.com/", "?1&=")
def test_any_url_has_one_stable_key_and_a_url_that_may_be_written(front: str, text: str) -> None:
    found = identify(front + text)
    if isinstance(found, Identity):
        assert to_safe_url(found.url) is not None
        assert found.kind in KINDS
        if found.key.startswith("https://"):
            assert key_of_url(found.key) == found.key


@given(st.text())
def test_no_text_makes_it_stumble(text: str) -> None:
    for url in (
        text,
        "https://" + text,
        "https://github.com/" + text,
        "git@" + text,
        "https://web.archive.org/web/1/" + text,
    ):
        assert isinstance(identify(url), Identity | Unidentified)


@pytest.mark.parametrize(
    ("saved", "kept"),
    [
        ("arxiv.org/pdf/2505.03997v2", "https://arxiv.org/pdf/2505.03997v2"),
        ("http://example.com/?utm_source=x#y", "http://example.com/?utm_source=x#y"),
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@git.example.org:2222/o/n.git", "https://git.example.org/o/n"),
        ("//example.com/x", "https://example.com/x"),
        (" https://example.com/a b\n", "https://example.com/a%20b"),
    ],
)
def test_the_url_is_kept_as_it_was_saved(saved: str, kept: str) -> None:
    found = identify(saved)
    assert isinstance(found, Identity)
    assert found.url == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("javascript:alert(1)", "not a web address: javascript"),
        ("ftp://example.com/old.tar.gz", "not a web address: ftp"),
        ("mailto:a@b.example", "not a web address: mailto"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("http:example.com", "no host"),
        ("not a link", "not a web address"),
        ("", "not a web address"),
        ("/relative/path", "not a web address"),
        ("https://www.mercari.comundefined", "not a host: www.mercari.comundefined"),
        ("https://example.com:99999/", "not a port: 99999"),
        ("https://example.com/\u202ecod.exe", "a character that no web address holds: U+202E"),
        ("https://example.com\\@evil.example", "a character that no web address holds: U+005C"),
        ("https://example.com/" + "a" * 5000, "longer than 4,096 characters"),
    ],
)
def test_what_is_no_link_is_told_why(text: str, reason: str) -> None:
    assert identify(text) == Unidentified(reason)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/1706.03762", "paper"),
        ("https://doi.org/10.1145/3442188.3445922", "paper"),
        ("https://youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms", "video"),
        ("https://vimeo.com/76979871", "video"),
        ("https://huggingface.co/spaces/HuggingFaceTB/smol-training-playbook", "read"),
        ("https://huggingface.co/spaces/HuggingFaceFW/blogpost-fineweb-v1", "read"),
        ("https://huggingface.co/spaces/jbilcke-hf/comic-factory", "tool"),
        ("https://huggingface.co/spaces/a/transformers#what-is-a-port", "read"),
        ("https://huggingface.co/spaces/a/transformers#/settings", "tool"),
        ("https://wandb.ai/", "tool"),
        ("http://www.excalidraw.com?utm_source=weekly", "tool"),
        ("https://example.co.jp/index.html", "tool"),
        ("https://wandb.ai/site", "read"),
        ("https://example.org/?p=12", "read"),
        ("https://example.org/#/talks/gates", "read"),
        ("https://techblog.example.com/", "read"),
        ("https://blog.example.org", "read"),
        ("https://news.example.org", "read"),
        ("https://weekly-doors.example.org/", "read"),
        ("https://ada.substack.com/", "read"),
        ("https://ada.github.io", "read"),
        ("https://ada.bearblog.dev/", "read"),
        ("https://jmlr.org/", "paper"),
        ("https://huggingface.co/blog/gemma", "read"),
        ("https://huggingface.co/openai/whisper-large-v3", "tool"),
        ("https://huggingface.co/datasets/openai/gsm8k", "tool"),
        ("https://github.com/ggml-org/llama.cpp", "tool"),
        ("https://github.com/ggml-org/llama.cpp/discussions/4167", "read"),
        ("https://pypi.org/project/msgspec/", "tool"),
        ("https://cdn.openai.com/papers/weak-to-strong-generalization.pdf", "paper"),
        ("https://github.com/deepseek-ai/DeepSeek-V3/blob/main/DeepSeek_V3.pdf", "paper"),
        ("https://ai.meta.com/research/publications/meta-3d-gen/", "paper"),
        ("https://transformer-circuits.pub/2024/scaling-monosemanticity/index.html", "paper"),
        ("https://deepmind.google/discover/blog/genie-2", "read"),
        ("https://www.nature.com/articles/nature14539", "paper"),
        ("https://www.nature.com/articles/d41586-023-00641-w", "read"),
        ("https://apps.apple.com/us/app/some-app/id123", "tool"),
        ("https://play.google.com/store/apps/details?id=com.x", "tool"),
        ("https://play.google.com/store/books/details?id=x", "read"),
        ("https://cran.r-project.org/web/packages/dplyr/index.html", "tool"),
        ("https://cran.r-project.org/doc/manuals/r-release/R-intro.html", "read"),
        ("https://metacpan.org/pod/Mojo", "tool"),
        ("https://lilianweng.github.io/posts/2023-06-23-agent/", "read"),
    ],
)
def test_the_kind_follows_from_where_a_work_is(url: str, kind: str) -> None:
    found = identify(url)
    assert isinstance(found, Identity)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://arxiv.org/pdf/1706.03762", "arXiv"),
        ("https://youtu.be/kCc8FmEb1nY", "YouTube"),
        ("https://raw.githubusercontent.com/o/n/main/README.md", "GitHub"),
        ("https://huggingface.co/spaces/a/b", "Hugging Face"),
        ("https://huggingface.co/blog/gemma", "Hugging Face"),
        ("http://www.jalammar.github.io/illustrated-transformer", "jalammar.github.io"),
        ("https://name.substack.com/p/a-post", "name.substack.com"),
        ("https://stackoverflow.com/q/42", "stackoverflow.com"),
        ("https://aclanthology.org/2024.acl-long.7", "ACL"),
        ("https://doi.org/10.5281/zenodo.1", "DOI"),
        ("https://example.com:8080/x", "example.com"),
    ],
)
def test_the_origin_is_named_in_few_letters(url: str, name: str) -> None:
    assert source_name(key_of_url(url)) == name


def test_the_origin_of_a_plain_url_is_named_too() -> None:
    assert source_name("https://www.youtube.com/watch?v=kCc8FmEb1nY") == "YouTube"
    assert source_name("https://twopug.com/x") == "twopug.com"
