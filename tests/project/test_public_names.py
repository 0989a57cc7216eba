"""
The public names: one list, in the stub, from which they are loaded; and module paths that have moved.
"""

import ast
import base64
import functools
import importlib
import inspect
import json
import pickle
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

import psc_workflow
from dossiers import at_state
from people import NOW
from psc_workflow import Role, _retired, commands, contracts, effects
from psc_workflow._catalogue.amounts import Amount
from psc_workflow._catalogue.contract import Heading
from psc_workflow._catalogue.contract_checks import MAY_BE_UNKNOWN
from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contract_words import Named
from psc_workflow._catalogue.lookup import Lookup, ParameterName
from psc_workflow._catalogue.periods import Periods
from psc_workflow._catalogue.tariff import Tariff
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.record import Record
from psc_workflow.testing._conformance.answers import Untold

ROOT = Path(__file__).parents[2]
PACKAGE = Path(psc_workflow.__file__).parent
MODULES = [
    *(
        "charts",
        "commands",
        "contracts",
        "effects",
        "exceptions",
        "forms",
        "history",
        "mails",
        "pricing",
        "problems",
        "rulebook",
        "schemas",
    ),
    *("states", "stores", "testing", "web"),
]
MOVED = Path(__file__).with_name("moved_modules.txt").read_text(encoding="utf-8").split()
"""Every module path of the release before that is none any more."""
PICKLED = Path(__file__).with_name("pickled.base64.txt")


def run(program: str, *, stdin: bytes = b"") -> str:
    command = [sys.executable, "-W", "always", "-c", program]
    return subprocess.run(command, input=stdin, capture_output=True, check=True, cwd=ROOT).stdout.decode()


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
    assert run(program).strip() == "['psc_workflow._retired']"


def test_testing_and_its_examples_need_no_hypothesis() -> None:
    program = (
        "import sys; sys.modules['hypothesis'] = None; from psc_workflow import testing; "
        "print(sum(len(testing.examples.of(rule)) for rule in testing.examples.rules()) > 300, testing.people.TEVA.ref)"
    )
    assert run(program).split() == ["True", "teva"]


INTERNAL = {Amount, Heading, Named, Periods, Record, Tariff, Untold, Wording}
"""What a public class has an attribute of, and no host needs to name: their parts are not public either; the class of UNTOLD."""


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


# -- the pages ----------------------------------------------------------------------------------


def page(name: str) -> str:
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def test_the_page_of_public_names_lists_each_of_them_once() -> None:
    table = page("public-api").partition("| for | names |")[2].partition("\n\n")[0]
    rows = [row.split("|")[2].partition(";")[0] for row in table.splitlines()[2:]]
    assert sorted(re.findall(r"`(\w+)`", "".join(rows))) == psc_workflow.__all__


def test_the_api_documents_every_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("scripts", "docs"):
        monkeypatch.syspath_prepend(str(ROOT / folder))
    pages = importlib.import_module("api_pages").pages()
    text = "\n".join([page("api"), *pages.values()])
    assert set(psc_workflow.__all__) <= set(re.findall(r"\w+", text))
    assert not re.search(r"psc_workflow\.(\w+\.)*_[a-z]", text)
    assert [name for name in pages if f"({name.removeprefix('reference/')}.md)" not in page("api")] == []


def test_the_page_of_public_names_lists_what_has_moved() -> None:
    rows = re.findall(r"^\| `psc_workflow\.([\w.]+)` \| `psc_workflow\.([\w.]+)` \| ", page("public-api"), re.MULTILINE)
    families = re.findall(r"^\| `psc_workflow\.([\w.]+)` \| (`\w+`(?:, `\w+`)*) \|$", page("public-api"), re.MULTILINE)
    underscored = {
        f"{package}.{name}": f"{package}._{name}" for package, names in families for name in re.findall(r"\w+", names)
    }
    assert dict(rows) | underscored == _retired.MOVED


def test_no_page_sends_a_reader_to_an_internal_module() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    sent = {
        f"{file.relative_to(ROOT)}: {path}"
        for file in pages
        if file.name != "public-api.md"
        and not {"generated", "_build", "findings", "commands", "rules", "values"} & {*file.parts}
        for path in re.findall(
            r"psc_workflow\.(?:\w+\.)*_[a-z]\w*|psc_workflow import .*\b_[a-z]\w*", file.read_text(encoding="utf-8")
        )
    }
    assert sent == set()


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
        name: kind | None if name in MAY_BE_UNKNOWN else kind for name, kind in parameters.items()
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


# -- paths that have moved ------------------------------------------------------------------------


def test_every_path_that_has_moved_imports_warns_once_and_is_the_module_of_the_new_path() -> None:
    program = """
import importlib, json, sys, warnings
import psc_workflow
imported = {}
for path in json.load(sys.stdin):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        module = importlib.import_module(path)
        again = importlib.import_module(path)
    own = [w for w in caught if str(w.message).startswith(f"{path} has moved to ")]
    categories = [w.category.__name__ for w in own]
    new = module.__name__
    same = module is again is importlib.import_module(new) and module.__spec__.name == new
    imported[path] = [categories, same, all(f"has moved to {new}" in str(w.message) for w in own), len(caught)]
print(json.dumps(imported))
"""
    imported = json.loads(run(program, stdin=json.dumps(MOVED).encode()))
    assert imported == {path: [["DeprecationWarning"], True, True, 1] for path in MOVED}


def test_the_table_of_moved_modules_has_no_path_that_exists() -> None:
    existing = {str(file.relative_to(PACKAGE).with_suffix("")) for file in PACKAGE.rglob("*.py")}
    existing = {path.removesuffix("/__init__").replace("/", ".") for path in existing}
    assert not existing & set(_retired.MOVED)
    assert {f"psc_workflow.{path}" for path in _retired.MOVED} <= set(MOVED)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import psc_workflow.nothing", "psc_workflow.nothing"),
        ("import psc_workflow.model.nothing", "psc_workflow.model.nothing"),
        ("from psc_workflow.model import nothing", None),
    ],
)
def test_a_path_that_never_was_is_not_found(line: str, name: str | None) -> None:
    program = f"""
import warnings; warnings.simplefilter("ignore")
try:
    {line}
except ImportError as error:
    print(type(error).__name__, error.name)
"""
    expected = "ImportError psc_workflow._model" if name is None else f"ModuleNotFoundError {name}"
    assert run(program).strip() == expected


def test_a_warning_points_at_the_line_that_imports(tmp_path: Path) -> None:
    file = tmp_path / "ours.py"
    file.write_text("import datetime\nfrom psc_workflow.model.people import Agent\n", encoding="utf-8")
    answer = subprocess.run([sys.executable, "-W", "default", str(file)], capture_output=True, text=True, check=True)
    assert (
        f"{file}:2: DeprecationWarning: psc_workflow.model.people has moved to psc_workflow._model.people"
        in answer.stderr
    )


def test_threads_that_import_an_old_path_at_once_all_get_the_whole_module() -> None:
    program = """
import threading, time
errors, gate = [], threading.Barrier(10)
def load(wait):
    gate.wait(); time.sleep(wait)
    try:
        from psc_workflow.journeys import Dossier
    except ImportError as error:
        errors.append(str(error))
threads = [threading.Thread(target=load, args=(number * 0.04,)) for number in range(10)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print(errors)
"""
    assert run(program).strip() == "[]"


def test_importing_an_old_path_leaves_every_public_name_as_it_is() -> None:
    program = """
import importlib, json, sys, warnings
import psc_workflow
warnings.simplefilter("ignore")
public = [getattr(psc_workflow, name) for name in psc_workflow.__all__]
modules = [value for value in public if type(value) is type(sys)]
before = {(module.__name__, name): getattr(module, name) for module in modules for name in dir(module)}
for path in json.load(sys.stdin):
    importlib.import_module(path)
print([where for where, value in before.items() if getattr(sys.modules[where[0]], where[1]) is not value])
"""
    assert run(program, stdin=json.dumps([*MOVED, "psc_workflow.states.live"]).encode()).strip() == "[]"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("from psc_workflow.pricing.calculator import price", "psc_workflow.pricing.price"),
        ("from psc_workflow.pricing.quote import Change", "psc_workflow.pricing.Change"),
        ("from psc_workflow.pricing import quoted", "psc_workflow.pricing.price_existing_cover"),
        ("from psc_workflow.compatibility import Kind", "psc_workflow.stores.CompatibilityKind"),
        ("from psc_workflow.exceptions import Problem", "psc_workflow.exceptions.Fault"),
        ("from psc_workflow.history import told", "psc_workflow.history.describe_steps"),
    ],
)
def test_a_former_name_gives_the_new_object_and_warns_once_of_each_change(line: str, value: str) -> None:
    program = f"""
import warnings
import psc_workflow.stores
from psc_workflow import exceptions, history, pricing
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    {line}
assert {line.rpartition(" ")[2]} is {value}
print(len(caught), *sorted(set(w.category.__name__ for w in caught)))
"""
    changes = {"calculator": 1, "quote": 2, "compatibility": 2}.get(
        line.split(" import ", maxsplit=1)[0].rpartition(".")[2], 1
    )
    assert run(program).strip() == f"{changes} DeprecationWarning"


def test_a_package_that_is_loaded_again_looks_for_old_paths_once() -> None:
    program = """
import importlib, sys, psc_workflow
importlib.reload(importlib.reload(psc_workflow))
print(sum(getattr(finder, "__module__", "") == "psc_workflow._retired" for finder in sys.meta_path))
"""
    assert run(program).strip() == "1"


def test_what_an_earlier_release_pickled_loads() -> None:
    """The file holds the change between two quotes and an error, as the release before pickled them."""
    program = """
import pickle, sys
(change,), error = pickle.load(sys.stdin.buffer)
print(change.component, change.why, change.difference)
print(type(error).__name__, error.subject, *error.faults)
print([fault.code for fault in error.faults], pickle.loads(pickle.dumps(error)).faults == error.faults)
"""
    pickled = base64.b64decode(PICKLED.read_text(encoding="ascii"))
    assert run(program, stdin=pickled).splitlines() == [
        "agent-option-1 added 1200",
        "InvalidCommandError the command cannot be read: regime: is missing",
        "[''] True",
    ]


def test_what_was_pickled_under_an_old_path_loads() -> None:
    dossier = at_state("confirmed")
    decision = dossier.decide(commands.Tick(), at=NOW, role=Role.CLOCK)
    pickled = pickle.dumps((dossier, decision, decision.effects), protocol=0)
    for new, old in (("_model", "model"), ("_catalogue", "catalogue"), ("dossier", "journeys")):
        pickled = pickled.replace(f"psc_workflow.{new}".encode(), f"psc_workflow.{old}".encode())
    assert b"psc_workflow.journeys" in pickled
    assert b"psc_workflow.model.people" in pickled
    assert b"psc_workflow._" not in pickled
    program = (
        "import pickle, sys; dossier, _, _ = pickle.load(sys.stdin.buffer); sys.stdout.buffer.write(dossier.dump())"
    )
    assert run(program, stdin=pickled).encode() == dossier.dump()
