"""
Who must join: employments, employers, leaves, regimes.
"""

from psc_workflow._model.vocabulary import Employment, PositionKind, Regime
from psc_workflow.rules import obligation
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_person = ExampleMaker(
    obligation.assess,
    employment=Employment.CIVIL_SERVANT,
    by_state=True,
    regime=Regime.GENERAL,
    leave=None,
    leave_confirmed=None,
    position=None,
    contract=PF,
    on=TODAY,
)
_silence = ExampleMaker(obligation.remind_of_position, on=TODAY)
_reminder = ExampleMaker(obligation.remind, contract=PF, on=TODAY)

EXAMPLES = (
    _person("civil servant at work"),
    _person("public-law contract", employment=Employment.PUBLIC_CONTRACT),
    _person("private-law contract without a collective one", employment=Employment.PRIVATE_CONTRACT),
    _person("ouvrier de l'État", employment=Employment.OUVRIER_ETAT),
    _person("apprentice", employment=Employment.APPRENTICE),
    _person("parental leave: the obligation goes on", leave="conge_parental"),
    _person("a carer's leave, by its words", leave="Congé de proche aidant"),
    _person("on maternity leave, which is paid", leave="congé maternité"),
    _person("on availability for health", leave="disponibilité pour raison de santé"),
    _person("a leave nobody lists, not confirmed to suspend", leave="tour du monde", leave_confirmed=False),
    _person("an employment nobody lists", "employment-to-confirm", employment=Employment.OTHER),
    _person("a leave nobody lists", "obligation-leave-to-confirm", leave="tour du monde"),
    _person("another French regime", "regime-to-confirm", regime=Regime.MSA),
    _person("vacataire", "employment-not-concerned", employment=Employment.VACATAIRE),
    _person("civic service", "employment-not-concerned", employment=Employment.SERVICE_CIVIQUE),
    _person("student contract", "employment-not-concerned", employment=Employment.CONTRAT_ETUDIANT),
    _person("teacher under a simple contract", "employment-not-concerned", employment=Employment.MAITRE_CONTRAT_SIMPLE),
    _person("paid by somebody else than the State", "employer-not-the-state", by_state=False),
    _person("leave for personal reasons", "obligation-suspended", leave="disponibilite_convenances_personnelles"),
    _person(
        "a leave nobody lists, confirmed to suspend",
        "obligation-suspended",
        leave="tour du monde",
        leave_confirmed=True,
    ),
    _person("on unpaid leave during which it goes on", position=PositionKind.UNPAID_LEAVE),
    _person("seconded elsewhere", "position-not-concerned", position=PositionKind.NOT_CONCERNED),
    _silence("silent and at work", position=PositionKind.ACTIVE),
    _silence("silent, in a position that nobody stated", position=None),
    _silence("silent and seconded elsewhere", "silence-binds-nobody", position=PositionKind.NOT_CONCERNED),
    _person("a leave without a name", "text-blank", leave=" "),
    _person("CPS", "regime-not-covered", regime=Regime.CPS),
    _person("employment not known", "employment-fact-missing", employment=None),
    _person("not known who pays", "employment-fact-missing", by_state=None),
    _person("regime not known", "regime-missing", regime=None),
    _reminder("a civil servant joins", employment=Employment.CIVIL_SERVANT),
    _reminder("somebody joins whose employment nobody lists", "employment-to-confirm", employment=Employment.OTHER),
    _reminder("somebody joins whose employment nobody gave", employment=None),
    _reminder("a vacataire joins all the same", "perhaps-not-concerned", employment=Employment.VACATAIRE),
)
