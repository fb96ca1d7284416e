"""Writes `resources/licences`: the licences of everything that the program includes, and a bill of materials (SBOM).

    .venv/bin/python packaging/notices.py            after a change of the lock file or of notices.toml

Needs Debian 12 with the libraries that notices.toml names, whose texts it copies, and PyInstaller in the venv.
`cyclonedx-python-lib` writes the SBOM in CycloneDX's form; pip downloads it into a temporary folder.
"""

import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environment import LOCK, ROOT, entries, sections

OUT = ROOT / "resources" / "licences"
RULE = "=" * 100
"""Before and after the head of each section."""

_CYCLONEDX = "cyclonedx-python-lib==11.12.0"
_DOC, _COMMON = Path("/usr/share/doc"), Path("/usr/share/common-licenses")
_SNAPSHOT = "https://snapshot.debian.org/package/{}/{}/"
_INTRODUCTION = """\
Wan Desk {version} is free software under the GNU General Public License, version 3 or later, whose text is the section
"Wan Desk" below. It comes without any warranty. Its sources are in the archive that this file came from, and where you
got the program.

It includes the programs and libraries of others below, each with its licence and the place of its sources. You may pass
all of it on under these licences. All shared libraries lie in the folder `_internal` as ordinary files and may be
replaced by changed ones.

`sbom.cdx.json` beside this file lists the same in CycloneDX's form.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something that the program includes."""

    name: str
    version: str
    licence: str
    """An SPDX expression."""
    sources: str
    files: tuple[str, ...] = ()
    """How the names of its files begin."""
    note: str = ""
    texts: tuple[str, ...] = ()
    purl: str = ""
    """Its package URL, where it is a package."""


def main() -> int:
    """Writes both files; returns the exit code."""
    table = tomllib.loads((ROOT / "packaging" / "notices.toml").read_text(encoding="utf-8"))
    parts = [*_wheels(), *_bundled(table["component"]), *_debian(table["debian"])]
    OUT.mkdir(exist_ok=True)
    (OUT / "NOTICES.txt").write_text(_notices(parts), encoding="utf-8")
    (OUT / "sbom.cdx.json").write_text(_sbom(parts), encoding="utf-8")
    print(f"{len(parts)} components are in {OUT}")
    return 0


def locked_versions() -> Mapping[str, str]:
    """The Python libraries of the program on Linux with their versions, as the lock file has them."""
    program, _, _ = sections(LOCK.read_text(encoding="utf-8"))
    found = {}
    for entry in entries(program):
        line = entry.splitlines()[0].rstrip(" \\")
        requirement, _, marker = line.partition(";")
        if "win32" in marker.replace("!= 'win32'", "") or "darwin" in marker.replace("!= 'darwin'", ""):
            continue
        name, _, version = requirement.strip().partition("==")
        found[name] = version
    return found


def _wheels() -> Iterator[Component]:
    for name, version in sorted(locked_versions().items()):
        try:
            told = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:  # for another version of Python
            continue
        licence = _one_line(told, "License-Expression") or _one_line(told, "License")
        yield Component(
            name=told["Name"],
            version=version,
            licence=_LICENCES.get(name, licence),
            sources=_repository(told),
            texts=tuple(_texts([f"wheel:{name}"])) or tuple(_texts(["common:LGPL-3"])),
            purl=f"pkg:pypi/{name}@{version}",
        )


def _one_line(told: importlib.metadata.PackageMetadata, field: str) -> str:
    return told[field].partition("\n")[0] if field in told else ""


def _repository(told: importlib.metadata.PackageMetadata) -> str:
    """Where the sources of a library are: its repository, as it says itself."""
    links = dict(link.lower().split(", ", 1) for link in told.get_all("Project-URL") or ())
    labels = ("source", "source code", "repository", "code", "github", "homepage")
    found = next((links[label] for label in labels if label in links), _one_line(told, "Home-page"))
    return found or f"the Python Package Index, {told['Name']} {told['Version']}"


# Where a library says it in other words.
_LICENCES = {"sniffio": "MIT OR Apache-2.0", "socksio": "MIT", "jaraco-classes": "MIT", "backports-tarfile": "MIT"}


def _bundled(rows: Iterable[Mapping[str, Any]]) -> Iterator[Component]:
    for row in rows:
        yield Component(
            name=row["name"],
            version=row.get("version", ""),
            licence=row["licence"],
            sources=row["sources"],
            files=tuple(row.get("files", ())),
            note=row.get("note", "").strip(),
            texts=tuple(_texts(row["texts"])),
        )


def _debian(rows: Mapping[str, list[str]]) -> Iterator[Component]:
    form = "${source:Package} ${source:Version}"
    for package, (licence, *files) in rows.items():
        command = ["dpkg-query", "--show", f"--showformat={form}", package]
        source, version = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.split()
        yield Component(
            name=package,
            version=version,
            licence=licence,
            sources=_SNAPSHOT.format(source, version),
            files=tuple(files),
            texts=tuple(_texts([f"debian:{package}"])),
            purl=f"pkg:deb/debian/{package}@{version}",
        )


def _texts(names: Iterable[str]) -> Iterator[str]:
    """The texts that notices.toml names. An empty one is an error: a licence must not get lost."""
    for name in names:
        kind, _, rest = name.partition(":")
        match kind:
            case "common":
                yield (_COMMON / rest).read_text(encoding="utf-8")
            case "debian":
                yield (_DOC / rest / "copyright").read_text(encoding="utf-8", errors="replace")
            case "python":
                yield (Path(sysconfig.get_path("stdlib")) / rest).read_text(encoding="utf-8")
            case "font":
                yield (ROOT / "resources" / "fonts" / rest).read_text(encoding="utf-8")
            case "wheel":
                yield from _texts_of_wheel(rest)
            case _:
                raise ValueError(name)


def _texts_of_wheel(name: str) -> Iterator[str]:
    for file in sorted(importlib.metadata.files(name) or (), key=str):
        if ".dist-info" in str(file) and re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE):
            yield Path(str(file.locate())).read_text(encoding="utf-8")


def _notices(parts: Iterable[Component]) -> str:
    """All sections. A text that an earlier section has is named, not repeated."""
    version = re.search(r'"([^"]+)"$', (ROOT / "wandesk" / "__init__.py").read_text(encoding="utf-8").strip())
    assert version is not None
    own = Component(
        name="Wan Desk",
        version=version[1],
        licence="GPL-3.0-or-later",
        sources="where you got it",
        texts=((ROOT / "LICENSE").read_text(encoding="utf-8"),),
    )
    common = [_COMMON / name for name in ("LGPL-3", "LGPL-2.1", "LGPL-2", "GPL-2", "Apache-2.0", "MPL-2.0")]
    shared = [
        Component(
            name=f"Text: {path.name}", version="", licence=path.name, sources="", texts=(path.read_text("utf-8"),)
        )
        for path in common
    ]
    said = {text.strip(): part.name for part in (own, *shared) for text in part.texts}
    said[(_COMMON / "GPL-3").read_text("utf-8").strip()] = own.name
    blocks = [_INTRODUCTION.format(version=version[1])]
    for part in [own, *sorted(parts, key=lambda part: part.name.lower()), *shared]:
        about = [f"{part.name} {part.version}".strip(), f"Licence: {part.licence}"]
        about += [f"Sources: {part.sources}"] if part.sources else []
        about += [f"Files: {' '.join(part.files)}"] if part.files else []
        texts = [text.strip() for text in part.texts]
        elsewhere = [said[text] for text in texts if said.setdefault(text, part.name) != part.name]
        here = [text for text in texts if said[text] == part.name]
        note = "\n\n".join(paragraph.replace("\n", " ") for paragraph in part.note.split("\n\n"))
        where = f"Texts in other sections: {', '.join(dict.fromkeys(elsewhere))}." if elsewhere else ""
        body = "\n\n----\n\n".join(filter(None, [note, where, *here]))
        blocks.append("\n".join([RULE, *about, RULE, "", body, ""]))
    return "\n".join(line.rstrip() for line in "\n".join(blocks).splitlines()) + "\n"


def _sbom(parts: Iterable[Component]) -> str:
    """The bill of materials: JSON of CycloneDX 1.6, without a time or a random number."""
    with tempfile.TemporaryDirectory(prefix="wandesk-cyclonedx-") as folder:
        command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*command, "--only-binary=:all:", "--target", folder, _CYCLONEDX], check=True)
        sys.path.insert(0, folder)
        bom, licences, component, output = (
            importlib.import_module(f"cyclonedx.{name}")
            for name in ("model.bom", "factory.license", "model.component", "output.json")
        )
        model, purl = importlib.import_module("cyclonedx.model"), importlib.import_module("packageurl").PackageURL
        make = licences.LicenseFactory()
        document = bom.Bom()
        for part in parts:
            document.components.add(
                component.Component(
                    type=component.ComponentType.LIBRARY,
                    name=part.name,
                    version=part.version or None,
                    bom_ref=part.purl or part.name,
                    purl=purl.from_string(part.purl) if part.purl else None,
                    licenses=[make.make_from_string(part.licence)],
                    external_references=[
                        model.ExternalReference(
                            type=model.ExternalReferenceType.SOURCE_DISTRIBUTION, url=model.XsUri(address)
                        )
                        for address in re.findall(r"https?://\S+", part.sources)
                    ],
                )
            )
        licence = make.make_from_string("GPL-3.0-or-later")
        kind = component.ComponentType.APPLICATION
        own = component.Component(type=kind, name="Wan Desk", bom_ref="wandesk", licenses=[licence])
        document.metadata.component = own
        document.register_dependency(own, document.components)
        told = json.loads(output.JsonV1Dot6(document).output_as_string())
    told.pop("serialNumber", None)
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
