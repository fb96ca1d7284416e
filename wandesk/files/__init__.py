"""The program's own files: copies of inputs, films and posters. It alone knows how a film is named and saved."""
