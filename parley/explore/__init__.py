"""Any measure of trade by product, place and time, from the shipped tables or a folder of one's own, on any engine."""

from parley.explore.datasets import Dataset
from parley.explore.engine import Engine, open_engine
from parley.explore.limits import BusyError, CancelledError, EngineError, Settings, Stop, TooLongError
from parley.explore.question import Question, QuestionError

__all__ = [
    "BusyError",
    "CancelledError",
    "Dataset",
    "Engine",
    "EngineError",
    "Question",
    "QuestionError",
    "Settings",
    "Stop",
    "TooLongError",
    "open_engine",
]
