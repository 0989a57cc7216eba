"""
Who acts for an agent: what a guardian, a parent or a curator may do, and what the file shows of it.
"""

import datetime as dt

import attrs
import pytest

from accepted import ACCEPTED, dossier_at
from dossiers import accept, at_state, dossier_in, now_of, open_dossier, represented
from expectations import ACCOUNT, MANAGER_ALONE
from people import ATTESTATION, BENOIT, CONTACT, IDENTITY, NOW, ONE_DAY, SIGN_WITH_MANDATE, TODAY
from psc_workflow import Capacity, Dossier, Outcome, Role, history, mails
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow.effects import ChangeKind, SendChangeNotice

SIGNED = {"sign", "sign-mandate", "attest", "renew-dispensation"}
CONSENTS = {"give-consents", "withdraw-consent"}

SEVENTEEN = dt.date(2008, 9, 9)
"""The birth of somebody who is 17 on the day of the tests, and 18 five months later."""
MINOR = attrs.evolve(BENOIT, birth_date=SEVENTEEN)
WITH_CURATOR = attrs.evolve(SIGN_WITH_MANDATE, curator_evidence="proof-3")


def minor_dossier(state: str = "signature") -> Dossier:
    """Walk to *state* with an agent of 17; a manager or the parent may have."""
    dossier = at_state("identity", agent=MINOR)
    if state == "identity":
        return dossier
    dossier = accept(dossier, attrs.evolve(IDENTITY, birth_date=SEVENTEEN))
    rest = list(_after_identity())
    for command in rest:
        if dossier.states["affiliation"] == state:
            return dossier
        dossier = accept(dossier, command)
    return dossier


def _after_identity() -> list[Command]:
    from dossiers import journey  # noqa: PLC0415 -- only here

    commands = list(journey())
    position = next(index for index, command in enumerate(commands) if command.do == "confirm-identity")
    return commands[position + 1 :]


@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize(("name", "command"), ACCEPTED, ids=[f"{command.do} in {name}" for name, command in ACCEPTED])
def test_a_representative_may_what_the_agent_may_but_for_the_account(
    name: str, command: Command, capacity: Capacity
) -> None:
    """A curator leaves consents to the agent, and signs beside, not alone; Benoît's birth is that of an adult."""
    dossier = dossier_at(name)
    if capacity is Capacity.PARENT:  # recorded while the birth was not known, and then known: their time is over
        return
    if command.do not in MANAGER_ALONE:
        dossier = represented(dossier, capacity)
    at = now_of(dossier)
    decision = dossier.decide(command, at=at, role=Role.REPRESENTATIVE)
    shown = {offer.do: offer.offered for offer in dossier.view(at=at, role=Role.REPRESENTATIVE).commands}
    if command.do in ACCOUNT | MANAGER_ALONE:
        assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
        assert command.do not in shown
    elif capacity is Capacity.CURATOR and command.do in CONSENTS:
        assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("curator-assists",))
        assert shown[command.do] is False
    elif capacity is Capacity.CURATOR and command.do in SIGNED:
        assert (decision.outcome, decision.codes) == (Outcome.INCOMPLETE, ("curator-signature-missing",))
        assert shown[command.do] is True
    else:
        assert decision.outcome is Outcome.ACCEPTED, decision.codes
        assert (decision.steps[0].role, decision.steps[0].capacity) == (Role.REPRESENTATIVE, capacity)
        assert shown[command.do] is True


@pytest.mark.parametrize(("name", "command"), ACCEPTED, ids=[f"{command.do} in {name}" for name, command in ACCEPTED])
def test_nobody_represents_an_agent_without_a_record(name: str, command: Command) -> None:
    dossier = dossier_at(name)
    if name == "a guardian" or command.do in ACCOUNT | MANAGER_ALONE:
        return
    decision = dossier.decide(command, at=now_of(dossier), role=Role.REPRESENTATIVE)
    assert decision.outcome is Outcome.REFUSED
    assert "representative-not-recorded" in decision.codes
    assert decision.dossier is dossier
    assert not [o for o in dossier.view(at=now_of(dossier), role=Role.REPRESENTATIVE).commands if o.offered]


@pytest.mark.parametrize("role", [Role.AGENT, Role.REPRESENTATIVE])
def test_under_curatorship_both_sign(role: Role) -> None:
    dossier = represented(at_state("signature"), Capacity.CURATOR)
    alone = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=role)
    assert (alone.outcome, alone.missing) == (Outcome.INCOMPLETE, ("curator_evidence",))
    assert dossier.decide(attrs.evolve(WITH_CURATOR, evidence=None), at=NOW, role=role).missing == ("evidence",)
    blank = dossier.decide(attrs.evolve(WITH_CURATOR, curator_evidence=" "), at=NOW, role=role)
    assert (blank.outcome, blank.codes) == (Outcome.REFUSED, ("text-blank",))
    both = dossier.decide(WITH_CURATOR, at=NOW, role=role)
    assert both.outcome is Outcome.ACCEPTED
    again = Dossier.load(both.dossier.dump())
    assert again == both.dossier
    signature = again.record.answers.signature
    assert signature is not None
    assert (signature.evidence, signature.curator_evidence) == (SIGN_WITH_MANDATE.evidence, "proof-3")


def test_an_attestation_bears_the_curators_signature_too() -> None:
    dossier = represented(dossier_in("dispensation.attestation"), Capacity.CURATOR)
    at = now_of(dossier)
    assert dossier.decide(ATTESTATION, at=at, role=Role.AGENT).missing == ("curator_signed",)
    refused = dossier.decide(attrs.evolve(ATTESTATION, curator_signed=False), at=at, role=Role.AGENT)
    assert (refused.outcome, refused.codes) == (Outcome.REFUSED, ("curator-not-signed",))
    signed = dossier.decide(attrs.evolve(ATTESTATION, curator_signed=True), at=at, role=Role.AGENT)
    assert signed.outcome is Outcome.ACCEPTED
    assert Dossier.load(signed.dossier.dump()) == signed.dossier


def test_a_guardian_signs_and_the_agent_does_not() -> None:
    dossier = represented(at_state("signature"))
    agent = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert (agent.outcome, agent.codes) == (Outcome.REFUSED, ("agent-under-guardianship",))
    shown = {offer.do: offer for offer in dossier.view(at=NOW, role=Role.AGENT).commands}
    assert not shown["sign"].offered
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.REPRESENTATIVE).outcome is Outcome.ACCEPTED


def test_an_apprentice_of_17_does_everything_but_sign_and_a_parent_signs() -> None:
    dossier = minor_dossier()
    refused = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert (refused.outcome, refused.codes) == (Outcome.REFUSED, ("agent-minor",))
    assert refused.findings[0].suggests == ("record-representative",)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.REPRESENTATIVE).codes == ("representative-not-recorded",)
    dossier = represented(dossier, Capacity.PARENT)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).codes == ("agent-minor",)
    signed = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.REPRESENTATIVE)
    assert signed.outcome is Outcome.ACCEPTED
    assert signed.steps[0].capacity is Capacity.PARENT


def test_a_parent_s_time_ends_on_the_eighteenth_birthday() -> None:
    dossier = represented(minor_dossier("contact_details"), Capacity.PARENT)
    birthday = NOW.replace(month=9, day=9)
    eve, day = birthday - ONE_DAY, birthday
    command = do.RequestDocument()
    assert "representation-past-majority" not in dossier.decide(command, at=eve, role=Role.REPRESENTATIVE).codes
    assert "representation-past-majority" in dossier.decide(command, at=day, role=Role.REPRESENTATIVE).codes


@pytest.mark.parametrize("later", Capacity)
@pytest.mark.parametrize("capacity", [Capacity.GUARDIAN, Capacity.CURATOR])
def test_nobody_is_unprotected_until_a_representative_recorded_ahead_begins(
    capacity: Capacity, later: Capacity
) -> None:
    """Benoît is an adult, so that no parent is recorded."""
    before = represented(at_state("signature"), capacity)
    begins_on = TODAY + 10 * ONE_DAY
    decision = before.decide(do.RecordRepresentative(later, begins_on), at=NOW, role=Role.MANAGER)
    if later is Capacity.PARENT:
        assert decision.codes == ("parent-of-adult",)
        return
    dossier = Dossier.load(decision.dossier.dump())
    assert dossier == decision.dossier
    for role in (Role.AGENT, Role.REPRESENTATIVE):
        then, now = (each.decide(SIGN_WITH_MANDATE, at=NOW, role=role) for each in (before, dossier))
        assert (now.outcome, now.codes) == (then.outcome, then.codes)
        on_the_day = dossier.decide(SIGN_WITH_MANDATE, at=NOW + 10 * ONE_DAY, role=role)
        alone = represented(at_state("signature"), later).decide(SIGN_WITH_MANDATE, at=NOW + 10 * ONE_DAY, role=role)
        assert (on_the_day.outcome, on_the_day.codes) == (alone.outcome, alone.codes)
    assert dossier.view(at=NOW, role=Role.AGENT).representative is capacity
    assert dossier.view(at=NOW + 10 * ONE_DAY, role=Role.AGENT).representative is later


@pytest.mark.parametrize("days", [0, 5, 10, 20])
def test_an_end_ends_the_representation_of_the_day_and_the_one_recorded_ahead(days: int) -> None:
    dossier = represented(represented(at_state("signature")), Capacity.CURATOR, TODAY + 10 * ONE_DAY)
    ended = accept(dossier, do.EndRepresentation(TODAY + days * ONE_DAY))
    assert Dossier.load(ended.dump()) == ended
    for day in range(25):
        at = NOW + day * ONE_DAY
        shown = Capacity.GUARDIAN if day < 10 else Capacity.CURATOR
        assert ended.view(at=at, role=Role.AGENT).representative is (shown if day < days else None)
    early = dossier.decide(do.EndRepresentation(TODAY - ONE_DAY), at=NOW, role=Role.MANAGER)
    assert early.codes == ("day-too-early",)


def test_a_manager_never_signs_for_a_protected_agent_either() -> None:
    for capacity in (Capacity.GUARDIAN, Capacity.CURATOR):
        decision = represented(at_state("signature"), capacity).decide(WITH_CURATOR, at=NOW, role=Role.MANAGER)
        assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))


def test_every_reason_is_collected() -> None:
    dossier = minor_dossier()
    decision = dossier.decide(do.Sign(certified=False), at=NOW, role=Role.REPRESENTATIVE)
    assert set(decision.codes) >= {"representative-not-recorded", "declaration-not-certified"}


def test_the_birth_may_be_unknown_until_the_identity_is_confirmed() -> None:
    """Neither age: an attestation needs no identity, and a signature does."""
    unknown = open_dossier(agent=attrs.evolve(BENOIT, birth_date=None))
    assert represented(unknown, Capacity.PARENT).record.representation is not None
    start = represented(unknown, Capacity.PARENT).decide(do.StartAffiliation(), at=NOW, role=Role.REPRESENTATIVE)
    assert start.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("agent", "capacity", "code"),
    [(BENOIT, Capacity.PARENT, "parent-of-adult"), (MINOR, Capacity.CURATOR, "curator-of-minor")],
)
def test_a_capacity_fits_the_age_of_the_agent(agent: object, capacity: Capacity, code: str) -> None:
    dossier = open_dossier(agent=agent)  # type: ignore[arg-type]  # one of two agents
    decision = dossier.decide(do.RecordRepresentative(capacity, TODAY), at=NOW, role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, (code,))
    unknown = dossier.decide(do.RecordRepresentative(), at=NOW, role=Role.MANAGER)
    assert (unknown.outcome, unknown.missing) == (Outcome.INCOMPLETE, ("capacity", "on"))


def test_a_representation_has_a_first_day_and_an_end() -> None:
    dossier = represented(at_state("signature"), since=TODAY + ONE_DAY)
    early = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.REPRESENTATIVE)
    assert early.codes == ("representation-not-begun",)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
    tomorrow = NOW + ONE_DAY
    assert dossier.decide(SIGN_WITH_MANDATE, at=tomorrow, role=Role.AGENT).codes == ("agent-under-guardianship",)
    ended = dossier.decide(do.EndRepresentation(TODAY + ONE_DAY), at=tomorrow, role=Role.MANAGER).dossier
    assert ended.decide(SIGN_WITH_MANDATE, at=tomorrow, role=Role.REPRESENTATIVE).codes == ("representation-over",)
    assert ended.decide(SIGN_WITH_MANDATE, at=tomorrow, role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_only_a_recorded_representation_ends() -> None:
    decision = open_dossier().decide(do.EndRepresentation(TODAY), at=NOW, role=Role.MANAGER)
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("representative-not-recorded",))
    early = represented(open_dossier()).decide(do.EndRepresentation(TODAY - ONE_DAY), at=NOW, role=Role.MANAGER)
    assert early.codes == ("day-too-early",)


def test_the_file_shows_in_which_capacity_somebody_acts() -> None:
    dossier = represented(dossier_in("affiliation.identity"))
    view = dossier.view(at=NOW, locale="fr", role=Role.AGENT)
    assert view.representative is Capacity.GUARDIAN
    assert dossier_in("affiliation.identity").view(at=NOW, role=Role.AGENT).representative is None
    assert ("Représenté(e) ou assisté(e) par", "tuteur(tutrice)") in [(line.label, line.value) for line in view.recap]
    english = dossier.view(at=NOW, locale="en", role=Role.AGENT).recap
    assert ("Represented or assisted by", "guardian") in [(line.label, line.value) for line in english]
    step = dossier.decide(IDENTITY, at=NOW, role=Role.REPRESENTATIVE).steps[0]
    assert history.describe_steps([step], "en")[0]["capacity"] == "guardian"
    assert history.describe_steps([attrs.evolve(step, capacity=None)], "en")[0]["capacity"] is None


def test_the_capacity_is_part_of_the_chain() -> None:
    dossier = represented(open_dossier())
    steps = [
        *dossier.record.history.steps,
        *dossier.decide(do.StartAffiliation(), at=NOW, role=Role.REPRESENTATIVE).steps,
    ]
    assert history.verify_history(steps) == steps[-1].chain
    assert history.parse(_as_data(steps[-1])) == steps[-1]
    with pytest.raises(Exception, match="not whole"):
        history.verify_history([*steps[:-1], attrs.evolve(steps[-1], capacity=Capacity.PARENT)])


def _as_data(step: object) -> dict[str, object]:
    from psc_workflow._structuring import unstructure  # noqa: PLC0415 -- only here

    return dict(unstructure(step))


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_notice_of_a_change_says_that_a_representative_made_it(locale: str) -> None:
    dossier = represented(dossier_in("membership.received"), Capacity.CURATOR)
    details = {name: getattr(CONTACT, name) for name in CONTACT.field_names()}
    command = do.UpdateContactDetails(**(details | {"city": "Punaauia"}))
    for role, capacity in ((Role.REPRESENTATIVE, Capacity.CURATOR), (Role.AGENT, None), (Role.MANAGER, None)):
        decision = dossier.decide(command, at=now_of(dossier), role=role)
        (notice,) = (effect for effect in decision.effects if isinstance(effect, SendChangeNotice))
        assert (notice.role, notice.capacity) == (role, capacity)
        message = mails.render(notice, dossier.contract, locale)  # type: ignore[arg-type]  # one of two
        words = {"fr": "curateur(curatrice)", "en": "as your curator"}[locale]
        assert (words in message.text) == (capacity is not None)


def test_recording_a_representative_is_announced_to_the_agent() -> None:
    decision = dossier_in("membership.received").decide(
        do.RecordRepresentative(Capacity.GUARDIAN, TODAY), at=NOW, role=Role.MANAGER
    )
    (notice,) = (effect for effect in decision.effects if isinstance(effect, SendChangeNotice))
    assert (notice.change, notice.role) == (ChangeKind.REPRESENTATIVE, Role.MANAGER)
    again = decision.dossier.decide(do.RecordRepresentative(Capacity.GUARDIAN, TODAY), at=NOW, role=Role.MANAGER)
    assert not [effect for effect in again.effects if isinstance(effect, SendChangeNotice)]


def test_a_file_without_a_representative_is_stored_as_before() -> None:
    """Older releases wrote no such key, and what they wrote is written again."""
    assert b"representation" not in dossier_in("membership.received").dump()
    stored = represented(dossier_in("membership.received")).dump()
    assert b'"representation":{"capacity":"guardian","ends_on":null,"since":"2026-04-07"}' in stored
    assert Dossier.load(stored).dump() == stored
