"""What can be wrong with a file or a folder."""


class IngestError(ValueError):
    """A file cannot be taken up; ``file`` names it, ``line`` the line or record (0: the whole file)."""

    def __init__(self, file: str, problem: str, line: int = 0):
        self.file, self.line = file, line
        super().__init__(f"{file}{f', line {line}' if line else ''}: {problem}")
