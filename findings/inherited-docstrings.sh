#!/bin/sh
# pydantic 2.14.3 with use_attribute_docstrings: a field keeps its description when a model inherits it, but loses it
# when a TypedDict does. The schema of the derived TypedDict is valid and has the field, without a word.
# Seen: model {'a': 'First', 'b': 'Second'}, TypedDict {'a': None, 'b': 'Second'}. Exit 1 if this is no longer so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check pydantic==2.14.3
cat >"$home/forms.py" <<'END'
import sys

import pydantic
from pydantic import BaseModel, ConfigDict, TypeAdapter, with_config
from typing_extensions import TypedDict

WORDS = ConfigDict(use_attribute_docstrings=True)


class Model(BaseModel):
    model_config = WORDS
    a: int
    """First"""


class MoreModel(Model):
    b: int
    """Second"""


@with_config(WORDS)
class Form(TypedDict):
    a: int
    """First"""


@with_config(WORDS)
class MoreForm(Form):
    b: int
    """Second"""


def told(kind):
    fields = TypeAdapter(kind).json_schema()["properties"]
    return {name: field.get("description") for name, field in fields.items()}


print(pydantic.VERSION, "model", told(MoreModel), "TypedDict", told(MoreForm), "its base", told(Form))
kept = told(MoreModel) == {"a": "First", "b": "Second"} and told(Form) == {"a": "First"}
sys.exit(not (kept and told(MoreForm) == {"a": None, "b": "Second"}))
END
"$home/venv/bin/python" "$home/forms.py"
