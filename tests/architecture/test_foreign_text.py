"""Foreign text has one door to the screen: a widget is handed a constant, or what `ui/sanitize.py` made.

The reader below knows no types, so it trusts names: `to_content`, what builds `Content` from `Content`, and
functions of the screen that are annotated `-> Content`, which mypy checks.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pytest

UI: Final = Path(__file__).parents[2] / "workbench" / "ui"
SANITIZER: Final = "sanitize.py"

# Where a plain string would be read as markup: which positional arguments, and which keywords.
MARKUP: Final[dict[str, tuple[slice, frozenset[str]]]] = {
    **dict.fromkeys(
        ["Static", "Label", "Button", "Checkbox", "RadioButton", "Tab", "TabPane", "Placeholder", "Option"],
        (slice(0, 1), frozenset({"content", "label", "title", "prompt"})),
    ),
    **dict.fromkeys(["OptionList", "RadioSet", "add_options", "Tabs"], (slice(None), frozenset({"items"}))),
    **dict.fromkeys(["update", "add_option", "add_tab"], (slice(0, 1), frozenset({"content"}))),
    "replace_option_prompt": (slice(1, 2), frozenset({"prompt"})),
    "Hit": (slice(1, 2), frozenset({"match_display", "help"})),
    "DiscoveryHit": (slice(0, 1), frozenset({"display", "help"})),
}
MARKUP_ATTRIBUTES: Final = frozenset(
    {"border_title", "border_subtitle", "tooltip", "BORDER_TITLE", "BORDER_SUBTITLE"}
)
INSPECTED: Final = frozenset({"Option", "Tab"})  # their own text is looked at where they are made
# Where a string is shown as it is, control characters and all.
PLAIN: Final[dict[str, tuple[slice, frozenset[str]]]] = {
    "Input": (slice(0, 1), frozenset({"value", "placeholder"})),
    "TextArea": (slice(0, 1), frozenset({"text", "placeholder"})),
    "Markdown": (slice(0, 1), frozenset({"markdown"})),
    "notify": (slice(0, 1), frozenset({"message", "title"})),
    "load_text": (slice(0, 1), frozenset({"text"})),
}
PLAIN_ATTRIBUTES: Final = frozenset({"value", "text", "placeholder"})
PLAIN_MAKERS: Final = frozenset({"one_line", "many_lines", "clean_line", "clean_lines"})
# Content and segments are no markup, but what people and sites wrote has to be cleaned before it is in one.
BUILDERS: Final = frozenset({"Content", "assemble", "styled", "Segment"})
MODEL_TEXT_FIELDS: Final = frozenset(
    {"title", "subtitle", "greeting", "closing", "tldr", "blurb", "note", "tags"}
    | {"url", "urls", "authors", "published", "facts", "via"}
)
# No string of ours needs them, and one of a stranger's would act, end the app or take minutes.
NEVER_CALLED: Final = frozenset({"from_markup", "highlight", "escape", "render_markup"})
NEVER_IMPORTED: Final = frozenset({"ListView", "DataTable", "Tree", "SelectionList", "RichLog", "Text"})
NEVER_FROM: Final = frozenset({"textual.markup", "rich.markup", "rich.text"})

Names: TypeAlias = dict[str, list[ast.expr | bool]]
"""What each name of one function is given: an expression, or whether an annotation says `Content`."""


def find_makers(sources: Sequence[str]) -> frozenset[str]:
    """Functions and fields of the screen that are `Content` wherever their name is used."""
    said: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
                said.setdefault(node.name, set()).add(ast.unparse(node.returns))
            if isinstance(node, ast.AnnAssign):
                name = (
                    node.target.attr if isinstance(node.target, ast.Attribute) else ast.unparse(node.target)
                )
                said.setdefault(name, set()).add(ast.unparse(node.annotation))
    return frozenset(name for name, kinds in said.items() if kinds == {"Content"})


class FaultFinder(ast.NodeVisitor):
    """Reads one file of the screen and notes each place where a string goes round the door."""

    def __init__(self, makers: frozenset[str]) -> None:
        self.makers = makers | {"to_content", "Content"}
        self.faults: list[str] = []
        self.scopes: list[Names] = []
        self.bases: list[str] = []
        self.asked: list[str] = []

    def add_fault(self, node: ast.AST, what: str) -> None:
        self.faults.append(f"line {getattr(node, 'lineno', 0)}: {what}")

    def visit_Module(self, node: ast.Module) -> None:
        self._scope(node, node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name == "render" and node.returns and ast.unparse(node.returns) == "str":
            self.add_fault(node, "render() must return Content; a str is read as markup")
        self._scope(node, node.body, node.args)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._scope(node, node.body, node.args)

    def _scope(self, node: ast.AST, body: list[ast.stmt], arguments: ast.arguments | None = None) -> None:
        self.scopes.append(_collect_names(body, arguments))
        self.generic_visit(node)
        self.scopes.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.bases.append(next((name for base in node.bases if (name := _name_of(base)) in MARKUP), ""))
        self.generic_visit(node)
        self.bases.pop()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module in NEVER_FROM or NEVER_IMPORTED & {alias.name for alias in node.names}:
            self.add_fault(node, f"nothing is imported from {node.module} that reads markup by itself")

    def visit_Call(self, node: ast.Call) -> None:
        name = _name_of(node.func)
        if ast.unparse(node.func) == "super().__init__" and self.bases:
            name = self.bases[-1]
        if name in NEVER_CALLED:
            self.add_fault(node, f"{name}() reads markup: build the Content with to_content()")
        for given in _arguments_of(node, MARKUP.get(name)):
            if not self.is_content(given):
                self.add_fault(given, f"{name}({ast.unparse(given)}): hand it to_content(...)")
        for given in _arguments_of(node, PLAIN.get(name)):
            if not self.is_plain(given):
                self.add_fault(
                    given, f"{name}({ast.unparse(given)}): hand it one_line(...) or another plain maker"
                )
        if name in BUILDERS:
            for field in _find_uncleaned(node.args):
                self.add_fault(field, f"{name}() of {ast.unparse(field)}: clean it with one_line(...)")
        if name == "notify" and "markup=False" not in map(ast.unparse, node.keywords):
            self.add_fault(node, "notify() reads its message as markup unless markup=False")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._check_assignment(target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._check_assignment(node.target, node.value)
        self.generic_visit(node)

    def _check_assignment(self, target: ast.expr, value: ast.expr) -> None:
        if _name_of(target) in MARKUP_ATTRIBUTES and not self.is_content(value):
            self.add_fault(value, f"{ast.unparse(target)} = {ast.unparse(value)}: hand it to_content(...)")
        own = isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
        shown = isinstance(target, ast.Attribute) and target.attr in PLAIN_ATTRIBUTES and not own
        if shown and not self.is_plain(value):
            self.add_fault(value, f"{ast.unparse(target)} = {ast.unparse(value)}: hand it one_line(...)")

    def is_content(self, node: ast.expr) -> bool:
        """Whether the expression is a constant, or `Content`, or a collection of such."""
        match node:
            case ast.Name(id=name):
                return self._holds_only(name, self.is_content)
            case ast.Attribute(attr=name):
                return name in self.makers
            case ast.Call(func=function):
                return self._makes_content(function)
        return isinstance(node, ast.Constant) or _all(_parts_of(node), self.is_content)

    def _makes_content(self, function: ast.expr) -> bool:
        if _name_of(function) in self.makers | INSPECTED:
            return True
        if not isinstance(function, ast.Attribute) or function.attr in NEVER_CALLED:
            return False
        return ast.unparse(function.value) == "Content" or self._is_builder_call(function.value)

    def _is_builder_call(self, node: ast.expr) -> bool:
        """Whether it is `Content` and no bare constant, whose methods would give a string."""
        if isinstance(node, ast.Name):
            return self._holds_only(node.id, self._is_builder_call)
        return not isinstance(node, ast.Constant) and self.is_content(node)

    def is_plain(self, node: ast.expr) -> bool:
        """Whether the expression is a constant, or a string that came through the door."""
        if isinstance(node, ast.Name):
            return self._holds_only(node.id, self.is_plain, annotated=False)
        return (
            isinstance(node, ast.Constant)
            or _makes(node, PLAIN_MAKERS)
            or _all(_parts_of(node), self.is_plain)
        )

    def _holds_only(self, name: str, holds: Callable[[ast.expr], bool], annotated: bool = True) -> bool:
        if name in self.asked:  # it is made from itself: the other places decide
            return True
        given = next((scope[name] for scope in reversed(self.scopes) if name in scope), [False])
        self.asked.append(name)
        answer = all((annotated and value) if isinstance(value, bool) else holds(value) for value in given)
        self.asked.pop()
        return answer


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _parts_of(node: ast.expr) -> list[ast.expr]:
    """What the expression is put together from, where it is no more than its parts."""
    match node:
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other, op=ast.Add()):
            return [one, other]
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.Starred(value=inner):
            return [inner]
    return []


def _all(parts: list[ast.expr], holds: Callable[[ast.expr], bool]) -> bool:
    return bool(parts) and all(map(holds, parts))


def _makes(node: ast.expr, names: frozenset[str] | set[str]) -> bool:
    return isinstance(node, ast.Call) and _name_of(node.func) in names


def _find_uncleaned(nodes: Sequence[ast.AST]) -> Iterator[ast.expr]:
    """Fields of the model that people and sites fill, where no maker stands around them."""
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in MODEL_TEXT_FIELDS:
            yield node
        elif not (isinstance(node, ast.Call) and _name_of(node.func) in PLAIN_MAKERS | {"to_content"}):
            yield from _find_uncleaned(list(ast.iter_child_nodes(node)))


def _arguments_of(call: ast.Call, which: tuple[slice, frozenset[str]] | None) -> list[ast.expr]:
    if which is None:
        return []
    return [*call.args[which[0]], *(key.value for key in call.keywords if key.arg in which[1])]


def _collect_names(body: list[ast.stmt], arguments: ast.arguments | None) -> Names:
    names: Names = {}
    if arguments is not None:
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            said = argument.annotation and ast.unparse(argument.annotation)
            names.setdefault(argument.arg, []).append(said == "Content")
    for statement in _iter_own_nodes(body):
        for name, value in _iter_bound(statement):
            names.setdefault(name, []).append(value)
    return names


def _iter_own_nodes(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """All of a body but what its own functions and classes hold."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _iter_own_nodes(list(ast.iter_child_nodes(node)))


def _iter_bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | bool]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _iter_pairs(target, value)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
            yield name, ast.unparse(annotation) == "Content"
        case (
            ast.AugAssign(target=ast.Name(id=name), value=value)
            | ast.NamedExpr(target=ast.Name(id=name), value=value)
        ):
            yield name, value
        case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
            yield from _iter_pairs(target, None)
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from _iter_pairs(target, None)


def _iter_pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | bool]]:
    if isinstance(target, ast.Name):
        yield target.id, value if value is not None else False
    elif isinstance(target, ast.Tuple | ast.List):
        several = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
        for at, part in enumerate(target.elts):
            yield from _iter_pairs(
                part, value.elts[at] if several and isinstance(value, ast.Tuple | ast.List) else None
            )


def find_faults(source: str, known: frozenset[str] = frozenset()) -> list[str]:
    """What goes round the door in this source."""
    reader = FaultFinder(known | find_makers([source]))
    reader.visit(ast.parse(source))
    return reader.faults


FILES: Final = sorted(path for path in UI.rglob("*.py") if path.name != SANITIZER)


def test_no_string_reaches_a_widget_but_through_the_door() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in FILES}
    known = find_makers(list(sources.values()))
    said = [
        f"{path.relative_to(UI)} {fault}"
        for path, source in sources.items()
        for fault in find_faults(source, known)
    ]
    assert FILES
    assert said == []


@pytest.mark.parametrize(
    "planted",
    [
        "Static(title)",
        "Static(f'{title}')",
        "Label(link.title, id='x')",
        "widgets.Label(link.title)",
        "Button(label=title)",
        "Static('a' + title)",
        "Static('{}'.format(title))",
        "Static(' '.join(titles))",
        "Static(one_line(title))",
        "Static(to_content(title).plain)",
        "Static(title if title else 'none')",
        "self._body.update(title)",
        "self._body.update(str(error))",
        "self.border_title = title",
        "self.border_title = f'Issue {title}'",
        "pane.border_subtitle = title",
        "pane.tooltip = title",
        "Option(title, id=str(id))",
        "OptionList(*[title for title in titles])",
        "OptionList(*titles)",
        "self.list.add_options([Option(title)])",
        "self.list.add_option(title)",
        "Hit(1, title, run)",
        "Hit(1, matcher.highlight(title), run)",
        "Hit(1, to_content(title), run, help=title)",
        "DiscoveryHit(title, run)",
        "self.notify('saved')",
        "self.notify(title, markup=False)",
        "self.notify('saved', title=title, markup=False)",
        "Content.from_markup(title)",
        "from textual.markup import escape",
        "from rich.text import Text",
        "from textual.widgets import DataTable",
        "Content(link.title)",
        "Content.assemble('by ', ', '.join(source.authors))",
        "Content(f'{link.title[:9]} {one_line(link.note)}')",
        "Segment(link.url, style)",
        "Input(value=title)",
        "TextArea(title)",
        "self.field.value = title",
        "self.area.text = link.note",
        "Markdown(text)",
        "Markdown(to_content(text))",
        "text = title\nStatic(text)",
        "text = to_content(title)\ntext = title\nStatic(text)",
        "between = ' '\nStatic(between.join(titles))",
        "text = title\ntext = text.strip()\nStatic(text)",
        "class Pane(Widget):\n    BORDER_TITLE = name()",
        "for text in titles:\n    Static(text)",
        "left, right = title, to_content(title)\nStatic(left)",
        "def show(title: str) -> None:\n    Static(title)",
        "def title() -> str: ...\nStatic(title())",
        "class Row(Static):\n    def __init__(self, title: str) -> None:\n        super().__init__(title)",
        "class Row(Widget):\n    def render(self) -> str:\n        return self.title",
    ],
)
def test_a_string_that_goes_round_the_door_is_found(planted: str) -> None:
    assert find_faults(planted) != []


@pytest.mark.parametrize(
    "built",
    [
        "Static('Press a key')",
        "Static(to_content(title), id=f'row{number}')",
        "Static(sanitize.to_content(title), classes=name)",
        "Static(markup=False)",
        "Static(to_content(title) if title else 'none')",
        "Static(to_content(title) + Content(' ') + to_content(note))",
        "Static(Content('\\n').join(parts))",
        "Static(Content.assemble('by ', to_content(author)).truncate(9))",
        "Static(to_content(title).stylize('bold'))",
        "self.body.update(about(link))\ndef about(link: Link) -> Content: ...",
        "self.border_title = self._title()\ndef _title(self) -> Content: ...",
        "Content.assemble(f'{count} words by ', to_content(link.title))",
        "Segment(one_line(link.url).ljust(9), style)",
        "text = to_content(title)\nStatic(text)",
        "text = to_content(title)\ntext = text.stylize('bold')\nStatic(text)",
        "left, right = to_content(title), Content('')\nStatic(left)",
        "def show(said: Content) -> None:\n    Static(said)",
        "self.list.add_options([Option(to_content(title), id=str(id)) for id, title in links])",
        "Hit(1, to_content(title), run, text=title)",
        "self.notify(one_line(title), markup=False)",
        "self.field.value = one_line(title)",
        "self.area.text = '' if link is None else many_lines(link.note)",
        "self.text = text",
    ],
)
def test_what_goes_through_the_door_is_let_through(built: str) -> None:
    assert find_faults(built) == []
