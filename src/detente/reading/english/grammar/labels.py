"""Labels of the parser's dependencies, named by what they say of a clause."""

__all__ = [
    "ABOUT", "ACTED_ON", "CLAUSES", "HANGING", "HELPERS", "INNER", "LINKS", "MEANT",
    "NOUN_SUBJECTS", "OBJECTS", "PARTS", "SHARING", "SUBJECTS",
]  # fmt: skip

NOUN_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""What a clause is about, as a noun or a pronoun."""
SUBJECTS = NOUN_SUBJECTS | {"csubj"}
"""What a clause is about, another clause among it: *that it was lifted helped*."""
ACTED_ON = frozenset({"dobj", "nsubjpass"})
"""What a verb does something to: *lifted the ban*, *the ban was lifted*."""
HANGING = frozenset({"dobj", "pobj", "prep", "pcomp", "xcomp", "acl", "dative"})
"""By what a thing hangs on the deed that is done to it: *asked* | *for 20,000 tonnes of sugar*."""
MEANT = HANGING | {"ccomp", "acomp", "attr", "oprd"}
"""By what a deed hangs on the word that says whether somebody means it: *is ready* | *to lift*."""
ABOUT = frozenset({"xcomp", "ccomp", "acl", "pcomp"})
"""By what a clause that says what an act is about hangs on its word: *asked* | *to lift it*."""
OBJECTS = ACTED_ON | {"attr", "oprd"}
"""What a verb is done to, or says of its subject: *are the only suppliers*."""
INNER = frozenset({"advcl", "xcomp", "ccomp"})
"""By what a clause hangs on a verb."""
CLAUSES = frozenset({"ROOT", "ccomp", "conj", "advcl", "relcl"})
"""By what the verb of a whole clause hangs on what stands above."""
SHARING = frozenset({"xcomp", "conj", "advcl", "pcomp", "prep", "acl"})
"""How a verb hangs on one whose subject is its own."""
HELPERS = frozenset({"aux", "auxpass"})
"""Helping verbs of a clause."""
LINKS = frozenset({"prep", "dative", "agent"})
"""By what a preposition hangs on a word."""
PARTS = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a"}
"""Letters of the vocabulary tables for the parts of speech."""
