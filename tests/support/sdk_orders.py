"""Sends orders with the provider's SDK, in the SDK's own Python: a URL, then a JSON list of orders on stdin."""

import json
import sys

import dashscope  # type: ignore[import-not-found]
from dashscope import VideoSynthesis

dashscope.base_http_api_url = sys.argv[1]
for order in json.load(sys.stdin):
    answer = VideoSynthesis.async_call(api_key="sk-same-words", **order)
    if answer.status_code != 200:
        sys.exit(f"{order}: {answer}")
