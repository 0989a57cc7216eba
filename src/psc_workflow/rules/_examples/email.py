"""
E-mail addresses: those that a provider could deliver to, and those that none could.
"""

from psc_workflow.rules import email
from psc_workflow.rules._examples._example import ExampleMaker

_example = ExampleMaker(email.assess)
_DOMAIN = "@mail.example.org"
_LONGEST = 254

EXAMPLES = (
    _example("a name, an @ and a domain", value="benoit.dupond@example.org"),
    _example("another script", value="用户@例子.广告"),
    _example("signs that providers allow", value="o'connor+psc@example.org"),
    _example("254 characters", value="n" * (_LONGEST - len(_DOMAIN)) + _DOMAIN),
    _example("not known", "email-missing", value=None),
    _example("255 characters", "email-form-wrong", value="n" * (_LONGEST + 1 - len(_DOMAIN)) + _DOMAIN),
    _example("nothing written", "email-form-wrong", value=""),
    _example("no @", "email-form-wrong", value="benoit.dupond"),
    _example("two @", "email-form-wrong", value="benoit@dupond@example.org"),
    _example("nothing before the @", "email-form-wrong", value="@example.org"),
    _example("no dot in the domain", "email-form-wrong", value="benoit@example"),
    _example("two dots in a row in the domain", "email-form-wrong", value="benoit@example..org"),
    _example("a space after it", "email-form-wrong", value="benoit@example.org "),
    _example("a control character", "email-form-wrong", value="benoit\x00@example.org"),
    _example("a part in which nothing is to be seen", "email-form-wrong", value="benoit@\u200b.org"),
)
