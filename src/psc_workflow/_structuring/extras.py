"""
What is said where a package of an extra is not installed: which extra has it, and how to install that.

>>> str(extra_error(ModuleNotFoundError("No module named 'flask'", name="flask"), "flask", "psc_workflow.flask"))
"psc_workflow.flask needs the extra 'flask' (flask is missing): pip install 'psc_workflow[flask]'"
"""


def extra_error(error: ModuleNotFoundError, extra: str, module: str) -> ModuleNotFoundError:
    """
    Say that *module* needs an *extra*.

    Args:
        error: What importing it raised. If it is a module of this library that
            is not there, nothing could be installed, and the error stays as it is.
    """
    if (error.name or "psc_workflow").partition(".")[0] == "psc_workflow":
        return error
    message = f"{module} needs the extra '{extra}' ({error.name} is missing): pip install 'psc_workflow[{extra}]'"
    return ModuleNotFoundError(message, name=error.name, path=error.path)
