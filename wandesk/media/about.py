"""What the media child says about itself, for the diagnostics."""

from __future__ import annotations

import av
import PIL

from wandesk.media.confinement import confinement


def about_this_process() -> dict[str, str]:
    """The versions of the decoders by name, and what confines the process; "" for nothing."""
    return {
        "PyAV": av.__version__,
        "FFmpeg": av.ffmpeg_version_info,
        "Pillow": PIL.__version__,
        "confinement": ", ".join(confinement()),
    }
