"""A program of its own: reads a picture on standard input and writes a small JPEG without metadata to standard output.

Started by appeals.evidence.previews and never imported: what it reads may be made to
break decoders, so it sets its own limits before anything is decoded, knows no
secret of the portal, and may die at any time. Arguments: the kind of the picture.
"""

import resource
import sys

MEMORY_BYTES = 512 * 1024 * 1024
# measured: 220 megapixels need 120 MB if baseline, 675 MB if progressive with subsampled colours, 1.4 GB if without
MEMORY_BYTES_OF_JPEG = 1024 * 1024 * 1024
CPU_SECONDS = 10
LARGEST_BYTES = 8_000_000
PREVIEW_PIXELS = 1600
MOST_PIXELS = 25_000_000
MOST_PIXELS_OF_JPEG = 220_000_000  # it is reduced while it is decoded


def limit(memory):
    """Take away what a decoder has no need of; `memory` in bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_BYTES, LARGEST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind):
    is_jpeg = kind == "jpeg"
    limit(MEMORY_BYTES_OF_JPEG if is_jpeg else MEMORY_BYTES)
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # judged here, by what the picture claims and before it is decoded
    picture = Image.open(sys.stdin.buffer, formats=[kind.upper()])
    if picture.width * picture.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
        sys.exit("too many pixels")
    picture.draft("RGB", (PREVIEW_PIXELS, PREVIEW_PIXELS))  # does nothing but with a JPEG
    picture.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
    picture = ImageOps.exif_transpose(picture)
    plain = Image.new("RGB", picture.size, "white")
    rgba = picture.convert("RGBA")
    plain.paste(rgba, mask=rgba.getchannel("A"))
    plain.save(sys.stdout.buffer, "JPEG", quality=80)


if __name__ == "__main__":
    main(sys.argv[1])
