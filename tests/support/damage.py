"""
Ways to damage a stored document: its bytes, its values, its keys; each drawn from a seed, so that it can be made again.
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
"""Values of every JSON type, the ends of what is read among them."""

Place = tuple[Any, Any]
"""An object or a list, and the key or the index of one value in it."""

RAW = "@raw@"
MEGABYTES = 10_000_000


def places(value: Any) -> Iterator[Place]:
    """Give the place of every value in *value*, at any depth."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def drawn(document: Any, random: Random) -> Place:
    """Draw the place of a value: mostly of an answer or a fact, for history notices every change."""
    record = document["record"]
    if not isinstance(record, dict) or random.random() < 0.2:
        return random.choice(list(places(document)))
    facts = {name: value for name, value in record.items() if name != "history"}
    parent, key = random.choice(list(places(facts)))
    return record if parent is facts else parent, key


def objects(value: Any) -> list[dict[str, Any]]:
    """List the objects in *value* that have a key, itself among them."""
    return [value, *[one[key] for one, key in places(value) if isinstance(one[key], dict) and one[key]]]


def written(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def with_raw(document: Any, raw: str) -> bytes:
    """Write *document* with the text *raw* where ``RAW`` stands."""
    return written(document).replace(f'"{RAW}"'.encode(), raw.encode("utf-8", "surrogatepass"))


# -- bytes --------------------------------------------------------------------------------------------------


def truncated(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def bits_flipped(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice([1, 1, 1, 2, 8])):
        damaged[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def one_letter_changed(data: bytes, random: Random) -> bytes:
    """Change one letter or digit: most of these are JSON still."""
    damaged = bytearray(data)
    place = random.choice([place for place, byte in enumerate(data) if chr(byte).isalnum()])
    damaged[place] = random.choice(b"0123456789abcXYZ")
    return bytes(damaged)


def a_piece_lost(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + data[place + random.randrange(1, 40) :]


def a_piece_twice(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + data[max(0, place - random.randrange(1, 400)) :]


def in_another_encoding(data: bytes, random: Random) -> bytes | str:
    text = data.decode()
    name = random.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp037", "utf-7", ""])
    return text.encode(name) if name else "\ufeff" + text


def with_noise(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.randbytes(random.randrange(1, 9)) + data[place:]


# -- values and keys ---------------------------------------------------------------------------------------


def of_another_type(data: bytes, random: Random) -> bytes:
    """Replace one value, or two, by anything that JSON can hold."""
    document = json.loads(data)
    for _ in range(random.choice([1, 1, 2])):
        parent, key = drawn(document, random)
        parent[key] = copy.deepcopy(random.choice(OTHERS))
    return written(document)


def two_values_swapped(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    (one, here), (other, there) = drawn(document, random), drawn(document, random)
    first, second = copy.deepcopy((one[here], other[there]))
    one[here], other[there] = second, first
    return written(document)


def two_keys_swapped(data: bytes, random: Random) -> bytes:
    """Change two keys about, in one object or in two."""
    document = json.loads(data)
    found = objects(document)
    one = random.choice(found)
    other = random.choice([one, random.choice(found)])
    here, there = random.choice(list(one)), random.choice(list(other))
    first, second = one.pop(here), other.pop(there, None)
    one[there], other[here] = first, second
    return written(document) if not _holds_itself(document) else written(list(one))


def _holds_itself(document: Any) -> bool:
    try:
        json.dumps(document)
    except (ValueError, RecursionError):
        return True
    return False


def a_part_of_another_dossier(data: bytes, random: Random) -> bytes:
    """Take over what stands at the same place in another file; sometimes what stands anywhere in it."""
    document, other = json.loads(data), json.loads(DOCUMENTS[random.choice(list(DOCUMENTS))])
    for _ in range(random.choice([1, 1, 2, 3])):
        parent, key = drawn(document, random)
        found = random.choice(list(places(other["record"])))
        same = [one for one, name in places(other) if name == key] if random.random() < 0.8 else []
        parent[key] = copy.deepcopy(random.choice(same)[key] if same else found[0][found[1]])
    return written(document)


def a_key_lost_or_new(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    one = random.choice(objects(document))
    if random.random() < 0.7:
        del one[random.choice(list(one))]
    else:
        one[random.choice(["colour", "", "__class__", "id", "record", "ref", "é"])] = random.choice(OTHERS)
    return written(document)


def a_list_longer_or_shorter(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    one = random.choice([parent[key] for parent, key in places(document) if isinstance(parent[key], list)])
    if one and random.random() < 0.5:
        one.pop(random.randrange(len(one)))
    else:
        one.append(copy.deepcopy(random.choice([*one, *OTHERS])))
    return written(document)


def a_key_twice(data: bytes, random: Random) -> bytes:
    document = json.loads(data)
    one = random.choice(objects(document))
    key = random.choice(list(one))
    value, one[key] = one[key], RAW
    return with_raw(document, f"{json.dumps(value)},{json.dumps(key)}:{json.dumps(random.choice([value, MARK]))}")


def what_json_leaves_open(data: bytes, random: Random) -> bytes | str:
    """Put a number or a text that not every reader reads alike in the place of a value."""
    huge = random.choice(["9" * 4300, "9" * 4301, "1" * 100_000, "-0", "1E400", "1e5", "0.1e-400", "1" * 400 + ".5"])
    text = random.choice(
        ['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\t"', '"\\x41"', "'a'", '"\ud800"', '"\\ud83d"']
    )
    word = random.choice(["NaN", "Infinity", "-Infinity", "nan", "undefined", "TRUE", "01", "+1", ".5", "1_000", "0x1"])
    document = json.loads(data)
    parent, key = drawn(document, random)
    parent[key] = RAW
    found = with_raw(document, random.choice([huge, text, word]))
    return found.decode("utf-8", "surrogatepass") if random.random() < 0.5 else found


def deeply_nested(data: bytes, random: Random) -> bytes:
    """Put lists or objects in one another in the place of a value, or into a draft, which holds what it likes."""
    depth = random.choice([3, 50, 150, 200, 240, 280, 320, 480, 640, 800, 900, 940, 960, 980, 990, 1000, 5000, 100_000])
    start, end = random.choice([("[", "]"), ('{"partner":', "}"), ('[{"partner":', "}]")])
    document = json.loads(data)
    if random.random() < 0.5:
        state = document["record"]["states"]["affiliation"]
        document["record"]["drafts"] = [{"state": random.choice([state, "beneficiaries"]), "fields": {"partner": RAW}}]
    else:
        parent, key = drawn(document, random)
        parent[key] = RAW
    return with_raw(document, start * depth + random.choice(["1", '"x"', "{}"]) + end * depth)


def ten_megabytes(data: bytes, random: Random) -> bytes:
    """Put something very long in the place of a value, or of a key."""
    document = json.loads(data)
    parent, key = drawn(document, random)
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

MANY: list[Damage] = [
    truncated,
    bits_flipped,
    one_letter_changed,
    a_piece_lost,
    a_piece_twice,
    in_another_encoding,
    with_noise,
    of_another_type,
    two_values_swapped,
    two_keys_swapped,
    a_part_of_another_dossier,
    a_key_lost_or_new,
    a_list_longer_or_shorter,
    a_key_twice,
    what_json_leaves_open,
    deeply_nested,
]
HUGE: list[Damage] = [ten_megabytes]
