"""
Drafts: which fields of a half-filled screen are stored, and which are left out.
"""

from psc_workflow.rules import draft
from psc_workflow.rules._examples._example import ExampleMaker

_identity = ExampleMaker(draft.assess, allowed={"first_name", "birth_date"})
_signature = ExampleMaker(draft.assess, allowed={"documents_read"})
_household = ExampleMaker(draft.assess, allowed={"partner", "children"})

EXAMPLES = (
    _identity("half a date on the present screen", draft={"birth_date": "12/03/"}),
    _identity("nothing written", draft={}),
    _identity("no draft", draft=None),
    _identity("field of another screen", "draft-field-left-out", draft={"first_name": "Ben", "iban": "FR76"}),
    _identity("field nobody knows", "draft-field-left-out", draft={"FR76 1746 9000": True}),
    _identity("password", "draft-field-left-out", draft={"password": "Mahana"}),
    _signature("documents read", draft={"documents_read": ["notice_information"]}),
    _signature("parts of the signature", "draft-field-left-out", draft={"certified": True, "evidence": "signature-1"}),
    _identity("a line end and a tab", draft={"first_name": "Be\n\tn"}),
    _identity("a NUL", "draft-text-cleaned", draft={"first_name": "Ben\0"}),
    _household("an escape character inside a child", "draft-text-cleaned", draft={"children": [{"ref": "a\x1b[0m"}]}),
    _household("people half known", draft={"partner": {"link": "pacs"}, "children": [{"birth_date": "20"}]}),
    _household("stranger inside a child", "draft-field-left-out", draft={"children": [{"ref": "a", "secret": 1}]}),
    _household("password inside the partner", "draft-field-left-out", draft={"partner": {"password": "Mahana"}}),
)
