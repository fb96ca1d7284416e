"""What belongs to the player and needs the list, the engine or the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wandesk.ui.bridge import Bridge
from wandesk.ui.composer.reusing import continue_from
from wandesk.ui.playback_menu import PlaybackMenu
from wandesk.ui.player.frame_times import FrameTimesReader
from wandesk.ui.player.new_videos import NewVideos
from wandesk.ui.player.stage import Stage
from wandesk.ui.player.warming import Warming
from wandesk.ui.questions import Spawn
from wandesk.ui.window.comparing_videos import ComparingVideos
from wandesk.ui.window.video_actions import VideoActions
from wandesk.ui.window.video_order import VideoOrder

if TYPE_CHECKING:
    from wandesk.ui.main_window import MainWindow


def connect_player(window: MainWindow, bridge: Bridge, spawn: Spawn) -> VideoActions:
    """Connect the stage's player, and return what does the actions about the files of videos."""
    stage, notices = window.stage, window.notices
    NewVideos(stage)
    Warming(stage)
    FrameTimesReader(stage.player.playback, bridge.videos, spawn)
    order = VideoOrder(window.jobs, stage, questions=bridge, spawn=spawn, notices=notices)
    comparing = ComparingVideos(window.jobs, stage, bridge=bridge, spawn=spawn, notices=notices)
    return VideoActions(
        window=window,
        videos=bridge.videos,
        spawn=spawn,
        notices=notices,
        stage=stage,
        play_all=order.play_all,
        compare=comparing.compare,
        continue_from=lambda path: continue_from(window.composer, path),
    )


def connect_menu(menu: PlaybackMenu, stage: Stage) -> None:
    """Let the entries do what the keys do."""
    menu.requested.connect(stage.player.run)
    menu.speed_chosen.connect(stage.player.playback.set_speed)
