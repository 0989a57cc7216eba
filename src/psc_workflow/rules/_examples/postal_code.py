"""
Postcodes of France and its territories, and what a spreadsheet makes of them.
"""

from psc_workflow.rules import postal_code
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(postal_code.assess, country="FR")

EXAMPLES = (
    _example("five digits", value="75001"),
    _example("a space after two", value="75 001"),
    _example("in French Polynesia", value="98714", country="pf"),
    _example("four digits in Belgium", value="1000", country="BE"),
    _example("a country that is not known", value="7500", country=None),
    _example("the first digit lost", "postal-code-unusual", value="1000"),
    _example("as a spreadsheet writes a number", "postal-code-unusual", value="98714.0", country="PF"),
    _example("letters", "postal-code-unusual", value="ABC"),
)
