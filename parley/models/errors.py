"""Errors of every model: input that cannot be solved, and equations that were not solved."""


class ModelInputError(ValueError):
    """An input cannot be solved; ``where`` names the offending cell, such as ``tariff[CHN, USA]``."""

    def __init__(self, where: str, problem: str):
        self.where = where
        super().__init__(f"{where} {problem}")


class NotConvergedError(ArithmeticError):
    """The equations were not solved; no figure may be shown. ``residual`` and ``iterations`` say how far."""

    def __init__(self, residual: float, iterations: int):
        self.residual, self.iterations = residual, iterations
        super().__init__(f"No solution after {iterations} steps (residual {residual:.1e}); try a smaller change.")
