"""``python -m benchmarks.preload run ...``: Streamlit with the large libraries imported before the first visitor.

For the comparison of collector settings only, so that every setting has the same objects to collect. On the signal
SIGUSR1 all objects that live are kept out of the collector from then on; there is no such signal on Windows.
"""

import gc
import importlib
import signal
import sys

LIBRARIES = ("pandas", "pyarrow", "pyarrow.parquet", "plotly.graph_objects", "plotly.io", "streamlit.web.cli")


def freeze(*_: object) -> None:
    """Collect once, then keep all that lives out of every later collection."""
    gc.collect()
    gc.freeze()


def main() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    signal.signal(signal.SIGUSR1, freeze)
    sys.exit(sys.modules["streamlit.web.cli"].main())


if __name__ == "__main__":
    main()
