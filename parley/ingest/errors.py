"""What can be wrong with a file or a folder."""

AGAIN = "Fetch the file again and run the command again: years that are finished stay, this one is not taken up."


class IngestError(ValueError):
    """A file cannot be taken up; ``file`` names it, ``line`` the line or record (0: the whole file).

    For a line the message says what to do; for a whole file ``problem`` does.
    """

    def __init__(self, file: str, problem: str, line: int = 0):
        self.file, self.line = file, line
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem} {AGAIN}" if line else f"{place}: {problem}")
