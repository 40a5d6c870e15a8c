"""The official sources, one file a provider: its addresses, how its answers are read, and the tables they feed.

Answers are read in the source's own units; ``FEED`` turns them into rows of the tables, for ``parley/refresh``.
``docs/refresh.md`` says which forms a recorded answer proves and which are still to be seen.
"""
