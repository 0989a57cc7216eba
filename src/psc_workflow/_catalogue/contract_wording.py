"""
The words and sentences that people read under one contract.

A contract may have texts of its own, and names its insurer. Rules know neither:
they use the wording without a contract (``wording``), and what they found is
put into the contract's words where it leaves them (:meth:`Wording.reword`).

>>> from psc_workflow._model.vocabulary import Regime
>>> Wording(own={"vocabulary.Regime.general": Text("Sécu", "Social security")}).word(Regime.GENERAL).fr
'Sécu'
"""

from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import Any

import attrs

from psc_workflow._catalogue import insurer as insurers
from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.insurer import UNNAMED, Insurer
from psc_workflow._catalogue.placeholders import Labels, commands_in, expand, has_labels, merge_journeys
from psc_workflow._catalogue.raw_texts import JOURNEYS, FindingText, JourneyTexts, sources
from psc_workflow._model import citing
from psc_workflow._model.open_lists import OpenList
from psc_workflow._model.text import Source, Text, Word
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Formula, Role
from psc_workflow.exceptions import DefinitionError


@attrs.define(slots=False, eq=False)
class Wording:
    """
    The words and sentences of one contract.

    Args:
        insurer: Whom texts name.
        base_formula: The formula of an automatic affiliation, which texts name.
        own: Texts in place of those of this library, by key
            (``own_texts.builtin_texts`` lists the keys).
        own_sources: Sources in place of those of this library, by short name.
        contract_source: What is cited where every source is another
            insurer's; ``None`` to cite them all the same.
        agents: The agent's wording, if this is one for somebody else: it
            differs in what commands are called.
    """

    insurer: Insurer = UNNAMED
    base_formula: Formula = Formula.BASE
    own: Mapping[str, Text] = attrs.field(factory=dict)
    own_sources: Mapping[str, Source] = attrs.field(factory=dict)
    contract_source: Source | None = None
    agents: "Wording | None" = attrs.field(default=None, repr=False)
    _memory: dict[Any, Any] = attrs.field(factory=dict, init=False, repr=False)

    def read_by(self, role: Role | None) -> "Wording":
        """Return the words as *role* reads them: a command of the agent's is put differently to anybody else."""
        return self if role in (None, Role.AGENT) else self._others

    @cached_property
    def _others(self) -> "Wording":
        return attrs.evolve(self, agents=self)

    # -- texts -----------------------------------------------------------------------

    def say(self, key: str, text: Text) -> Text:
        """Write the text called *key*, which is *text* unless the contract has its own; facts stay placeholders."""
        if self.agents is not None:
            return self.agents.say(key, text)
        if key not in self._memory:
            own = self.own.get(key, text)
            self._memory[key] = self.expand(expand(own, self.labels) if has_labels(own) else own)
        written: Text = self._memory[key]
        return written

    def expand(self, text: Text) -> Text:
        """Put the insurer and the base formula into *text*, which need not be of this library."""
        return insurers.expand(text, self._facts)

    @cached_property
    def _facts(self) -> Mapping[str, Text]:
        key = f"vocabulary.Formula.{self.base_formula}"
        label = self.own.get(key) or self._builtin_word("Formula", self.base_formula)
        return {**self.insurer.facts, "base_formula": label}

    def _label(self, key: str, text: Text) -> Text:
        """Write a text that names no label, because labels are made of it."""
        return self.expand(self.own.get(key, text))

    def journey(self, name: str) -> JourneyTexts:
        """Return the texts of the journey *name*."""
        if ("journey", name) not in self._memory:
            self._memory["journey", name] = self._journey(name)
        texts: JourneyTexts = self._memory["journey", name]
        return texts

    def _journey(self, name: str) -> JourneyTexts:
        texts = raw_texts.journey(name)
        changes: dict[str, Any] = {
            table: {
                key: self._label(f"journeys.{name}.{table}.{key}", text) for key, text in getattr(texts, table).items()
            }
            for table in raw_texts.LABELS
            if table != "states"
        }
        if self.agents is not None:
            changes["commands"] |= changes["on_behalf"]
        for state, text in texts.states.items():
            label = self._label(f"journeys.{name}.states.{state}", text.label)
            changes.setdefault("states", {})[state] = attrs.evolve(text, fr=label.fr, en=label.en)
        return attrs.evolve(texts, **changes)

    def command_label(self, event: str, journey_name: str | None) -> Text:
        """Return what the command of *event* is called in its journey; the one without a journey is the clock's."""
        return self.journey(journey_name).commands[event] if journey_name else self.term("Clock", event)

    @cached_property
    def labels(self) -> Labels:
        """What commands, fields, states and screens are called, and the addresses of sources."""
        journeys = {name: self.journey(name) for name in JOURNEYS}
        commands = {
            name: {event.replace("_", "-"): text for event, text in texts.commands.items()}
            for name, texts in journeys.items()
        }
        states = {name: {state: text.label for state, text in texts.states.items()} for name, texts in journeys.items()}
        screens = {
            name: {state: text.label for state, text in texts.states.items() if text.stage}
            for name, texts in journeys.items()
        }
        fields = {
            name: self._label(f"vocabulary.Field.{name}", text) for name, text in raw_texts.words()["Field"].items()
        }
        return {
            "command": merge_journeys(commands),
            "field": fields,
            "state": merge_journeys(states),
            "screen": merge_journeys(screens),
            "address": self._addresses(),
        }

    def _addresses(self) -> dict[str, Text]:
        """Return the address of every source that has one, by short name; the contract’s own in place of ours."""
        links = {name: citing.link(source) for name, source in {**sources(), **self.own_sources}.items()}
        return {name: Text(link, link) for name, link in links.items() if link}

    def pricing_text(self, table: str, name: str) -> Text:
        """Return a text on premiums: what a tariff leaves open (``gaps``), or how an amount is made (``explain``)."""
        return self.say(f"pricing.{table}.{name}", raw_texts.pricing()[table][name])

    # -- words -----------------------------------------------------------------------

    def word(self, member: Enum) -> Word:
        """Return the words for a member of a closed list, or of one to which the contract adds."""
        return self._words(type(member).__name__, str(member.value))

    def field(self, name: str) -> Word:
        """Return the words for a field."""
        return self._words("Field", name)

    def term(self, table: str, name: str) -> Word:
        """Return the words for a term of the vocabulary's *table* that is not a member of a closed list."""
        return self._words(table, name)

    def _words(self, table: str, name: str) -> Word:
        if (table, name) not in self._memory:
            text = self.say(f"vocabulary.{table}.{name}", self._builtin_word(table, name))
            self._memory[table, name] = Word(text.fr, text.en, table, name)
        word: Word = self._memory[table, name]
        return word

    def _builtin_word(self, table: str, name: str) -> Text:
        if name in raw_texts.words().get(table, {}):
            return raw_texts.words()[table][name]
        if any(kind.__name__ == table for kind in OpenList.__subclasses__()):
            return Text(name, name)  # a word that some contract adds, and labels
        raise DefinitionError(f"vocabulary.toml has no word for {table}.{name}")

    # -- findings --------------------------------------------------------------------

    def finding_text(self, code: str) -> FindingText:
        """Return the texts of the finding *code*, with labels in place of their placeholders."""
        if ("finding", code) not in self._memory:
            self._memory["finding", code] = self._finding_text(code)
        text: FindingText = self._memory["finding", code]
        return text

    def _finding_text(self, code: str) -> FindingText:
        text = raw_texts.findings()[code]
        sentence = self.own.get(f"findings.{code}", text.text)
        remedy = self.own.get(f"findings.{code}.remedy", text.remedy)
        text = with_labels(attrs.evolve(text, fr=sentence.fr, en=sentence.en, remedy=remedy), self.labels)
        sentence = self.expand(text.text)
        return attrs.evolve(text, fr=sentence.fr, en=sentence.en, remedy=self.expand(text.remedy))

    def reword(self, verdict: Verdict) -> Verdict:
        """Put what rules found into the words of the contract."""
        if not verdict.findings:
            return verdict
        findings = tuple([self.reword_finding(finding) for finding in verdict.findings])
        is_same = all(new is old for new, old in zip(findings, verdict.findings, strict=True))
        return verdict if is_same else attrs.evolve(verdict, findings=findings)

    def reword_finding(self, finding: Finding) -> Finding:
        """Put one finding into the words of the contract: sentences, labels in its facts, sources."""
        if self._leaves(finding.code):
            return finding
        text = self.finding_text(finding.code)
        facts, instruction = finding.facts, finding.instruction
        if self.own:
            facts = {name: self._reword_fact(value) for name, value in facts.items()}
            instruction = self._reword_fact(instruction)
        cited = self.cite(finding.sources)
        reworded = attrs.evolve(
            finding,
            texts=text.text,
            remedies=text.remedy,
            suggests=text.suggests,
            sources=cited,
            facts=facts,
            instruction=instruction,
        )
        return finding if reworded == finding else reworded

    def _leaves(self, code: str) -> bool:
        """Whether findings of this *code* are the same in the words of the contract, whatever their facts."""
        if ("leaves", code) not in self._memory:
            text = raw_texts.findings().get(code)
            is_neutral = text is None or not insurers.has_placeholder(text.text, text.remedy)
            names_commands = self.agents is not None and text is not None and commands_in(text.remedy, text.text)
            self._memory["leaves", code] = is_neutral and not names_commands and not self.own and self._cites_everything
        leaves: bool = self._memory["leaves", code]
        return leaves

    def _reword_fact(self, value: Any) -> Any:
        if isinstance(value, Word):
            return self._words(value.table, value.name)
        return tuple(map(self._reword_fact, value)) if isinstance(value, tuple) else value

    # -- sources ---------------------------------------------------------------------

    def cite(self, cited: tuple[Source, ...]) -> tuple[Source, ...]:
        """List the sources to show: the contract's own in place of the library's, and none of another insurer."""
        if self._cites_everything:
            return cited
        if cited not in self._memory:
            self._memory[cited] = tuple(dict.fromkeys(self._cite(cited)))
        shown: tuple[Source, ...] = self._memory[cited]
        return shown

    def _cite(self, cited: tuple[Source, ...]) -> list[Source]:
        replaced = [self._replacements.get(source, source) for source in cited]
        if self.contract_source is None:
            return replaced
        shown = [source for source in replaced if not insurers.is_of_another(source, self.insurer)]
        return shown or [self.contract_source] * bool(cited)

    @cached_property
    def _cites_everything(self) -> bool:
        is_at_home = self.contract_source is None or insurers.is_the_one_cited(self.insurer)
        return is_at_home and not self.own_sources

    @cached_property
    def _replacements(self) -> Mapping[Source, Source]:
        return {sources()[name]: source for name, source in self.own_sources.items() if name in sources()}


def with_labels(text: FindingText, names: Labels) -> FindingText:
    """
    Put labels in place of placeholders, and collect the commands suggested.

    Raises:
        DefinitionError: A placeholder, or a command suggested, has no label.
    """
    suggested = dict.fromkeys([*text.suggests, *commands_in(text.remedy, text.text)])
    unknown = [
        command for command in suggested if not any(command == name.rpartition(".")[2] for name in names["command"])
    ]
    if unknown:
        raise DefinitionError(f"no such command to suggest: {', '.join(unknown)}")
    sentence = expand(text.text, names)
    return attrs.evolve(
        text, fr=sentence.fr, en=sentence.en, remedy=expand(text.remedy, names), suggests=tuple(suggested)
    )


PLAIN = Wording()
"""The wording without a contract."""
