"""
The mutants of a package: every small change that could be made to its sources.

The changes are those of mutmut (on libcst trees), module level included, and a
few of the same form that it lacks: conditions turned round, statements and
elements of tables left out, characters left out of regular expressions, texts
in f-strings. Of the three ways in which mutmut changes a string only the first
is taken: the same tests kill the other two, which would flatter the result.

What no test can see is no mutant: annotations, docstrings, imports, what a
package offers of them (``__all__``), how much a cache keeps, overloads, what
stands under ``TYPE_CHECKING``, names of types, whether ``zip`` makes sure of what
is so, how a thing looks that is drawn in a picture, and ``None`` for an argument
or an answer that is false anyway. Nor is what only PySpark is asked to do, whose
tests need Java, nor what is said where an extra is not installed, which other
processes are asked.
"""

import difflib
import functools
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

SOURCES = Path("src/psc_workflow")

_BARE = m.Name() | m.Attribute() | m.Call() | m.Subscript()
_LOOKS = (
    "bbox_to_anchor",
    "borderaxespad",
    "borderpad",
    "color",
    "edgecolor",
    "edgecolors",
    "facecolors",
    "fontsize",
    "fontweight",
    "framealpha",
    "frameon",
    "linewidth",
    "linewidths",
    "loc",
    "ncols",
    "zorder",
)
"""Arguments of what draws a picture, which somebody looks at."""
_NAME_OF_TYPE = m.Name(m.MatchRegex("_?[A-Z][a-z].*"))
_NO_BEHAVIOUR = (
    m.Annotation()
    | m.Import()
    | m.ImportFrom()
    | m.AssignTarget()
    | m.Decorator(m.Call(m.Attribute(attr=m.Name("lru_cache"))))
    | m.Assign([m.AssignTarget(m.Name("__all__"))])
    | m.Expr(m.SimpleString() | m.ConcatenatedString())
    | m.Assign([m.AssignTarget(_NAME_OF_TYPE)], m.Subscript() | m.BinaryOperation() | m.Call(m.Name("TypeVar")))
    | m.If(test=m.Name("TYPE_CHECKING"))
    | m.FunctionDef(m.Name(m.MatchRegex("_(in|of)_spark")))
    | m.DictElement(key=m.Name("PYSPARK"))
    | m.ExceptHandler(type=m.Name("ModuleNotFoundError"))
    | m.FunctionDef(decorators=[m.ZeroOrMore(), m.Decorator(m.Name("overload")), m.ZeroOrMore()])
)


_UNSEEN_ARGUMENT = m.Arg(keyword=m.OneOf(*map(m.Name, ("strict", *_LOOKS))))
_FALSE_ARGUMENT = m.Arg(m.Name("False") | m.Integer("0") | m.SimpleString('""'))
_ATTRS = m.Call(m.Attribute(m.Name("attrs")))
"""Where nothing may mean something else than what is false."""


@attrs.frozen(eq=False)
class Mutant:
    """
    One change to one place of one file.

    Args:
        file: From the root of the repository.
        function: The function or method changed, ``Class.method``; empty at module level.
        line: Where the place begins, in the unchanged file.
        lines: Those of the statement, or of the head of it, that the place is in.
        kind: Name of the operator.
        module: The unchanged file.
        place: What is changed in it.
        change: What comes there instead.
    """

    file: str
    function: str
    line: int
    lines: range
    kind: str
    module: cst.Module = attrs.field(repr=False)
    place: cst.CSTNode = attrs.field(repr=False)
    change: cst.CSTNode = attrs.field(repr=False)

    @functools.cached_property
    def identity(self) -> str:
        """Where and what, whatever the line: the same as long as the function's text is."""
        texts = (self.module.code_for_node(node) for node in (self.place, self.change))
        return "\n".join((self.file, self.function, self.kind, *texts))

    @functools.cached_property
    def source(self) -> str:
        """The whole file with the change."""
        changed = self.module.deep_replace(self.place, self.change)
        assert isinstance(changed, cst.Module)
        return changed.code

    @functools.cached_property
    def diff(self) -> tuple[str, ...]:
        """The change as one hunk of a unified diff."""
        before, after = self.module.code.splitlines(), self.source.splitlines()
        return tuple(difflib.unified_diff(before, after, self.file, self.file, n=1, lineterm=""))[2:]

    @property
    def original(self) -> str:
        """The lines that the change takes away, without indentation."""
        return "\n".join(line[1:].strip() for line in self.diff if line.startswith("-"))

    @property
    def mutated(self) -> str:
        """The lines that the change brings, without indentation."""
        return "\n".join(line[1:].strip() for line in self.diff if line.startswith("+"))


def population(root: Path, package: str, module: str | None = None) -> list[Mutant]:
    """
    List the mutants of all modules of *package*, or of one, of the sources in *root*.

    The examples of the rules are cases of their tests: they are left as they are.
    """
    return [
        mutant
        for path in sorted((root / SOURCES / package).rglob("*.py"))
        if path.parent.name != "_examples" and module in (None, path.stem, path.stem.strip("_"))
        for mutant in _of_file(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    ]


def sample(mutants: list[Mutant], number: int, seed: int) -> list[Mutant]:
    """
    Draw *number* mutants by lot, the same on every machine.

    Every mutant draws a number that depends on *seed* and on its own text, and
    the lowest win, in this order: a change to one module leaves the draw of the
    others alone, and the first of a sample are one too.
    """
    seen: Counter[str] = Counter()
    lots = {}
    for mutant in mutants:
        seen[mutant.identity] += 1
        text = f"{seed}\n{mutant.identity}\n{seen[mutant.identity]}"
        lots[mutant] = hashlib.sha256(text.encode()).hexdigest()
    return sorted(mutants, key=lots.__getitem__)[:number]


def _of_file(file: str, code: str) -> Iterator[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(code))
    positions = wrapper.resolve(PositionProvider)
    for function, statement, node in _nodes(wrapper.module, "", wrapper.module):
        for node_type, operator in OPERATORS:
            if isinstance(node, node_type):
                line = positions[node].start.line if node in positions else 0
                lines = _lines(statement, positions)
                kind = operator.__name__.removeprefix("operator").strip("_").replace("_", " ")
                for change in operator(node):
                    yield Mutant(file, function, line, lines, kind, wrapper.module, node, change)


def _lines(statement: cst.CSTNode, positions: Mapping[cst.CSTNode, CodeRange]) -> range:
    """List the lines of a statement, of one with a body only those before it."""
    place, body = positions[statement], getattr(statement, "body", None)
    if isinstance(body, cst.IndentedBlock):
        return range(place.start.line, positions[body.body[0]].start.line)
    return range(place.start.line, place.end.line + 1)


def _nodes(node: cst.CSTNode, function: str, statement: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode, cst.CSTNode]]:
    """Walk over all that behaves, each place with the function and the statement that it stands in."""
    if m.matches(node, _NO_BEHAVIOUR | _UNSEEN_ARGUMENT):
        return
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        function = f"{function}.{node.name.value}".lstrip(".")
    if isinstance(node, cst.SimpleStatementLine | cst.Decorator) or isinstance(
        getattr(node, "body", None), cst.IndentedBlock
    ):
        statement = node
    yield function, statement, node
    for child in node.children:
        yield from _nodes(child, function, statement)


def _arg_removal(node: cst.Call) -> Iterator[cst.CSTNode]:
    """Take away the arguments as mutmut does, but those with which nothing changes."""
    for change in operator_arg_removal(node):
        places = [arg for arg in node.args if all(arg is not other for other in change.args)]
        to_none = len(change.args) == len(node.args) and not m.matches(node, _ATTRS)
        if not any(m.matches(arg, _UNSEEN_ARGUMENT) or (to_none and m.matches(arg, _FALSE_ARGUMENT)) for arg in places):
            yield change


def _string(node: cst.BaseString) -> Iterable[cst.BaseString]:
    return islice(operator_string(node), 1)


def _text_of_f_string(node: cst.FormattedString) -> Iterator[cst.CSTNode]:
    if "r" not in node.prefix.lower():
        yield node.with_changes(parts=[cst.FormattedStringText("XX"), *node.parts])


def _negated_condition(node: cst.If | cst.CompIf) -> Iterator[cst.CSTNode]:
    """Turn round a condition that has no operator which mutmut could turn round."""
    if m.matches(node.test, _BARE):
        yield node.with_changes(test=_not(node.test))


def _negated_operand(node: cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    for side, operand in (("left", node.left), ("right", node.right)):
        if m.matches(operand, _BARE):
            yield node.with_changes(**{side: _not(operand)})


def _not(expression: cst.BaseExpression) -> cst.UnaryOperation:
    return cst.UnaryOperation(cst.Not(), expression, lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _statement_left_out(node: cst.Expr | cst.Return | cst.Raise) -> Iterator[cst.CSTNode]:
    if not m.matches(node, m.Return(m.Name("False") | m.Name("None"))):
        yield cst.Pass()


def _element_left_out(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    elements = node.elements
    if len(elements) > 1 or (elements and node.lpar):
        for index in (index for index, element in enumerate(elements) if not _is_of_spark(element)):
            yield node.with_changes(elements=[*elements[:index], *elements[index + 1 :]])


def _is_of_spark(element: cst.BaseElement | cst.BaseDictElement) -> bool:
    return bool(m.findall(element, m.Name("PYSPARK")))


def _character_left_out(node: cst.SimpleString | cst.FormattedString) -> Iterator[cst.CSTNode]:
    """Leave out one character of a regular expression, that is of a raw string; not a bracket, which comes in pairs."""
    if "r" not in node.prefix.lower():
        return
    if isinstance(node, cst.SimpleString):
        for text in _shorter(node.raw_value):
            yield node.with_changes(value=f"{node.prefix}{node.quote}{text}{node.quote}")
    else:
        for index, part in enumerate(node.parts):
            for text in _shorter(part.value) if isinstance(part, cst.FormattedStringText) else ():
                parts = [*node.parts[:index], cst.FormattedStringText(text), *node.parts[index + 1 :]]
                yield node.with_changes(parts=parts)


def _shorter(text: str) -> Iterator[str]:
    return (text[:index] + text[index + 1 :] for index, char in enumerate(text) if char not in "()[]{}")


OPERATORS: list[tuple[type, Callable[[Any], Iterable[cst.CSTNode]]]] = [
    *(
        (node_type, operator)
        for node_type, operator in mutation_operators
        if operator not in (operator_string, operator_arg_removal)
    ),
    (cst.BaseString, _string),
    (cst.Call, _arg_removal),
    (cst.FormattedString, _text_of_f_string),
    (cst.If, _negated_condition),
    (cst.CompIf, _negated_condition),
    (cst.BooleanOperation, _negated_operand),
    (cst.Expr, _statement_left_out),
    (cst.Return, _statement_left_out),
    (cst.Raise, _statement_left_out),
    (cst.Tuple, _element_left_out),
    (cst.List, _element_left_out),
    (cst.Set, _element_left_out),
    (cst.Dict, _element_left_out),
    (cst.SimpleString, _character_left_out),
    (cst.FormattedString, _character_left_out),
]
"""The kinds of node changed, and how."""
