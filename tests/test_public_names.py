"""
The public names: one list, in the stub, from which they are loaded.
"""

import ast
import functools
import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import psc_workflow
from psc_workflow import commands, contracts, effects
from psc_workflow._catalogue.contracts import _MAY_BE_UNKNOWN, Heading
from psc_workflow._catalogue.lookup import Lookup, ParameterName
from psc_workflow._catalogue.tariff import Amount, Tariff
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.record import Record

ROOT = Path(__file__).parents[1]
PACKAGE = Path(psc_workflow.__file__).parent
MODULES = [
    *("commands", "contracts", "effects", "exceptions", "history", "pricing", "problems", "rulebook", "schemas"),
    *("states", "stores", "testing"),
]


def run(program: str) -> str:
    command = [sys.executable, "-W", "always", "-c", program]
    return subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout.decode()


# -- the list ---------------------------------------------------------------------------------


def test_the_names_are_those_of_the_stub_and_each_is_what_the_stub_says() -> None:
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    names = {alias.asname: node.module for node in stub.body for alias in node.names}
    assert len(stub.body) == len(names)  # nothing but imports, of one name each
    assert sorted(names) == psc_workflow.__all__
    for node in stub.body:
        (alias,) = node.names
        assert alias.name == alias.asname  # else type checkers take it for private
        value = getattr(psc_workflow, alias.name)
        assert value is (
            sys.modules[f"psc_workflow.{alias.name}"]
            if node.module == "psc_workflow"
            else getattr(sys.modules[node.module], alias.name)
        )


def test_public_modules_are_attributes_and_can_be_imported_without_a_warning() -> None:
    listed = [name for name in psc_workflow.__all__ if inspect.ismodule(getattr(psc_workflow, name))]
    assert listed == MODULES
    program = "\n".join(
        ["import warnings; warnings.simplefilter('error')", "import psc_workflow"]
        + [f"module = psc_workflow.{name}; assert module.__name__ == 'psc_workflow.{name}'" for name in MODULES]
        + [f"import psc_workflow.{name}; assert psc_workflow.{name} is module" for name in MODULES[-1:]]
        + [f"from psc_workflow import {name} as again; assert again.__doc__" for name in MODULES]
        + ["print(psc_workflow.__version__)"]
    )
    assert run(program).strip() == psc_workflow.__version__


def test_names_load_from_a_zip_archive(tmp_path: Path) -> None:
    """A wheel is one, and the list is read from it."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    program = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); import psc_workflow; "
        "print(psc_workflow.__file__, len(psc_workflow.__all__), psc_workflow.contracts.get('men-2026').id)"
    )
    file, names, contract = run(program).split()
    assert file.startswith(str(wheel))
    assert (int(names), contract) == (len(psc_workflow.__all__), "men-2026")


def test_importing_the_package_loads_none_of_its_modules() -> None:
    program = (
        "import sys, psc_workflow; print(sorted(name for name in sys.modules if name.startswith('psc_workflow.')))"
    )
    assert run(program).strip() == "[]"


def test_testing_and_its_examples_need_no_hypothesis() -> None:
    program = (
        "import sys; sys.modules['hypothesis'] = None; from psc_workflow import testing; "
        "print(sum(len(testing.examples.of(rule)) for rule in testing.examples.rules()) > 300, testing.people.TEVA.ref)"
    )
    assert run(program).split() == ["True", "teva"]


INTERNAL = {Amount, Heading, Record, Tariff}
"""What a public class has an attribute of, and no host needs to name: their parts are not public either."""


def public_values() -> set[object]:
    modules = [psc_workflow, *(getattr(psc_workflow, name) for name in MODULES if name != "states")]
    values = [getattr(module, name) for module in modules for name in getattr(module, "__all__", dir(module))]
    ours = [value for value in values if getattr(value, "__module__", "").startswith("psc_workflow.")]
    return {value for value in ours if inspect.isclass(value) or inspect.isfunction(value)}


@functools.cache
def annotations(value: object) -> dict[str, object]:
    if inspect.isfunction(value):
        return typing.get_type_hints(value)
    hints = dict(typing.get_type_hints(value))
    for name, member in inspect.getmembers(value):
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__.startswith("psc_workflow"):
            hints |= {f"{name}, {part}": hint for part, hint in typing.get_type_hints(function).items()}
    return {name: hint for name, hint in hints.items() if not name.startswith("_")}


def classes_in(hint: object) -> Iterator[type]:
    if inspect.isclass(typing.get_origin(hint) or hint):
        yield typing.get_origin(hint) or hint
    for argument in typing.get_args(hint):
        yield from classes_in(argument)


def test_whatever_a_host_is_given_has_a_public_name() -> None:
    public = public_values()
    hidden = {
        f"{value.__name__}.{name}: {cls.__name__}"
        for value in public
        for name, hint in annotations(value).items()
        for cls in classes_in(hint)
        if cls.__module__.startswith("psc_workflow") and not cls.__name__.startswith("_")
        if cls not in public | INTERNAL
    }
    assert hidden == set()


# -- unions, and values by name -----------------------------------------------------------------


def test_the_unions_are_all_commands_and_all_effects_that_are_concrete() -> None:
    assert typing.get_args(psc_workflow.Command) == commands.ALL
    assert typing.get_args(psc_workflow.Effect) == effects.ALL
    bases = {commands.BankDetails, commands.CivilStatus, commands.ContactDetails, commands.HonourStatement}
    assert leaves(commands.Command) | bases == {*commands.ALL, *bases}
    assert leaves(effects.Effect) == set(effects.ALL)


def leaves(cls: type) -> set[type]:
    """List the subclasses of *cls* in the package that have none; attrs leaves the class it replaced behind."""
    below = [sub for sub in cls.__subclasses__() if getattr(sys.modules[sub.__module__], sub.__name__, None) is sub]
    return set().union(*map(leaves, below)) if below else {cls}


def test_values_of_a_contract_are_typed_as_its_fields_are() -> None:
    hints = typing.get_type_hints(contracts.Contract)
    optional = {name: typing.get_args(hint) for name, hint in hints.items() if type(None) in typing.get_args(hint)}
    fields = {name: optional[name][0] if name in optional else hint for name, hint in hints.items()}
    parameters = {
        name: typing.get_args(hint)[0] for name, hint in fields.items() if typing.get_origin(hint) is Parameter
    }
    assert set(typing.get_args(ParameterName)) == set(parameters)
    assert overloaded(Lookup.dated) == {name: Dated[kind] for name, kind in parameters.items()}
    assert overloaded(Lookup.value) == {
        name: kind | None if name in _MAY_BE_UNKNOWN else kind for name, kind in parameters.items()
    }


def overloaded(function: object) -> dict[str, object]:
    kinds: dict[str, object] = {}
    for overload in typing.get_overloads(function):
        hints = typing.get_type_hints(overload)
        names = list(literals(hints["parameter"]))
        assert not kinds.keys() & set(names)
        kinds |= dict.fromkeys(names, hints["return"])
    return kinds


def literals(hint: object) -> Iterator[str]:
    for argument in typing.get_args(hint):
        yield from [argument] if isinstance(argument, str) else literals(argument)
