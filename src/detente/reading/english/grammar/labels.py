"""Labels of the parser's dependencies, named by what they say of a clause."""

__all__ = ["ACTED_ON", "HANGING", "MEANT", "NOUN_SUBJECTS", "SUBJECTS"]

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
