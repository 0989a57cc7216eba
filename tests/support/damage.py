"""
Ways to damage a stored document: its bytes, its values, its keys; each drawn from a seed, so that it can be repeated.
"""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from paths import GOLDEN

DOCUMENTS = {file.stem: file.read_bytes() for file in sorted((GOLDEN / "v1").glob("*.json"))}

MARK = "Planté-4711"
NUMBER = 471147114711
PLANTED = [
    MARK,
    NUMBER,
    "1947-11-17",
    "1947-11-17T11:11:11+00:00",
    "1947-02-30",
    "FR4711471147114711",
    "planted@example.org",
]
"""Values that no message may show."""

OTHERS: list[Any] = [
    *PLANTED,
    *[
        None,
        True,
        False,
        0,
        1,
        -1,
        2,
        15,
        10**18,
        -(10**18),
        1.5,
        1e300,
        10**4200,
        "",
        " ",
        "\x00",
        "é" * 300,
        "\ufeff",
    ],
    *[[], [None], [MARK], [[]], {}, {"first_name": MARK}, {"": {}}, [{"ref": MARK, "revision": NUMBER}]],
    *["2999-12-31", "1900-01-01", "0001-01-01", "2999-12-31T23:59:59+00:00", "1900-01-01T00:00:00+00:00"],
    *["2026-04-07T18:00:00-10:00", "2026-04-07T18:00:00Z", "granted", "confirmed", "auto_affiliated", "dispensation"],
]
"""Values of every JSON type, with the extremes of what is read."""

Place = tuple[Any, Any]
"""An object or a list, and the key or the index of one value in it."""

RAW = "@raw@"
MEGABYTES = 10_000_000


def places_in(value: Any) -> Iterator[Place]:
    """List the place of every value in *value*, at any depth."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places_in(value[key])


def draw_place(document: Any, random: Random) -> Place:
    """Draw the place of a value: mostly an answer or a fact, because the history notices every change."""
    record = document["record"]
    if not isinstance(record, dict) or random.random() < 0.2:
        return random.choice(list(places_in(document)))
    facts = {name: value for name, value in record.items() if name != "history"}
    parent, key = random.choice(list(places_in(facts)))
    return record if parent is facts else parent, key


def objects_in(value: Any) -> list[dict[str, Any]]:
    """List the objects in *value* that have a key, *value* among them."""
    return [value, *[parent[key] for parent, key in places_in(value) if isinstance(parent[key], dict) and parent[key]]]


def encode(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def with_raw(document: Any, raw: str) -> bytes:
    """Encode *document* with the text *raw* in the place of ``RAW``."""
    return encode(document).replace(f'"{RAW}"'.encode(), raw.encode("utf-8", "surrogatepass"))


# -- bytes --------------------------------------------------------------------------------------------------


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def flip_bits(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice([1, 1, 1, 2, 8])):
        damaged[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def change_letter(data: bytes, random: Random) -> bytes:
    """Change one letter or digit: most of these are JSON still."""
    damaged = bytearray(data)
    place = random.choice([place for place, byte in enumerate(data) if chr(byte).isalnum()])
    damaged[place] = random.choice(b"0123456789abcXYZ")
    return bytes(damaged)


def lose_piece(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + data[place + random.randrange(1, 40) :]


def repeat_piece(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + data[max(0, place - random.randrange(1, 400)) :]


def encode_otherwise(data: bytes, random: Random) -> bytes | str:
    text = data.decode()
    name = random.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp037", "utf-7", ""])
    return text.encode(name) if name else "\ufeff" + text


def insert_noise(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.randbytes(random.randrange(1, 9)) + data[place:]


# -- values and keys ---------------------------------------------------------------------------------------


def change_type(data: bytes, random: Random) -> bytes:
    """Replace one value, or two, by anything that JSON can hold."""
    document = json.loads(data)
    for _ in range(random.choice([1, 1, 2])):
        parent, key = draw_place(document, random)
        parent[key] = copy.deepcopy(random.choice(OTHERS))
    return encode(document)


def swap_values(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    (left, here), (right, there) = draw_place(document, random), draw_place(document, random)
    first, second = copy.deepcopy((left[here], right[there]))
    left[here], right[there] = second, first
    return encode(document)


def swap_keys(data: bytes, random: Random) -> bytes:
    """Swap two keys, in one object or in two."""
    document = json.loads(data)
    objects = objects_in(document)
    left = random.choice(objects)
    right = random.choice([left, random.choice(objects)])
    here, there = random.choice(list(left)), random.choice(list(right))
    first, second = left.pop(here), right.pop(there, None)
    left[there], right[here] = first, second
    return encode(document) if not _holds_itself(document) else encode(list(left))


def _holds_itself(document: Any) -> bool:
    try:
        json.dumps(document)
    except (ValueError, RecursionError):
        return True
    return False


def graft_other_dossier(data: bytes, random: Random) -> bytes:
    """Take over the value at the same place of another file; sometimes a value from anywhere in it."""
    document, other = json.loads(data), json.loads(DOCUMENTS[random.choice(list(DOCUMENTS))])
    for _ in range(random.choice([1, 1, 2, 3])):
        parent, key = draw_place(document, random)
        anywhere, where = random.choice(list(places_in(other["record"])))
        same = [source for source, name in places_in(other) if name == key] if random.random() < 0.8 else []
        parent[key] = copy.deepcopy(random.choice(same)[key] if same else anywhere[where])
    return encode(document)


def lose_or_add_key(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    holder = random.choice(objects_in(document))
    if random.random() < 0.7:
        del holder[random.choice(list(holder))]
    else:
        holder[random.choice(["colour", "", "__class__", "id", "record", "ref", "é"])] = random.choice(OTHERS)
    return encode(document)


def resize_list(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    values = random.choice([parent[key] for parent, key in places_in(document) if isinstance(parent[key], list)])
    if values and random.random() < 0.5:
        values.pop(random.randrange(len(values)))
    else:
        values.append(copy.deepcopy(random.choice([*values, *OTHERS])))
    return encode(document)


def repeat_key(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    holder = random.choice(objects_in(document))
    key = random.choice(list(holder))
    value, holder[key] = holder[key], RAW
    return with_raw(document, f"{json.dumps(value)},{json.dumps(key)}:{json.dumps(random.choice([value, MARK]))}")


def use_what_json_leaves_open(data: bytes, random: Random) -> bytes | str:
    """Replace a value by a number or a text that readers of JSON do not all read alike."""
    huge = random.choice(["9" * 4300, "9" * 4301, "1" * 100_000, "-0", "1E400", "1e5", "0.1e-400", "1" * 400 + ".5"])
    text = random.choice(
        ['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\t"', '"\\x41"', "'a'", '"\ud800"', '"\\ud83d"']
    )
    word = random.choice(["NaN", "Infinity", "-Infinity", "nan", "undefined", "TRUE", "01", "+1", ".5", "1_000", "0x1"])
    document = json.loads(data)
    parent, key = draw_place(document, random)
    parent[key] = RAW
    damaged = with_raw(document, random.choice([huge, text, word]))
    return damaged.decode("utf-8", "surrogatepass") if random.random() < 0.5 else damaged


def nest_deeply(data: bytes, random: Random) -> bytes:
    """Replace a value, or the fields of a draft, by lists or objects nested in one another."""
    depth = random.choice([3, 50, 150, 200, 240, 280, 320, 480, 640, 800, 900, 940, 960, 980, 990, 1000, 5000, 100_000])
    start, end = random.choice([("[", "]"), ('{"partner":', "}"), ('[{"partner":', "}]")])
    document = json.loads(data)
    if random.random() < 0.5:
        state = document["record"]["states"]["affiliation"]
        document["record"]["drafts"] = [{"state": random.choice([state, "beneficiaries"]), "fields": {"partner": RAW}}]
    else:
        parent, key = draw_place(document, random)
        parent[key] = RAW
    return with_raw(document, start * depth + random.choice(["1", '"x"', "{}"]) + end * depth)


def bloat(data: bytes, random: Random) -> bytes:
    """Replace a value or a key by something very long."""
    document = json.loads(data)
    parent, key = draw_place(document, random)
    kind = random.choice(["text", "list", "texts", "objects", "keys", "long key", "blanks", "twice the document"])
    if kind == "blanks":
        return b" " * MEGABYTES + data
    if kind == "twice the document":
        return b"[" + b",".join([data] * (MEGABYTES // len(data))) + b"]"
    parent[key] = RAW
    raw = {
        "text": lambda: f'"{MARK * (MEGABYTES // 11)}"',
        "list": lambda: "[" + "0," * (MEGABYTES // 2) + "0]",
        "texts": lambda: "[" + f'"{MARK}",' * (MEGABYTES // 14) + '""]',
        "objects": lambda: "[" + '{"ref":1},' * (MEGABYTES // 10) + "{}]",
        "keys": lambda: "{" + ",".join(f'"k{number}":1' for number in range(MEGABYTES // 12)) + "}",
        "long key": lambda: '{"' + "k" * MEGABYTES + '":1}',
    }[kind]()
    return with_raw(document, raw)


Damage = Callable[[bytes, Random], bytes | str]

SMALL_DAMAGES: list[Damage] = [
    truncate,
    flip_bits,
    change_letter,
    lose_piece,
    repeat_piece,
    encode_otherwise,
    insert_noise,
    change_type,
    swap_values,
    swap_keys,
    graft_other_dossier,
    lose_or_add_key,
    resize_list,
    repeat_key,
    use_what_json_leaves_open,
    nest_deeply,
]
HUGE_DAMAGES: list[Damage] = [bloat]
