"""Wan Desk: pictures in, videos out, with Alibaba Cloud's Wan models."""

__version__ = "0.1.0"
