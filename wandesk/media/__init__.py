"""Pictures, sounds and videos. The only package that knows Pillow and PyAV, and only its child process imports them."""
