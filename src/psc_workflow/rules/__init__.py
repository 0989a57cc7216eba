"""
One module per rule. Each ``assess`` returns a verdict with every finding; nothing else in the library decides.

A rule takes facts and a day, never a clock; a missing fact is a finding of its
own, never a guess.

A finding names its rule by an identifier that hosts may store and that
therefore never changes. It is the name of the module, except for a few modules
renamed since.

>>> module_of("one_day")
'psc_workflow.rules.change_day'
>>> module_of("birth_date")
'psc_workflow.rules.birth_date'
"""

_RENAMED = {"one_cover": "exclusive_journeys", "one_day": "change_day", "text": "compulsory_text"}


def module_of(rule: str, package: str = __name__) -> str:
    """Return the dotted name of the module of *rule* in *package*: that of the rules, or of their examples."""
    return f"{package}.{_RENAMED.get(rule, rule)}"
