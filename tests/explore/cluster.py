"""A Spark of this machine: one master and two workers of one core and 1 GB on loopback, each a process of its own."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

from tests.programs import JAVA

HOME = Path(pyspark.__file__).parent
HOST = "127.0.0.1"
MEMORY = "1g"
PATIENCE_S = 120
QUICK = "-XX:TieredStopAtLevel=1"  # a JVM that lives a minute gains nothing by compiling well
# Of the process that asks: its heap, where the executors find it, and how many tasks few rows are cut into.
CONF = {
    "spark.driver.memory": "512m",
    "spark.driver.host": HOST,
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.memory": "700m",
    "spark.executor.extraJavaOptions": QUICK,
    "spark.sql.shuffle.partitions": "2",
}
SUBMIT = " ".join([*(f"--conf {name}={value}" for name, value in CONF.items()), "pyspark-shell"])


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def daemon(folder: Path, name: str, kind: str, *arguments: str) -> Iterator[Path]:
    """A process of Spark; its log is the file given."""
    log = folder / f"{name}.log"
    command = [
        JAVA.path(),
        "-cp",
        f"{HOME}/jars/*",
        "-Xmx256m",
        QUICK,
        f"org.apache.spark.deploy.{kind}",
        "--host",
        HOST,
    ]
    told = {"SPARK_HOME": f"{HOME}", "SPARK_SCALA_VERSION": "2.13", "SPARK_LOCAL_IP": HOST}
    own = {**os.environ, **told, "SPARK_WORKER_DIR": f"{folder / name}"}
    with log.open("w") as written:
        process = subprocess.Popen([*command, *arguments], stdout=written, stderr=subprocess.STDOUT, env=own)
    try:
        yield log
    finally:
        process.terminate()
        process.wait(30)


def wait_for(words: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while words not in log.read_text():
        assert time.monotonic() < until, log.read_text()[-2000:]
        time.sleep(0.1)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of its master."""
    port = free_port()
    address = f"spark://{HOST}:{port}"
    with ExitStack() as running:
        log = running.enter_context(
            daemon(folder, "master", "master.Master", "--port", f"{port}", "--webui-port", f"{free_port()}")
        )
        wait_for("Starting Spark master", log)
        for name in ("first", "second"):
            own = ("--cores", "1", "--memory", MEMORY, "--webui-port", f"{free_port()}", address)
            wait_for("registered with master", running.enter_context(daemon(folder, name, "worker.Worker", *own)))
        yield address
