"""The files of ``deploy/`` against the app: ports, paths, names of settings, and the folder of the image run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from streamlit import config

from parley.app.kit import settings, sheet
from parley.app.serving import limits, origins, readiness, start
from tests import programs
from tests.app.serving.answers import get, is_ready
from tests.proxies import TEMPLATE
from tests.servers import HANG_SECONDS, ROOT, App, free_port, wait_for

DEPLOY = ROOT / "deploy"
OURS = {
    start.ORIGINS,
    origins.FRAMES,
    start.METRICS,
    start.LOGS,
    start.COUNTERS,
    limits.SETTING,
    settings.WITHOUT,
    "PARLEY_DATA",
}
HEALTH = "/_stcore/health"
KUBERNETES = "1.32"  # of which the schemas are
COLOURS_OF_SPACES = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
# Of Traefik 3, by its manual: the kinds of Middleware used here and what each may hold.
TRAEFIK = {
    "rateLimit": {"average", "burst", "period", "sourceCriterion", "redis"},
    "inFlightReq": {"amount", "sourceCriterion"},
}


def lines_of_image() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with what it is given, lines that go on joined."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    told = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in told]


def given(kind: str) -> list[str]:
    return [value for name, value in lines_of_image() if name == kind]


def started() -> list[str]:
    """What the image runs."""
    (command,) = given("CMD")
    return list(json.loads(command))


def unit() -> dict[str, str]:
    """The settings of the unit of systemd; of a setting told twice the last."""
    text = (DEPLOY / "parley@.service").read_text("utf-8")
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith(("#", " ")))


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def objects() -> list[Any]:
    """What is described for Kubernetes."""
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))


def kubernetes() -> dict[str, Any]:
    """The same by kind; of two of one kind the last."""
    return {told["kind"]: told for told in objects()}


def middlewares() -> dict[str, Any]:
    """Those of Traefik by name."""
    return {told["metadata"]["name"]: told["spec"] for told in objects() if told["kind"] == "Middleware"}


def container() -> Any:
    (only,) = kubernetes()["Deployment"]["spec"]["template"]["spec"]["containers"]
    return only


def test_every_setting_that_is_given_is_one_that_is_read() -> None:
    image = [name for line in given("ENV") for name in re.findall(r"(\w+)=", line)]
    services = [name for service in compose()["services"].values() for name in service["environment"]]
    asked = set(re.findall(r"\$\{(PARLEY_\w+)\}", TEMPLATE.read_text("utf-8")))
    pods = [told["name"] for told in container()["env"]]
    units = re.findall(r"(\w+)=", unit()["Environment"])
    told = {name for name in (*image, *services, *pods, *units) if name.startswith("PARLEY_")}
    assert told - asked <= OURS
    assert set(compose()["services"]["nginx"]["environment"]) == asked
    assert asked.isdisjoint(OURS)
    flags = re.findall(r"--([\w.]+)=", " ".join((*started(), unit()["ExecStart"])))
    assert len(flags) == 6
    assert set(flags) <= set(config.get_config_options())


def test_one_port_is_opened_asked_and_served() -> None:
    (port,) = given("EXPOSE")
    assert f"--server.port={port}" in started()
    assert f"127.0.0.1:{port}{readiness.PATH}'" in given("HEALTHCHECK")[0]
    servers = compose()["services"]["nginx"]["environment"]["PARLEY_SERVERS"]
    replicas = [name for name in compose()["services"] if name != "nginx"]
    assert re.findall(r"server ([\w-]+):(\d+)", servers) == [(name, port) for name in replicas]
    assert len(replicas) == 2
    (named,) = container()["ports"]
    assert named["containerPort"] == int(port)
    (service,) = kubernetes()["Service"]["spec"]["ports"]
    assert service["targetPort"] == named["name"]
    (rule,) = kubernetes()["Ingress"]["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]
    assert backend == {"name": kubernetes()["Service"]["metadata"]["name"], "port": {"number": service["port"]}}
    entry = compose()["services"]["nginx"]
    assert entry["ports"] == ["{0}:{0}".format(entry["environment"]["PARLEY_LISTEN"])]


def test_visitors_are_sent_where_the_app_is_ready_and_it_is_restarted_where_it_is_dead() -> None:
    asked = {name: container()[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert asked == {"startupProbe": readiness.PATH, "readinessProbe": readiness.PATH, "livenessProbe": HEALTH}
    replicas = {name for name in compose()["services"] if name != "nginx"}
    assert set(compose()["services"]["nginx"]["depends_on"]) == replicas


def test_the_head_of_the_space_is_one_that_its_host_reads() -> None:
    """Fields, colours and lengths are those of the host's reference of its settings."""
    _, head, text = (DEPLOY / "space" / "README.md").read_text("utf-8").split("---\n", 2)
    fields = yaml.safe_load(head)
    assert (fields["sdk"], fields["license"]) == ("docker", "mit")
    assert [str(fields["app_port"])] == given("EXPOSE")
    assert {fields["colorFrom"], fields["colorTo"]} <= COLOURS_OF_SPACES
    assert len(fields["short_description"]) <= 60 and text.strip()


def test_the_lines_for_a_space_bring_what_its_image_copies() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    (archived,) = re.findall(r"^git archive HEAD (.*?) \|", page, re.M)
    copied = {name for line in given("COPY") for name in line.split()[:-1]}
    assert set(archived.split()) == copied
    (added,) = re.findall(r"echo 'ENV (\w+)=(\S+)'", page)
    assert start.middleware(dict([added]))[0].kwargs["hosts"] == ("https://huggingface.co",)
    assert added[0] == origins.FRAMES


def test_nothing_runs_as_root_or_writes_beside_tmp() -> None:
    (user,) = given("USER")
    assert int(user) > 0
    assert kubernetes()["Deployment"]["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == int(user)
    assert container()["securityContext"]["readOnlyRootFilesystem"] is True
    assert all(s["read_only"] and s["tmpfs"] == ["/tmp"] for n, s in compose()["services"].items() if n != "nginx")
    assert (unit()["DynamicUser"], unit()["ProtectSystem"]) == ("yes", "strict")


def test_every_object_is_one_that_kubernetes_takes() -> None:
    """By the schemas of its own API, unknown fields refused; Middleware is Traefik's, of which the manual tells."""
    own = [told for told in objects() if told["kind"] != "Middleware"]
    assert {told["kind"] for told in own} == {"Deployment", "Service", "Ingress"}
    for told in own:
        assert kubernetes_validate.validate(told, KUBERNETES, strict=True) == KUBERNETES
    wrong = json.loads(json.dumps(kubernetes()["Deployment"]))
    wrong["spec"]["template"]["spec"]["containers"][0]["readyProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError, match="readyProbe"):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)
    for spec in middlewares().values():
        ((kind, told),) = spec.items()
        assert set(told) <= TRAEFIK[kind]


def test_the_labels_and_names_of_kubernetes_find_one_another() -> None:
    deployment, service, ingress = (kubernetes()[kind] for kind in ("Deployment", "Service", "Ingress"))
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert labels == deployment["spec"]["selector"]["matchLabels"] == service["spec"]["selector"]
    asked = ingress["metadata"]["annotations"]["traefik.ingress.kubernetes.io/router.middlewares"]
    assert sorted(asked.split(",")) == sorted(f"default-{name}@kubernetescrd" for name in middlewares())
    (rule,) = ingress["spec"]["rules"]
    (tls,) = ingress["spec"]["tls"]
    (origin,) = [told["value"] for told in container()["env"] if told["name"] == start.ORIGINS]
    assert tls["hosts"] == [rule["host"]] and origin == f"https://{rule['host']}"
    pod = deployment["spec"]["template"]["spec"]
    assert {each["name"] for each in container()["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    assert {each["mountPath"] for each in container()["volumeMounts"]} == {"/tmp"}


def test_the_limits_and_the_cookie_are_the_same_everywhere() -> None:
    nginx = compose()["services"]["nginx"]["environment"]
    ((_, rate),), ((_, connections),) = (middlewares()[f"parley-{name}"].items() for name in ("rate", "connections"))
    assert (f"{connections['amount']}", f"{rate['average']}") == (nginx["PARLEY_CONNECTIONS"], nginx["PARLEY_RATE"])
    replica = compose()["services"]["parley-1"]
    told = (replica["mem_limit"], container()["resources"]["limits"]["memory"], unit()["MemoryMax"])
    assert told == ("1g", "1Gi", "1G")
    pod = kubernetes()["Deployment"]["spec"]["template"]["spec"]
    assert replica["stop_grace_period"] == f"{pod['terminationGracePeriodSeconds']}s"
    assert unit()["TimeoutStopSec"] == f"{pod['terminationGracePeriodSeconds']}"
    assert kubernetes()["Deployment"]["spec"]["replicas"] == 2
    cookie = kubernetes()["Service"]["metadata"]["annotations"]
    named = cookie["traefik.ingress.kubernetes.io/service.sticky.cookie.name"]
    assert f"cookie_{named}" in TEMPLATE.read_text("utf-8")


def test_compose_takes_its_file_and_means_what_is_written() -> None:
    """``docker-compose config`` reads, checks and fills in the file; it needs no Docker and starts nothing."""
    told = subprocess.run(
        [programs.COMPOSE.path(), "--file", str(DEPLOY / "compose.yaml"), "config", "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_SECONDS,
    )
    assert (told.returncode, told.stderr) == (0, "")
    services = json.loads(told.stdout)["services"]
    assert set(services) == set(compose()["services"])
    for name, service in services.items():
        if name != "nginx":
            assert Path(service["build"]["context"]) == ROOT
            assert (ROOT / service["build"]["dockerfile"]).is_file()
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    (mounted,) = services["nginx"]["volumes"]
    assert (Path(mounted["source"]), mounted["read_only"]) == (TEMPLATE, True)
    assert {told["condition"] for told in services["nginx"]["depends_on"].values()} == {"service_healthy"}


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("systemd-analyze is not here")
    text = (DEPLOY / "parley@.service").read_text("utf-8")
    text = text.replace("/opt/parley/.venv/bin/python", sys.executable).replace("/opt/parley", str(ROOT))
    file = tmp_path / "parley@8501.service"
    file.write_text(text, "utf-8")
    said = subprocess.run(
        [checker, "verify", str(file)], capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )
    assert (said.returncode, said.stderr) == (0, "")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The folder of the image: what the Dockerfile copies and runs there, without pip and the user; then read-only."""
    folder = tmp_path / "app"
    folder.mkdir()
    kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines() if line[0] == "!"}
    for kind, told in lines_of_image():
        if kind == "COPY":
            *sources, to = told.split()
            for source in sources:
                assert source in kept
                if (ROOT / source).is_dir():
                    shutil.copytree(ROOT / source, folder / to, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copyfile(ROOT / source, folder / to / source if to in (".", "./") else folder / to)
        elif kind == "RUN" and "pip install" not in told and "useradd" not in told:
            subprocess.run(
                told.replace("python", shlex.quote(sys.executable)),
                shell=True,
                cwd=folder,
                check=True,
                timeout=HANG_SECONDS,
            )
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    return folder


def test_the_image_runs_without_rights_and_has_all_scripts(image: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    python, *command = [f"--server.port={port}" if word.startswith("--server.port=") else word for word in started()]
    assert python == "python"
    settings = dict(told.split("=", 1) for line in given("ENV") for told in shlex.split(line))
    home = tmp_path / "home"
    home.mkdir()
    surroundings = {**os.environ, **settings, "HOME": str(home)}
    # root too may then write only where the folder lets it
    without_rights = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [*without_rights, sys.executable, *command],
            cwd=image,
            env=surroundings,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            app = App(f"http://127.0.0.1:{port}", log)
            wait_for(app.url + HEALTH, server, log)
            assert is_ready(app) == (200, {"ready": True, "faults": []})
            for path in (f"/app/static/{sheet.CARTESIAN}", "/data.zip"):
                assert get(f"{app.url}{path}")[0] == 200, path
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert app.faults() == []
