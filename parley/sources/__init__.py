"""Clients of the official sources, one file a provider: which addresses are asked and how their answers are read.

A client gives frames in the source's own units; ``parley/refresh`` turns them into rows of the tables.
``docs/refresh.md`` says which forms a recorded answer proves and which are still to be seen.
"""
