"""Updates the translations from the sources and releases them.

    .venv/bin/python packaging/translations.py            update the .ts files and release the .qm files
    .venv/bin/python packaging/translations.py --check    fail when a translation is missing or a .qm is outdated

English has a file, too, with its plural forms.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

from wandesk.domain.language import ENGLISH, LANGUAGES, Language

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"


def tool(name: str) -> str:
    """Qt's own linguist tool as the PySide6 wheel carries it."""
    home = Path(PySide6.__file__).parent
    return str(next(path for path in (home / name, home / f"{name}.exe", home / "libexec" / name) if path.is_file()))


def sources() -> list[str]:
    """Every module that may contain a sentence."""
    found = [*(ROOT / "wandesk" / "ui").rglob("*.py"), *(ROOT / "wandesk" / "app").rglob("*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def update(target: Path, language: Language) -> None:
    """Update a .ts file from the sources; obsolete sentences are removed.

    lupdate does not see a plural form when the number is a variable, so that is done here: every sentence with
    `%n` has plural forms, and English has no other entries.
    """
    kept = _plural_forms(target)
    command = [tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none"]
    run([*command, "-source-language", "en", "-target-language", language.key, *sources(), "-ts", str(target)])
    tree = ET.parse(target)  # noqa: S314 - our own file
    for context in list(tree.getroot().iter("context")):
        for message in list(context.iter("message")):
            source = message.findtext("source") or ""
            if "%n" in source:
                _give_plural_forms(message, kept.get((context.findtext("name") or "", source), []), language)
            elif language is ENGLISH:
                context.remove(message)
        if context.find("message") is None:
            tree.getroot().remove(context)
    ET.indent(tree, "    ")
    body = ET.tostring(tree.getroot(), encoding="unicode")
    header = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    target.write_text(f"{header}{body}\n", encoding="utf-8", newline="\n")


def _plural_forms(source: Path) -> dict[tuple[str, str], list[str]]:
    """The finished plural forms of a .ts file by context and sentence."""
    forms: dict[tuple[str, str], list[str]] = {}
    if not source.exists():
        return forms
    for context in ET.parse(source).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            texts = [form.text or "" for form in message.iter("numerusform")]
            if texts and all(texts):
                forms[context.findtext("name") or "", message.findtext("source") or ""] = texts
    return forms


def _give_plural_forms(message: ET.Element, texts: list[str], language: Language) -> None:
    message.set("numerus", "yes")
    for old in message.findall("translation"):
        message.remove(old)
    translation = ET.SubElement(message, "translation")
    count = language.plural_forms
    if len(texts) != count:
        translation.set("type", "unfinished")
        texts = [""] * count
    for text in texts:
        ET.SubElement(translation, "numerusform").text = text


def release(source: Path, target: Path) -> None:
    """Make the .qm file of a .ts file."""
    run([tool("lrelease"), "-silent", str(source), "-qm", str(target)])


def unfinished(source: Path) -> list[str]:
    """The sentences of a .ts file without a finished translation."""
    missing = []
    for message in ET.parse(source).getroot().iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        forms = [] if translation is None else [form.text for form in translation.iter("numerusform")]
        texts = forms or [translation.text if translation is not None else ""]
        is_finished = translation is not None and translation.get("type") is None and all(texts)
        if not is_finished:
            missing.append(message.findtext("source") or "")
    return missing


def run(command: list[str]) -> None:
    """Run a tool from the project's folder."""
    subprocess.run(command, cwd=ROOT, check=True)


def check() -> int:
    """Compare the stored files with what the sources give; prints the differences."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            kept = FOLDER / f"wandesk_{language.key}.ts"
            fresh = Path(folder) / kept.name
            fresh.write_bytes(kept.read_bytes())
            update(fresh, language)
            for sentence in unfinished(fresh):
                print(f"{language.key}: no translation: {sentence}")
                wrong += 1
            compiled = fresh.with_suffix(".qm")
            release(fresh, compiled)
            if compiled.read_bytes() != kept.with_suffix(".qm").read_bytes():
                print(f"{language.key}: {kept.with_suffix('.qm').name} is not what the sources give")
                wrong += 1
    return 1 if wrong else 0


def main() -> int:
    """Update and release, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return check()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        kept = FOLDER / f"wandesk_{language.key}.ts"
        update(kept, language)
        release(kept, kept.with_suffix(".qm"))
        print(f"{language.key}: {len(unfinished(kept))} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
