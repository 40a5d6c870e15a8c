"""nginx in a process of its own, with the file of ``deploy/`` filled in as its container fills it in."""

import getpass
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from tests.programs import NGINX
from tests.servers import HANG_SECONDS, ROOT, App, free_port, wait_for

TEMPLATE = ROOT / "deploy" / "nginx.conf.template"
# What is around the site: one process, nothing outside of its folder.
AROUND = """user $user; daemon off; worker_processes 1; pid $folder/pid; error_log stderr crit;
events { worker_connections 1024; }
http {
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
    include $folder/site.conf;
}
"""


def settings(folder: Path, port: int, replicas: Sequence[str], path: str = "", **others: str) -> dict[str, str]:
    """What the template asks for; ``replicas``: their addresses, ``path``: the sub-path, with its slash."""
    servers = " ".join(f"server {urlsplit(url).netloc} max_fails=1 fail_timeout=2s;" for url in replicas)
    return {
        "PARLEY_LISTEN": f"127.0.0.1:{port}",
        "PARLEY_SERVERS": servers,
        "PARLEY_PATH": path,
        "PARLEY_CACHE": f"{folder}/files",
        "PARLEY_CONNECTIONS": "300",
        "PARLEY_RATE": "50",
    } | others


def written(folder: Path, given: Mapping[str, str]) -> Path:
    """The whole configuration, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(Template(TEMPLATE.read_text("utf-8")).safe_substitute(given), "utf-8")
    return around(folder)


def around(folder: Path) -> Path:
    """What is around the site.conf of a folder, in a file beside it."""
    file = folder / "nginx.conf"
    file.write_text(Template(AROUND).substitute(folder=folder, user=getpass.getuser()), "utf-8")
    return file


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    """What nginx says of a configuration."""
    return subprocess.run(
        [NGINX.path(), "-t", "-c", str(file)], capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )


@contextmanager
def running_nginx(folder: Path, replicas: Sequence[str], path: str = "", **others: str) -> Iterator[App]:
    """Start nginx before these replicas, and stop it afterwards. Fails with its log when it does not answer."""
    port = free_port()
    file = written(folder, settings(folder, port, replicas, path, **others))
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen([NGINX.path(), "-c", str(file)], stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}{path}/_stcore/health", process, log)
            yield App(f"http://127.0.0.1:{port}{path}", log)
        finally:
            process.terminate()
            process.wait(timeout=20)
