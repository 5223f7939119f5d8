"""A workspace of its own for each test, and two ways to run the program on it: in this process, which is quick, and
as the process a shell would start."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from workbench.cli import main

LINKS_TEXT = """\
https://arxiv.org/abs/2510.25445
arxiv.org/pdf/2505.03997v2
https://www.arxiv.org/abs/2512.04076v1?utm_source=newsletter&utm_medium=email
Meshes once more, now with code: https://arxiv.org/abs/2512.04076
https://huggingface.co/papers/2505.06708
- [DAComp](https://arxiv.org/html/2512.04324)

https://youtu.be/kCc8FmEb1nY?si=abc&t=120
https://m.youtube.com/watch?v=kCc8FmEb1nY&feature=share
https://www.youtube.com/watch?v=zduSFxRajkE&list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ&index=9
https://www.youtube.com/embed/l8pRSuU81PU
https://youtube.com/playlist?list=PLPTV0NXA_ZSiOpKKlHCyOq9lnp-dLvlms
https://twopug.com/interview-prep-ml-grind/?fbclid=IwAR0
The Illustrated Transformer | https://jalammar.github.io/illustrated-transformer/
https://www.anthropic.com/engineering/building-effective-agents#workflow
git@github.com:ZeroLu/awesome-nanobanana-pro.git
https://github.com/karpathy/nanochat/blob/master/README.md
https://distill.pub/2021/gnn-intro/
no link at all
ftp://example.com/old.tar.gz
https://
javascript:alert(1)
"""


class RunResult(Struct, frozen=True):
    """What a run left: its exit code, what it wrote to standard output and to standard error."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the JSON document it is."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """Standard output as rows of fields between tabs."""
        return [line.split("\t") for line in self.out.splitlines()]


class CommandLine:
    """The command line on one workspace."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch

    def __call__(self, *words: object, stdin: str = "", workspace: bool = True) -> RunResult:
        """Run it in this process."""
        out, err = io.BytesIO(), io.BytesIO()
        streams = {"stdin": io.BytesIO(stdin.encode()), "stdout": out, "stderr": err}
        for name, stream in streams.items():
            self._monkeypatch.setattr(sys, name, io.TextIOWrapper(stream, "utf-8", write_through=True))
        code = main.run_command(self._arguments(words, workspace))
        return RunResult(code, out.getvalue().decode(), err.getvalue().decode())

    def run_process(self, *words: object, stdin: str = "", workspace: bool = True, **more: Any) -> RunResult:
        """Run it as a process of its own."""
        command = [sys.executable, "-m", "workbench", *self._arguments(words, workspace)]
        ran = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False, **more)
        return RunResult(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def _arguments(self, arguments: tuple[object, ...], workspace: bool) -> list[str]:
        return [*(["--workspace", str(self.folder)] if workspace else []), *map(str, arguments)]
