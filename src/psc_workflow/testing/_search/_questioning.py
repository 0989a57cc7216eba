"""
The questions of a line, put to a dossier: right answers, then wrong ones.

Every wrong answer to a command is tried at a few dossiers only. What was useful
there is tried wherever it may reach what is left.
"""

import json
from collections import Counter, defaultdict

from psc_workflow.testing._search._asking import Answer, Node, Request
from psc_workflow.testing._search._walking import Line, Walk
from psc_workflow.testing._search._wrong import Change, changes_of, day_changes, malformed_changes, whole_commands

_ENOUGH = 3
"""So many wrong answers that reach the same are remembered."""


class Questions:
    """
    Puts questions to the dossiers of *walk*.

    Args:
        full: Dossiers at which every wrong answer to a command is tried.
    """

    def __init__(self, walk: Walk, full: int) -> None:
        self._walk = walk
        self._full = full
        self._asked: Counter[str] = Counter()
        self._useful: dict[str, dict[Change | str, set[str]]] = defaultdict(dict)

    def ask(self, node: Node, line: Line) -> None:
        """Put all questions of *line* to *node*; none if the command is not offered there."""
        event = line.row.event
        requests = self._walk.right(event, node)
        for place, request in enumerate(requests):
            if not self._try(node, line, request, odd=min(place, 1)).offered:
                return
        self._asked[event] += 1
        for useful, reached in list(self._useful[event].items()):
            if reached & {_shared(goal) for goal in self._walk.left(line)}:
                self._try_again(node, line, requests, useful)
        if self._asked[event] <= self._full:
            self._try_wrong(node, line, requests[0])

    def ask_anew(self, node: Node, line: Line) -> None:
        """Put those questions to *node* whose answers may depend on who the agent is, and since when."""
        requests = self._walk.right(line.row.event, node)
        for request in requests:
            if not self._try(node, line, request).offered:
                return
        for text in self._whole(line):
            self._try(node, line, json.loads(text))
        for change in day_changes(requests[0], self._walk.contract.civil_day(node.at), self._walk.shift):
            self._try_change(node, line, requests[0], change)

    def _whole(self, line: Line) -> list[str]:
        """List the commands of examples, as JSON."""
        return [self._walk.shift.text(json.dumps(request)) for request in whole_commands().get(line.row.event, ())]

    def _try_wrong(self, node: Node, line: Line, request: Request) -> None:
        today = self._walk.contract.civil_day(node.at)
        for change in dict.fromkeys(changes_of(request, today, self._walk.shift)):
            self._try_change(node, line, request, change)
        for text in self._whole(line):
            self._learn(line, text, self._try(node, line, json.loads(text)))
        if self._asked[line.row.event] == 1:
            for change in malformed_changes(request):
                self._try_change(node, line, request, change)

    def _try_again(self, node: Node, line: Line, requests: list[Request], useful: Change | str) -> None:
        if isinstance(useful, str):
            self._try(node, line, json.loads(useful))
            return
        for request in requests[:2]:
            self._try_change(node, line, request, useful)

    def _try_change(self, node: Node, line: Line, request: Request, change: Change) -> None:
        changed = change.apply(request)
        if changed is not None:
            self._learn(line, change, self._try(node, line, changed))

    def _learn(self, line: Line, useful: Change | str, answer: Answer) -> None:
        """Remember what *useful* reaches, unless others do so already."""
        useful_here = self._useful[line.row.event]
        reached = {_shared(goal) for goal in answer.goals if not goal.startswith("code ")}
        if any(sum(goal in others for others in useful_here.values()) < _ENOUGH for goal in reached):
            useful_here.setdefault(useful, set()).update(reached)

    def _try(self, node: Node, line: Line, request: Request, *, odd: int | None = None) -> Answer:
        """Give *request* at *node*. Go on from there if that reaches something new, or with *odd*."""
        answer = self._walk.asker.sound(node, line.journey, line.row, request)
        act = line.act(node, request)
        is_new = self._walk.note(node, act, answer)
        if answer.accepted and (odd is not None or is_new):
            self._walk.take(node, act, 1 if odd is None else odd)
        return answer


def _shared(goal: str) -> str:
    """Name the answer of a guard, wherever it comes."""
    return " ".join(goal.split(" ")[-2:])
