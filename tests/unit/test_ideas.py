"""The file of ideas: complete in every language, three examples for every family, and read strictly."""

from __future__ import annotations

import pytest

from wandesk.domain.language import LANGUAGE_KEYS
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.ideas import load_ideas, read_ideas

CONTENT = resource_path("ideas.toml").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGE_KEYS)
def test_every_family_has_three_examples_within_its_limit(language: str) -> None:
    catalog = load_catalogue()
    ideas = load_ideas(language)
    families = {model.family for region in catalog.offered_regions() for model in catalog.models_in(region.key)}
    assert families <= ideas.examples.keys()
    for family, examples in ideas.examples.items():
        assert len(examples) == 3, family
        assert len({example.name for example in examples}) == 3
    for region in catalog.offered_regions():
        for model in catalog.models_in(region.key):
            assert max(len(each.text) for each in ideas.examples[model.family]) <= model.prompt_chars


@pytest.mark.parametrize("language", LANGUAGE_KEYS)
def test_no_idea_stands_twice(language: str) -> None:
    for group, pieces in load_ideas(language).pieces.items():
        assert len(pieces) >= 6, group
        assert len(set(pieces)) == len(pieces)


@pytest.mark.parametrize(
    "change",
    [
        ('zh_CN = "镜头缓缓推近。"', ""),
        ('zh_CN = "镜头缓缓推近。"', 'zh_CN = " "'),
        ('zh_CN = "镜头缓缓推近。"', 'zh = "镜头缓缓推近。"'),
        ("[[camera]]", "[[cameras]]"),
        ('name = "A calm sea"', 'title = "A calm sea"'),
        ('name = "A calm sea"', 'name = ""'),
    ],
)
def test_a_file_that_is_not_right_is_refused(change: tuple[str, str]) -> None:
    assert change[0] in CONTENT
    with pytest.raises(ValueError, match=r"\w"):
        read_ideas(CONTENT.replace(change[0], change[1], 1), "en")
