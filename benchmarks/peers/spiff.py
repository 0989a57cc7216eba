"""
A journey of as many screens in SpiffWorkflow, kept by its own serializer in a SQLite row: load, complete a task, save.

It has no rules, reasons, effects or history of its own: the tasks, one after the other, and their data.
"""

import itertools
import sqlite3
import time
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from psc_workflow.states._charts import JOURNEYS

NAME = "SpiffWorkflow, its serializer, SQLite"
_SPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def seconds_of_a_task(file: Path, count: int) -> float:
    """Complete a task of so many workflows, each loaded and saved in a transaction; return the seconds of one."""
    serializer, first = BpmnWorkflowSerializer(), BpmnWorkflow(_spec())
    first.do_engine_steps()
    document = serializer.serialize_json(first)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE workflows (id TEXT PRIMARY KEY, document TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO workflows VALUES (?, ?)", [(f"{n}", document) for n in range(count)])
    connection.execute("COMMIT")
    began = time.perf_counter()
    for number in range(count):
        connection.execute("BEGIN IMMEDIATE")
        (stored,) = connection.execute("SELECT document FROM workflows WHERE id = ?", (f"{number}",)).fetchone()
        workflow: Any = serializer.deserialize_json(stored)
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.run()
        workflow.do_engine_steps()
        update = "UPDATE workflows SET document = ? WHERE id = ?"
        connection.execute(update, (serializer.serialize_json(workflow), f"{number}"))
        connection.execute("COMMIT")
    seconds = (time.perf_counter() - began) / count
    connection.close()
    return seconds


def _spec() -> Any:
    parser = BpmnParser()
    parser.add_bpmn_str(_diagram().encode())
    return parser.get_spec("affiliation")


def _diagram() -> str:
    """Draw one user task after the other, one for each state of the affiliation."""
    screens = [str(state.value) for state in JOURNEYS["affiliation"].states]
    steps = ["start", *(f"task_{name}" for name in screens), "end"]
    flows = "".join(
        f'<sequenceFlow id="flow_{number}" sourceRef="{source}" targetRef="{target}"/>'
        for number, (source, target) in enumerate(itertools.pairwise(steps))
    )
    tasks = "".join(
        f'<userTask id="{name}" name="{name}"><incoming>flow_{number}</incoming>'
        f"<outgoing>flow_{number + 1}</outgoing></userTask>"
        for number, name in enumerate(steps[1:-1])
    )
    return (
        f'<definitions xmlns="{_SPACE}" targetNamespace="journeys"><process id="affiliation" isExecutable="true">'
        f'<startEvent id="start"><outgoing>flow_0</outgoing></startEvent>{tasks}'
        f'<endEvent id="end"><incoming>flow_{len(screens)}</incoming></endEvent>{flows}</process></definitions>'
    )
