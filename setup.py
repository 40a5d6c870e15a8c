"""Beside the package, a wheel carries the app: pages, tables, static files and settings, as ``parley/_app``."""

from setuptools import find_packages, setup

APP = "parley._app"  # the files of the clone's own folder; parley/tables/place.py finds them in either place

setup(
    packages=[*find_packages(include=["parley", "parley.*"]), APP],
    package_dir={APP: "."},
    package_data={
        "": ["*.toml", "*.md", "*.js", "*.css", "*.json", "py.typed"],
        APP: [
            ".streamlit/config.toml",
            "CITATION.cff",
            "LICENSE",
            "assets/*",
            "data/**/*.*",
            "docs/*.json",
            "pages/*.py",
            "static/*",
        ],
    },
    exclude_package_data={APP: ["*.md", "data/.*"]},
    include_package_data=False,
)
