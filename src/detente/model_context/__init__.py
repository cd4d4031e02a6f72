"""The third door: tools for programs that speak the Model Context Protocol."""

from detente.model_context._server import build_server, serve

__all__ = ["build_server", "serve"]
