"""``detente mcp``: a server of the Model Context Protocol."""

from detente._errors import DetenteError

__all__ = ["mcp"]


def mcp() -> None:
    """Answer programs that speak the Model Context Protocol, on standard input and output.

    Its tools are register, goods, exposure, simulate, deal and brief, with the JSON of the commands
    and the source of every figure.
    """
    import importlib.util

    if not importlib.util.find_spec("mcp"):
        raise DetenteError("the server needs mcp: install detente[mcp]")
    from detente.model_context import serve

    serve()
