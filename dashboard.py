"""Entry point: ``streamlit run dashboard.py``."""

from parley.ui import shell

shell.run()
