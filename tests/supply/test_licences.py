"""Nothing comes with the program that would bind an office, and the lists of what comes with it are whole."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from assistant.config import PROJECT
from supply.licences import FORBIDDEN, REASONS, UNSAID, WEAK, table
from supply.runtime import Package, locked, runtime
from supply.sbom import bill

PAGE = (PROJECT / "docs" / "licences.md").read_text("utf-8")
SBOM: dict[str, Any] = json.loads((PROJECT / "docs" / "sbom.cdx.json").read_text("utf-8"))
AGAIN = "run `make licences` and commit docs/licences.md and docs/sbom.cdx.json"


@pytest.fixture(scope="module")
def packages() -> dict[str, Package]:
    return runtime()


def test_nothing_is_under_a_licence_that_binds_the_office(packages: dict[str, Package]) -> None:
    assert [name for name, package in packages.items() if FORBIDDEN.search(package.licence)] == []


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPLv3", "GNU General Public License v2", "SSPL-1.0", "BUSL-1.1"])
def test_the_test_above_would_notice(licence: str) -> None:
    assert FORBIDDEN.search(licence)
    assert not FORBIDDEN.search("LGPL-3.0-only")


def test_what_is_under_a_weaker_bond_has_a_reason(packages: dict[str, Package]) -> None:
    weak = {name for name, package in packages.items() if WEAK.search(package.licence)}
    assert weak - REASONS.keys() == set()


def test_every_package_names_its_licence(packages: dict[str, Package]) -> None:
    unsaid = {name for name, package in packages.items() if package.licence in {"", "OSI Approved"}}
    assert unsaid - UNSAID.keys() == set()


def test_the_page_and_the_bill_name_every_package(packages: dict[str, Package]) -> None:
    listed = set(re.findall(r"^\| ([\w.-]+) \| \d", PAGE, re.M))
    assert packages.keys() - listed == set(), AGAIN
    assert packages.keys() - {component["name"] for component in SBOM["components"]} == set(), AGAIN


def test_what_they_name_is_what_the_lock_pins() -> None:
    pinned = locked()
    listed = dict(re.findall(r"^\| ([\w.-]+) \| (\S+) \|", PAGE, re.M))
    wrong = {name: version for name, version in listed.items() if name != "package" and name not in pinned}
    assert wrong == {}, AGAIN
    assert {c["name"]: c["version"] for c in SBOM["components"]} == {n: v for n, v in listed.items() if n != "package"}


def test_the_bill_is_of_the_kind_it_says(packages: dict[str, Package]) -> None:
    assert (SBOM["bomFormat"], SBOM["specVersion"]) == ("CycloneDX", "1.6")
    refs = {component["bom-ref"] for component in SBOM["components"]} | {SBOM["metadata"]["component"]["bom-ref"]}
    assert len(refs) == len(SBOM["components"]) + 1
    assert {ref for each in SBOM["dependencies"] for ref in (each["ref"], *each["dependsOn"])} <= refs
    assert bill(packages) == bill(packages)


def test_neither_names_a_machine_or_a_registry() -> None:
    both = PAGE + json.dumps(SBOM)
    assert not re.search(r"https?://|file:|/home/|/root|/work|/usr/|/tmp", both)
    assert table({}).startswith("# Licences")
