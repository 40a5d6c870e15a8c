"""Solved models to tidy tables: ratios become percent here. Nothing is rounded.

What reads a file of the project raises ParameterError, TableError or SchemaError where that file is missing or broken.
"""
