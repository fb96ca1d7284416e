"""Scenarios of the storage: uploads, and downloads of videos."""

from __future__ import annotations

from wandesk.simulator.scenario import DOWNLOAD, Fault, Scenario, Stop, refused, text_answer

_EXPIRED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>AccessDenied</Code>\n'
    "  <Message>Request has expired.</Message>\n  <RequestId>5F00C0FFEE</RequestId>\n</Error>\n"
)

STORAGE: dict[str, Scenario] = {
    "upload-401": Scenario(
        description="The key works, and is refused for the upload permission.",
        calls=("policy",),
        fault=refused(401, "InvalidApiKey", "Invalid API-key provided."),
    ),
    "upload-403": Scenario(
        description="The account may not upload.",
        calls=("policy",),
        fault=refused(403, "AccessDenied", "Access denied."),
    ),
    "storage-unreachable": Scenario(
        description="This network closes every connection to the storage.",
        calls=("upload", "download", "storage"),
        fault=Fault(stop=Stop(at="answer")),
    ),
    "slow-download": Scenario(
        description="Videos download slowly.", calls=DOWNLOAD, fault=Fault(is_done=True, bytes_per_second=64 * 1024)
    ),
    "cut-download": Scenario(
        description="The connection is closed in the middle of a video.",
        calls=DOWNLOAD,
        fault=Fault(is_done=True, stop=Stop(at="body")),
    ),
    "stalled-download": Scenario(
        description="A download stops in the middle, and the connection stays open.",
        calls=DOWNLOAD,
        fault=Fault(is_done=True, stop=Stop(at="body", how="silence")),
    ),
    "truncated-video": Scenario(
        description="A video has the length that was announced, but its end is missing.",
        calls=DOWNLOAD,
        fault=Fault(is_done=True, keep_share=0.6),
    ),
    "redirect-same-host": Scenario(
        description="The storage redirects to another address of the same host.",
        calls=DOWNLOAD,
        fault=Fault(redirect="same"),
    ),
    "redirect-other-host": Scenario(
        description="The storage redirects to another host.", calls=DOWNLOAD, fault=Fault(redirect="other")
    ),
    "redirect-loop": Scenario(
        description="The storage redirects to the same address again.", calls=DOWNLOAD, fault=Fault(redirect="loop")
    ),
    "redirect-private": Scenario(
        description="Something redirects to a private address, as a network's login page does.",
        calls=DOWNLOAD,
        fault=Fault(redirect="private"),
    ),
    "expired-link": Scenario(
        description="The storage says that the link has expired.",
        calls=DOWNLOAD,
        fault=text_answer(
            403, _EXPIRED, ("x-oss-request-id", "5F00C0FFEE"), ("server", "AliyunOSS"), kind="application/xml"
        ),
    ),
}
