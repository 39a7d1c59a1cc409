"""Reading: the text of a plan becomes its tasks, with nothing but the text to go by.

One direction: :mod:`view` (the text without its page), :mod:`outline` (numbered
headings), :mod:`annex` (tables), :mod:`statements` (who answers), :mod:`units`
(which stretch is a unit), :mod:`commitments` (which numbers commit), :mod:`targets`
and :mod:`themes` (what it commits to and acts on). :func:`read` runs them all.
"""

from policytasks.reading.read import read

__all__ = ["read"]
