"""Takes out of a picture file what is not its picture, without decoding it: JPEG, PNG, WEBP and BMP."""
