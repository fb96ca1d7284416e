"""The program's own files: copies of inputs, videos and posters. It alone knows how a video is named and saved."""
