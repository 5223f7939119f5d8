"""Articles read by a process of its own: what it finds, and what a page made against it can cost."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread, Timer
from typing import TypeAlias

import pytest

from workbench.web import article_reader
from workbench.web.article_process import MAX_PAGE_SECONDS
from workbench.web.article_reader import ArticleReader

Processes: TypeAlias = list[subprocess.Popen[bytes]]
URL = "https://weekly.example.org/2026/11/03/gates"
SENTENCES = " ".join(
    f"Sentence {at} says what gates after attention do to a model of size {at}." for at in range(40)
)
PAGE = (
    "<html><head><title>Gates</title></head><body><nav><ul><li><a href=/n>News</a></li></ul></nav><article>"
    f"<h1>Gates</h1><p class=byline>By Ada Weaver</p><p>{SENTENCES}</p><h2>Why</h2><ul><li>They cost little.</li>"
    f"<li>They help.</li></ul><p>{SENTENCES[::-1]}</p></article><footer><p>All rights reserved.</p></footer></html>"
)


@pytest.fixture
def reader() -> Iterator[ArticleReader]:
    reader = ArticleReader()
    yield reader
    reader.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Processes:
    """The processes that were started."""
    processes: Processes = []

    def start() -> subprocess.Popen[bytes]:
        processes.append(start_process())
        return processes[-1]

    start_process = article_reader.start_process
    monkeypatch.setattr(article_reader, "start_process", start)
    return processes


def test_an_article_has_its_text_with_headings_and_lists_and_nothing_around_it(reader: ArticleReader) -> None:
    article = reader.read(PAGE, URL)
    assert article is not None
    assert "Sentence 39 says" in article.text
    assert "\n\nWhy\n\n- They cost little.\n- They help.\n\n" in article.text
    assert "News" not in article.text
    assert "rights reserved" not in article.text
    assert (article.authors, article.published) == (("Ada Weaver",), "2026-11-03")


def test_one_process_reads_page_after_page(reader: ArticleReader, started: Processes) -> None:
    assert reader.read(PAGE, URL)
    assert reader.read("<p>nothing", URL) is not None
    assert reader.read(PAGE, URL)
    assert len(started) == 1


HOSTILE = {
    "paragraphs": "<p>x</p>" * 250_000,
    "breaks": "x<br>" * 400_000,
    "cells": "<table>" + "<tr><td>x" * 200_000,
    "depth": "<div>" * 400_000,
    "formatting": "<b>" * 600_000,
    "attributes": "<a " + "x " * 900_000 + ">",
}


@contextmanager
def watch_memory(processes: Processes) -> Iterator[list[int]]:
    """The peaks of these processes in kilobytes, as long as the block lasts."""
    peaks, done = [0], Event()

    def sample() -> None:
        while not done.wait(0.01):
            for process in processes:
                with suppress(OSError, IndexError):
                    status = Path(f"/proc/{process.pid}/status").read_text()
                    peaks.append(int(status.partition("VmHWM:")[2].split()[0]))

    thread = Thread(target=sample)
    thread.start()
    yield peaks
    done.set()
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_page_made_against_it_costs_five_seconds_and_300_megabytes_at_most(
    reader: ArticleReader, started: Processes, page: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with watch_memory(started) as peaks:
        reader.read(page, URL)
        reader.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MAX_PAGE_SECONDS + 0.5
    assert max(peaks) < 300 * 1024
    assert reader.read(PAGE, URL)


def test_whoever_leaves_does_not_wait_for_a_page(reader: ArticleReader) -> None:
    assert reader.read(PAGE, URL)
    timer = Timer(0.2, reader.stop)
    timer.start()
    reader.read("<p>" + "<b>" * 300_000 + "x", URL)
    timer.join()
    assert reader.read(PAGE, URL)


def test_no_process_is_left_behind(reader: ArticleReader, started: Processes) -> None:
    assert reader.read(PAGE, URL)
    reader.stop()
    assert reader.read(PAGE, URL)
    reader.close()
    assert [process.returncode is None for process in started] == [False, False]
