"""The shape of ``detente.brief/1``, one class an object; schema and page are made of them."""

from detente.brief.shape.whole import Brief

__all__ = ["Brief"]
