"""
E-mail addresses: what a provider could deliver, and what nobody could.
"""

from psc_workflow.rules import email
from psc_workflow.rules.examples._example import Asking

_asking = Asking(email.assess)
_DOMAIN = "@mail.example.org"
_LONGEST = 254

EXAMPLES = (
    _asking("a name, an @ and a domain", value="benoit.dupond@example.org"),
    _asking("another script", value="用户@例子.广告"),
    _asking("signs that providers allow", value="o'connor+psc@example.org"),
    _asking("254 characters", value="n" * (_LONGEST - len(_DOMAIN)) + _DOMAIN),
    _asking("not known", "email-missing", value=None),
    _asking("255 characters", "email-form-wrong", value="n" * (_LONGEST + 1 - len(_DOMAIN)) + _DOMAIN),
    _asking("nothing written", "email-form-wrong", value=""),
    _asking("no @", "email-form-wrong", value="benoit.dupond"),
    _asking("two @", "email-form-wrong", value="benoit@dupond@example.org"),
    _asking("nothing before the @", "email-form-wrong", value="@example.org"),
    _asking("no dot in the domain", "email-form-wrong", value="benoit@example"),
    _asking("two dots in a row in the domain", "email-form-wrong", value="benoit@example..org"),
    _asking("a space after it", "email-form-wrong", value="benoit@example.org "),
    _asking("a control character", "email-form-wrong", value="benoit\x00@example.org"),
    _asking("a part in which nothing is to be seen", "email-form-wrong", value="benoit@\u200b.org"),
)
