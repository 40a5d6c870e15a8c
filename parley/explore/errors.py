"""What can go wrong between a question and its answer; each message is a sentence a visitor may see."""


class EngineError(RuntimeError):
    """An engine cannot be opened or does not answer; the message says why and what to do."""


class TooLongError(EngineError):
    """An answer took longer than is allowed, and was stopped."""


class BusyError(EngineError):
    """Others are being answered, and none of them ended in time."""
