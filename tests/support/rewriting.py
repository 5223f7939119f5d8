"""Tests compiled once, before workers start, and not in each of them: pytest rewrites their assertions, which takes
longer than all the rest of collecting them.

pytest keeps what it rewrote where bytecode may be written, and each worker of a first run writes the same.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from _pytest.assertion import rewrite
from _pytest.assertion.rewrite import assertstate_key

FEW: Final = 20
"""So many files the workers may as well rewrite themselves."""


def rewrite_tests(config: pytest.Config) -> None:
    """Rewrite the tests that are asked for, those that changed since the last time alone."""
    files = [file for file in _iter_tests(config) if not _is_rewritten(file)]
    if len(files) <= FEW:
        return
    helper = os.fork()
    for file in files[helper == 0 :: 2]:
        _rewrite(config, file)
    if helper == 0:
        os._exit(0)
    os.waitpid(helper, 0)


def _iter_tests(config: pytest.Config) -> Iterator[Path]:
    for name in config.args:
        path = Path(name.partition("::")[0])
        if path.is_dir():
            yield from path.rglob("test_*.py")
            yield from path.rglob("conftest.py")


def _cache_of(file: Path) -> Path:
    file = file.resolve()
    return rewrite.get_cache_dir(file) / f"{file.stem}{rewrite.PYC_TAIL}"


def _is_rewritten(file: Path) -> bool:
    return rewrite._read_pyc(file.resolve(), _cache_of(file)) is not None


def _rewrite(config: pytest.Config, file: Path) -> None:
    cache = _cache_of(file)
    cache.parent.mkdir(exist_ok=True)
    version, code = rewrite._rewrite_test(file.resolve(), config)
    rewrite._write_pyc(config.stash[assertstate_key], code, version, cache)
