"""
Seals: whoever has no key can neither make nor change a step, a document or an effect without being found out.

A seal is an HMAC (RFC 2104) with SHA-256, made with a key of the host's. It
stands with what it seals: in the cell of a step, and after the digest of a
document or an effect. What it binds is the id of the dossier, the revision (of
an effect, its id), and the content; the chain of steps binds each of them to
all before it.

>>> keys = SealKeys({"2026": b"not so secret, but 32 bytes long"})
>>> cell = seal_step(keys, "D1", b'{"command":"resume","revision":1}')
>>> check_step(keys, "D1", cell), check_step(keys, "D2", cell)
(None, 'is not what was sealed')
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

import attrs

from psc_workflow._structuring import StructureError, canonical, parse_json
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.exceptions import HostError

_LEAST = 32
"""Bytes of a key, at least: as many as the hash has."""

_GONE = "gone"
"""Stands for the seal of a ``by`` that was erased before the step was sealed anew."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII)
_DIGEST = 16
_MAC = 32

UNSEALED, UNKNOWN_KEY = "is not sealed", "is sealed with a key that is not known"
WRONG, BY_IS_GONE = "is not what was sealed", "`by` is no longer there"


def _as_mapping(keys: Mapping[str, bytes]) -> Mapping[str, bytes]:
    check_kind(keys, Mapping, "keys")
    return MappingProxyType(dict(keys))


@attrs.frozen
class SealKeys:
    """
    The keys with which a store seals what it writes, and by which it knows what it has written.

    Args:
        keys: By their ids: 1 to 40 letters without accents, digits, ``.``,
            ``_`` and ``-``. A key has 32 random bytes or more. The last one
            seals; the others are retired, and still prove what they sealed.
        accepts_unsealed: Whether a document without a seal is decided on, and
            an effect without one delivered: only until :meth:`Store.seal` has sealed what was stored before. Whoever
            can take a seal away goes unnoticed until then.

    Raises:
        HostError: There is no key, a key is too short, or an id is no id.
    """

    keys: Mapping[str, bytes] = attrs.field(converter=_as_mapping, repr=False, hash=False)
    accepts_unsealed: bool = False

    def __attrs_post_init__(self) -> None:
        """Check the keys."""
        check_kind(self.accepts_unsealed, bool, "accepts_unsealed")
        if not self.keys:
            raise HostError("there must be a key to seal with")
        for id_, key in self.keys.items():
            if not isinstance(id_, str) or not _ID.fullmatch(id_):
                raise HostError("the id of a key must be 1 to 40 letters without accents, digits, `.`, `_` or `-`")
            if not isinstance(key, bytes) or len(key) < _LEAST:
                raise HostError(f"a key must be at least {_LEAST} bytes")

    def __copy__(self) -> Self:
        """Return these keys: nothing of them changes."""
        return self

    def __deepcopy__(self, _: object) -> Self:
        """Return these keys, too."""
        return self

    def __reduce__(self) -> Any:
        """
        Refuse to be pickled: keys are handed to a process as they were to this one.

        Raises:
            HostError: Always.
        """
        raise HostError("keys are not pickled: read them again where they are needed")

    @classmethod
    def parse(cls, text: str, *, accepts_unsealed: bool = False) -> Self:
        """
        Read keys from a file or an environment variable.

        Args:
            text: A line a key, the last one to seal with: its id, a colon, and
                the key in hexadecimal digits. Blank lines, and those that
                begin with ``#``, are left out.

        Raises:
            HostError: A line is none of these, or an id occurs twice; it shows
                nothing of the text; or it is no text.
        """
        check_kind(text, str, "text")
        keys = dict[str, bytes]()
        for number, line in enumerate(text.splitlines(), 1):
            id_, _, digits = line.partition(":")
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                key = bytes.fromhex(digits.strip())
            except ValueError:
                raise HostError(f"line {number} of the keys must be an id, a colon and hexadecimal digits") from None
            if id_.strip() in keys:
                raise HostError(f"line {number} of the keys has an id that occurs before")
            keys[id_.strip()] = key
        return cls(keys, accepts_unsealed=accepts_unsealed)

    @property
    def current(self) -> str:
        """Id of the key that seals."""
        return next(reversed(list(self.keys)))

    def _mac(self, id_: str, *content: object) -> bytes:
        """Make the seal of *content*; its first part says what kind of thing it is."""
        return hmac.digest(self.keys[id_], canonical(["psc-workflow", id_, *content]), hashlib.sha256)


# -- documents and effects ------------------------------------------------------------------------------------


def digest(content: bytes) -> bytes:
    """Make the digest by which a document or an effect that has changed by accident is found out."""
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


def is_intact(content: bytes, written: bytes | None) -> bool:
    """Whether *content* is what was written; so it is taken to be where no digest was."""
    return written is None or digest(content) == written[:_DIGEST]


def seal_document(keys: SealKeys, dossier: str, revision: int, document: bytes) -> bytes:
    """Make the digest of a document, and the seal after it."""
    return _seal(keys, document, "document", dossier, revision)


def check_document(keys: SealKeys, dossier: str, revision: int, document: bytes, written: bytes | None) -> str | None:
    """Say what is wrong with the seal of a document; ``None`` if nothing is."""
    return _check(keys, document, written, "document", dossier, revision)


def seal_effect(keys: SealKeys, dossier: str, effect_id: str, effect: bytes) -> bytes:
    """Make the digest of an effect, and the seal after it."""
    return _seal(keys, effect, "effect", dossier, effect_id)


def check_effect(keys: SealKeys, dossier: str, effect_id: str, effect: bytes, written: bytes | None) -> str | None:
    """Say what is wrong with the seal of an effect; ``None`` if nothing is."""
    return _check(keys, effect, written, "effect", dossier, effect_id)


def is_accepted(keys: SealKeys, wrong: str | None) -> bool:
    """Whether what may be wrong with a seal is accepted: that there is none, until all is sealed."""
    return wrong is None or (wrong == UNSEALED and keys.accepts_unsealed)


def _seal(keys: SealKeys, content: bytes, *what: object) -> bytes:
    return digest(content) + _mac_of(keys, keys.current, content, what) + keys.current.encode()


def _check(keys: SealKeys, content: bytes, written: bytes | None, *what: object) -> str | None:
    if written is None or len(written) <= _DIGEST + _MAC:
        return UNSEALED
    id_ = written[_DIGEST + _MAC :].decode(errors="replace")
    if id_ not in keys.keys:
        return UNKNOWN_KEY
    expected = _mac_of(keys, id_, content, what)
    is_right = is_intact(content, written) and hmac.compare_digest(expected, written[_DIGEST:][:_MAC])
    return None if is_right else WRONG


def _mac_of(keys: SealKeys, id_: str, content: bytes, what: tuple[object, ...]) -> bytes:
    return keys._mac(id_, *what, hashlib.sha256(content).hexdigest())  # noqa: SLF001 -- here alone


# -- steps ----------------------------------------------------------------------------------------


def seal_step(keys: SealKeys, dossier: str, step: bytes) -> bytes:
    """
    Write the seal of a step into its cell.

    Who acted may have to be erased one day: of ``by`` the seal has a seal of its own. A step that has a seal already
    is sealed anew; that its ``by`` is gone, the new seal says as well.
    """
    plain = parse_json(step)
    key, former = keys.current, plain.pop("seal", {})
    seal = {"key": key}
    if plain.get("by") is not None:
        seal["by"] = _mac_of_by(keys, key, dossier, plain)
    elif "by" in former:
        seal["by"] = _GONE
    return canonical(plain | {"seal": seal | {"mac": _mac_of_step(keys, key, dossier, plain, seal.get("by"))}})


def check_step(keys: SealKeys, dossier: str, cell: bytes) -> str | None:
    """Say what is wrong with the seal of a step; ``None`` if nothing is."""
    try:
        plain = parse_json(cell)
        seal = plain.pop("seal", None)
        if seal is None:
            return UNSEALED
        if seal["key"] not in keys.keys:
            return UNKNOWN_KEY
        if seal.keys() - {"by", "key", "mac"} or canonical(plain | {"seal": seal}) != cell:
            return WRONG
        expected = _mac_of_step(keys, seal["key"], dossier, plain, seal.get("by"))
        if not hmac.compare_digest(expected.encode(), seal["mac"].encode()):
            return WRONG
        return _check_by(keys, dossier, plain, seal)
    except (StructureError, AttributeError, KeyError, TypeError, ValueError):
        return WRONG


def without_seal(cell: bytes) -> bytes | dict[str, Any]:
    """Take the seal off a step, if it has one; whether it is right is not asked."""
    if b'"seal"' not in cell:
        return cell
    try:
        step = parse_json(cell)
    except StructureError:
        return cell  # whoever reads it says why it cannot be read
    return {name: value for name, value in step.items() if name != "seal"} if isinstance(step, dict) else cell


def _check_by(keys: SealKeys, dossier: str, plain: Mapping[str, Any], seal: Mapping[str, str]) -> str | None:
    if "by" not in plain:
        return BY_IS_GONE if "by" in seal else None
    is_right = "by" in seal and hmac.compare_digest(
        _mac_of_by(keys, seal["key"], dossier, plain).encode(), seal["by"].encode()
    )
    return None if is_right else WRONG


def _mac_of_step(keys: SealKeys, id_: str, dossier: str, plain: Mapping[str, Any], by: str | None) -> str:
    sealed = {name: value for name, value in plain.items() if name != "by"}
    return keys._mac(id_, "step", dossier, sealed, by).hex()  # noqa: SLF001 -- here alone


def _mac_of_by(keys: SealKeys, id_: str, dossier: str, plain: Mapping[str, Any]) -> str:
    return keys._mac(id_, "by", dossier, plain["revision"], plain["by"]).hex()  # noqa: SLF001 -- here alone
