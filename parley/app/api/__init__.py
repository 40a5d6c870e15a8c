"""What other programs ask over HTTP below ``/api/v1``: law, dollars, search, dates, models, tables and changes."""
