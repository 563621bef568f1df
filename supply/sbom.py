"""A bill of materials in CycloneDX 1.6: `python -m supply.sbom > docs/sbom.cdx.json`.

Law: the same packages give the same file.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from supply.licences import UNSAID
from supply.runtime import PYPROJECT, Package, runtime

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "proposal-review-assistant")


def bill(packages: Mapping[str, Package]) -> dict[str, object]:
    """The document as JSON values."""
    project = PYPROJECT["project"]
    root = f"pkg:generic/{project['name']}@{project['version']}"
    names = {name: f"pkg:pypi/{name}@{package.version}" for name, package in packages.items()}
    asked = sorted(names[name] for name in packages if name in _direct())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, json.dumps(sorted(names.values())))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": names[name],
                "name": name,
                "version": package.version,
                "purl": names[name],
                "licenses": [{"license": {"name": UNSAID.get(name, package.licence) or "unknown"}}],
            }
            for name, package in packages.items()
        ],
        "dependencies": [
            {"ref": root, "dependsOn": asked},
            *(
                {"ref": names[name], "dependsOn": [names[need] for need in package.needs if need in names]}
                for name, package in packages.items()
            ),
        ],
    }


def _direct() -> set[str]:
    from packaging.requirements import Requirement

    from supply.runtime import canonical

    return {canonical(Requirement(line).name) for line in PYPROJECT["project"]["dependencies"]}


if __name__ == "__main__":
    print(json.dumps(bill(runtime()), ensure_ascii=False, indent=1))
