"""Entry point: ``streamlit run dashboard.py``."""

from parley.app import shell

shell.run()
