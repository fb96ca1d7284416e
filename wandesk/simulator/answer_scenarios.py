"""Scenarios of the API's answers: refusals, wrong answers, and unusual answers that a client must read."""

from __future__ import annotations

import json

from wandesk.simulator.scenario import API, CREATE, GET, LIST, REQUEST_ID, Fault, Scenario, page, refused, text_answer
from wandesk.simulator.task_scenarios import INTERNAL

_TOO_FAST = (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
_OPENAI = {
    "error": {"message": "Internal server error.", "type": "internal_error", "param": None, "code": "internal_error"},
    "request_id": REQUEST_ID,
}

ANSWERS: dict[str, Scenario] = {
    "throttle": Scenario(description="The rate limit refuses the request.", calls=CREATE, fault=refused(*_TOO_FAST)),
    "throttle-retry-after": Scenario(
        description="The rate limit refuses the request, with retry-after (2 s).",
        fault=refused(*_TOO_FAST, ("retry-after", "2")),
    ),
    "throttle-burst": Scenario(
        description="The burst limit refuses the request.",
        fault=refused(429, "Throttling.BurstRate", "Request rate increased too quickly."),
    ),
    "throttle-page": Scenario(
        description="A gateway's own rate limit refuses the request with a page.", fault=page(429, "Too Many Requests")
    ),
    "throttle-future": Scenario(
        description="A limit refuses the request with an unknown code.",
        calls=API,
        fault=refused(429, "Studio.BrandNewLimit", "A reason from a later version."),
    ),
    "throttle-allocation": Scenario(
        description="The quota of this minute is used up.",
        fault=refused(429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit."),
    ),
    "free-quota-gone": Scenario(
        description="The free quota is used up, with the code of throttling.",
        calls=CREATE,
        fault=refused(429, "Throttling.AllocationQuota", "Free allocated quota exceeded."),
    ),
    "bill-overdue": Scenario(
        description="The bill is overdue, with the status of throttling.",
        calls=CREATE,
        fault=refused(429, "PostpaidBillOverdue", "Your postpaid bill is overdue."),
    ),
    "budget-spent": Scenario(
        description="The account's own budget is spent, with the status of throttling.",
        calls=CREATE,
        fault=refused(429, "BudgetLimitExceeded", "The budget of this month is exhausted."),
    ),
    "workspace-denied": Scenario(
        description="The workspace's address refuses the key or the model.",
        calls=API,
        fault=refused(403, "Endpoint.AccessDenied", "Workspace endpoint access denied."),
    ),
    "token-expired": Scenario(
        description="The address is that of a plan with keys of its own.",
        calls=API,
        fault=refused(401, "invalid access token or token expired", "invalid access token or token expired."),
    ),
    "server-error": Scenario(
        description="An internal error.", calls=API, fault=refused(500, INTERNAL.code, INTERNAL.message)
    ),
    "server-error-accepted": Scenario(
        description="An internal error after the call took effect.",
        calls=API,
        fault=refused(500, INTERNAL.code, INTERNAL.message, is_done=True),
    ),
    "timeout-accepted": Scenario(
        description="The cloud reports its own time-out, and the task exists.",
        calls=CREATE,
        fault=refused(408, "RequestTimeOut", "Request timed out, please try again later.", is_done=True),
    ),
    "overloaded-accepted": Scenario(
        description="The cloud says that it is overloaded, and the task exists.",
        calls=CREATE,
        fault=refused(503, "ServiceUnavailable", "Service is unavailable, please try again later.", is_done=True),
    ),
    "overloaded": Scenario(
        description="The cloud is overloaded.",
        calls=API,
        fault=refused(
            503,
            "ModelServingError",
            "Too many requests. Your requests are being throttled due to system capacity limits.",
        ),
    ),
    "gateway-502": Scenario(
        description="A gateway answers with an error page; the call has no effect.", fault=page(502, "Bad Gateway")
    ),
    "gateway-502-accepted": Scenario(
        description="A gateway answers with an error page, but the call takes effect.",
        fault=page(502, "Bad Gateway", is_done=True),
    ),
    "gateway-504": Scenario(
        description="A gateway times out; the call has no effect.", fault=page(504, "Gateway Time-out")
    ),
    "gateway-504-accepted": Scenario(
        description="A gateway times out, but the call takes effect.",
        fault=page(504, "Gateway Time-out", is_done=True),
    ),
    "empty-503": Scenario(description="A status and no body.", fault=text_answer(503, "")),
    "create-502": Scenario(
        description="A gateway answers a create request with an error page; no task exists.",
        calls=CREATE,
        fault=page(502, "Bad Gateway"),
    ),
    "create-502-accepted": Scenario(
        description="A gateway answers a create request with an error page, but the task exists.",
        calls=CREATE,
        fault=page(502, "Bad Gateway", is_done=True),
    ),
    "not-found": Scenario(
        description="The path is unknown, as in a region without this call.",
        calls=API,
        fault=refused(404, "NotFound", "Not found."),
    ),
    "future-refusal": Scenario(
        description="A refusal with an unknown code.",
        calls=API,
        fault=refused(400, "Studio.BrandNew", "A reason from a later version."),
    ),
    "200-with-code": Scenario(
        description="An error with the status 200.", calls=API, fault=refused(200, INTERNAL.code, INTERNAL.message)
    ),
    "openai-error": Scenario(
        description="An error in the shape of the OpenAI-compatible API.",
        calls=API,
        fault=text_answer(500, json.dumps(_OPENAI)),
    ),
    "not-json": Scenario(
        description="A network's login page instead of an answer.",
        fault=text_answer(200, "<html><body>Please sign in</body></html>", kind="text/html"),
    ),
    "json-cut": Scenario(
        description="JSON that ends too early, with a correct length.",
        calls=API,
        fault=Fault(is_done=True, keep_share=0.6),
    ),
    "results-object": Scenario(
        description="The link of the video is in `results`, as for other Wan tasks.",
        calls=GET,
        fault=Fault(is_done=True, results="object"),
    ),
    "results-list": Scenario(
        description="The link of the video is in the only entry of `results`.",
        calls=GET,
        fault=Fault(is_done=True, results="list"),
    ),
    "results-pictures": Scenario(
        description="The task made pictures instead of a video.",
        calls=GET,
        fault=Fault(is_done=True, results="pictures"),
    ),
    "http-results": Scenario(
        description="The link of the video is http, on a public host that does not exist.",
        calls=GET,
        fault=Fault(is_done=True, patch=(("output.video_url", "http://results.practice.example/a.mp4?Expires=1"),)),
    ),
    "private-results": Scenario(
        description="The link of the video leads to a private address.",
        calls=GET,
        fault=Fault(is_done=True, patch=(("output.video_url", "https://10.255.255.1/a.mp4?Expires=1"),)),
    ),
    "redirect": Scenario(
        description="A redirect to another host.",
        fault=text_answer(302, "", ("location", "http://127.0.0.1:9/elsewhere")),
    ),
    "blocked-host": Scenario(
        description="A company's proxy blocks the host with its own page.",
        calls=("upload", "download"),
        fault=page(403, "Forbidden by policy"),
    ),
    "gzip": Scenario(
        description="Answers are compressed.", calls=API, fault=Fault(is_done=True, gzip_layers=1, is_chunked=True)
    ),
    "gzip-twice": Scenario(
        description="Answers are compressed twice, which no client should read.",
        calls=API,
        fault=Fault(is_done=True, gzip_layers=2),
    ),
    "chunked": Scenario(
        description="Answers are sent in chunks, without a length.", fault=Fault(is_done=True, is_chunked=True)
    ),
    "slow-body": Scenario(
        description="Answers arrive slowly.", calls=API, fault=Fault(is_done=True, bytes_per_second=256)
    ),
    "late-answer": Scenario(description="Answers arrive three seconds late.", fault=Fault(is_done=True, delay=3.0)),
    "duplicate-answer": Scenario(
        description="The answer is sent twice.", calls=API, fault=Fault(is_done=True, copies=2)
    ),
    "length-too-long": Scenario(
        description="Content-Length is longer than the body.", fault=Fault(is_done=True, length_off_by=7)
    ),
    "length-too-short": Scenario(
        description="Content-Length is shorter than the body.", fault=Fault(is_done=True, length_off_by=-7)
    ),
    "numbers-as-text": Scenario(
        description="Numbers are sent as text.", calls=API, fault=Fault(is_done=True, has_numbers_as_text=True)
    ),
    "absurd-numbers": Scenario(
        description="Numbers and dates beyond all bounds: in a task, and in the newest row of the list.",
        calls=(*GET, *LIST),
        fault=Fault(
            is_done=True,
            patch=(
                ("output.submit_time", "9999-12-31 23:59:59"),
                ("output.end_time", "0001-01-01 00:00:00"),
                ("usage.duration", 1e300),
                ("usage.SR", 10**30),
                ("usage.video_count", float("nan")),
                ("data.0.gmt_create", 1e300),
                ("data.0.start_time", -1e300),
                ("data.0.end_time", float("inf")),
            ),
        ),
    ),
    "no-address": Scenario(
        description="A success without the link of the video.",
        calls=GET,
        fault=Fault(is_done=True, patch=(("output.video_url", None),)),
    ),
    "future-status": Scenario(
        description="An unknown task status.",
        calls=GET,
        fault=Fault(is_done=True, patch=(("output.task_status", "SUSPENDED"),)),
    ),
    "list-late": Scenario(description="New tasks appear in the list after 30 seconds.", calls=LIST, hides_seconds=30.0),
    "get-late": Scenario(description="New tasks are unknown for 10 seconds.", calls=GET, hides_seconds=10.0),
    "list-unreadable": Scenario(
        description="The list of tasks is no valid JSON.",
        calls=LIST,
        fault=text_answer(200, '{"total":1,"data":[{"task'),
    ),
}
