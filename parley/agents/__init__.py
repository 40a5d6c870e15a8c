"""What agents ask over the Model Context Protocol: the tools of ``parley mcp``."""
