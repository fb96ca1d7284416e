"""Pictures and audio from web addresses: what is read for a preview, and what each cloud is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.fakes import AUDIO, PICTURE
from tests.unit.test_engine_orders import CATALOG, Harness, run_scenario
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import changed_offer
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import JobStage
from wandesk.domain.media import UNSEEN_PICTURE, Picture, PictureFacts
from wandesk.domain.picture_edit import NO_EDIT, Crop, PictureEdit
from wandesk.domain.request import is_request_of
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.web_address import WebFileUnseen
from wandesk.engine.ports import InlineFile

CAT = "https://example.com/cat.jpg"
VOICE = "https://example.com/voice.mp3"


def test_the_address_itself_is_sent_if_the_picture_needs_no_change(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[CAT] = b"a picture of the web"
        fetched = await harness.engine.user_files.fetch_picture(CAT, "singapore")
        assert fetched.why_unseen is None
        assert Path(fetched.picture.path).name == "cat.jpg"
        await harness.engine.new_jobs.submit(replace(harness.draft, picture=fetched.picture))
        done = await harness.until_stage(JobStage.DONE)
        assert harness.cloud.ordered[0][1]["first_frame"] == CAT
        assert harness.cloud.uploaded == []
        assert done.poster is not None, "the list shows our copy"

    run_scenario(tmp_path, scenario, region="singapore")


@pytest.mark.parametrize(
    ("facts", "edit"),
    [
        (replace(PICTURE, is_turned=True), NO_EDIT),
        (replace(PICTURE, width=9000), NO_EDIT),
        (PICTURE, PictureEdit(crop=Crop(left=0.2))),
    ],
)
def test_a_picture_that_must_be_changed_is_sent_as_the_form_shows_it(
    tmp_path: Path, facts: PictureFacts, edit: PictureEdit
) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[CAT] = b"a picture of the web"
        fetched = await harness.engine.user_files.fetch_picture(CAT, "singapore")
        picture = replace(fetched.picture, facts=facts, edit=edit)
        harness.media.picture = picture.facts
        await harness.engine.new_jobs.submit(replace(harness.draft, picture=picture))
        await harness.until_stage(JobStage.DONE)
        assert isinstance(harness.cloud.ordered[0][1]["first_frame"], InlineFile)

    run_scenario(tmp_path, scenario, region="singapore")


def test_practice_works_offline_and_gets_the_copy(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[CAT] = b"a picture of the web"
        fetched = await harness.engine.user_files.fetch_picture(CAT, "practice")
        await harness.engine.new_jobs.submit(replace(harness.draft, picture=fetched.picture))
        await harness.until_stage(JobStage.DONE)
        assert isinstance(harness.cloud.ordered[0][1]["first_frame"], InlineFile)

    run_scenario(tmp_path, scenario)


def test_a_picture_that_only_the_cloud_can_read_is_sent_unseen(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[CAT] = WebFileUnseen("no route")
        fetched = await harness.engine.user_files.fetch_picture(CAT, "singapore")
        assert fetched.why_unseen is Sentence.WEB_UNSEEN
        assert (fetched.picture.path, fetched.picture.facts) == ("", UNSEEN_PICTURE)
        draft = replace(harness.draft, picture=fetched.picture)
        job = await harness.engine.new_jobs.submit(draft)
        done = await harness.until_stage(JobStage.DONE)
        assert harness.cloud.ordered[0][1]["first_frame"] == CAT
        assert done.request.first_frame is not None
        assert (done.request.first_frame.name, done.request.first_frame.has_copy) == ("cat.jpg", False)
        assert is_request_of(job.request, draft, CATALOG)
        other = replace(draft, picture=replace(fetched.picture, address="https://example.com/a/cat.jpg"))
        assert not is_request_of(job.request, other, CATALOG)
        again = await harness.engine.new_jobs.generate_again(job.id)
        await harness.until(lambda: len(harness.cloud.ordered) == 2)
        assert harness.cloud.ordered[1][1]["first_frame"] == CAT
        await harness.engine.removals.remove(again.id)

    run_scenario(tmp_path, scenario, region="singapore")


def test_practice_refuses_a_picture_that_only_the_cloud_can_read(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        picture = Picture(path="", facts=UNSEEN_PICTURE, address=CAT)
        with pytest.raises(InputRefused) as refused:
            await harness.engine.new_jobs.submit(replace(harness.draft, picture=picture))
        assert refused.value.sentence is Sentence.WEB_NOT_IN_PRACTICE
        assert harness.store.jobs == {}

    run_scenario(tmp_path, scenario)


def test_the_address_of_audio_is_sent_if_the_whole_file_fits(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[VOICE] = b"audio of the web"
        audio = await harness.engine.user_files.fetch_audio(VOICE, "singapore")
        assert audio.facts == AUDIO
        draft = changed_offer(harness.draft, CATALOG, model_key="wan2.5-i2v-preview")
        draft = replace(draft, audio=audio, sound_choice=SoundChoice.MINE)
        await harness.engine.new_jobs.submit(draft)
        await harness.engine.new_jobs.submit(replace(draft, audio=replace(audio, start=1.0)))
        await harness.until(lambda: len(harness.cloud.ordered) == 2)
        sent = [inputs["audio"] for _, inputs in harness.cloud.ordered]
        assert sent.count(VOICE) == 1
        assert any(str(each).startswith("oss://") for each in sent), "a part of it is uploaded"

    run_scenario(tmp_path, scenario, region="singapore")


def test_audio_that_cannot_be_heard_here_is_refused(tmp_path: Path) -> None:
    async def scenario(harness: Harness) -> None:
        harness.cloud.web[VOICE] = WebFileUnseen("no route", values={"host": "example.com"})
        with pytest.raises(InputRefused) as refused:
            await harness.engine.user_files.fetch_audio(VOICE, "singapore")
        assert refused.value.sentence is Sentence.WEB_NOT_HEARD

    run_scenario(tmp_path, scenario, region="singapore")
