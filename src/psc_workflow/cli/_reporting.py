"""
How an error of this library is reported: on one line of standard error, in the language of who called.
"""

from psc_workflow.cli._output import write_error


def report(message: str, *, is_french: bool) -> None:
    """Report *message*, which the code says in English."""
    if is_french:
        from psc_workflow.cli._french import in_french  # noqa: PLC0415 -- English needs nothing of the catalogue

        message = in_french(message)
    write_error(f"psc-workflow: {message}")
