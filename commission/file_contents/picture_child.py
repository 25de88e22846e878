"""A program of its own: reads a picture on standard input and writes pictures without metadata to standard output.

Started by commission.file_contents.picture_making and never imported: what it
reads may be made to break decoders, so it runs with limits, knows no secret of
the portal, and may die at any time. Arguments: the kind of the picture, and as
JSON what to `make` of it and whether it has to be `still`. Each entry to make
has a `format` and a `quality`, and either a `box`, within which the whole
picture fits, or a `crop`, the size of a part around its `focus` (percent from
the left and the top); nothing is enlarged. Written are a line of JSON, which
says what was made or why nothing was, and the pictures one after the other.
"""

import io
import json
import math
import sys

MOST_PIXELS = 25_000_000
MOST_PIXELS_OF_JPEG = 220_000_000  # it is reduced while it is decoded
LYING = {5, 6, 7, 8}  # values of the orientation tag that swap width and height (Exif 2.32, 4.6.5.1)
ORIENTATION = 0x0112


def refuse(reason):
    """End with the reason why nothing was made."""
    sys.stdout.write(json.dumps({"refused": reason}) + "\n")
    sys.exit(0)


def within(size, box):
    """`size` reduced to fit into `box`, never enlarged."""
    factor = min(1, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def largest_part(size, crop):
    """The size of the largest part of a picture of `size` that has the shape of `crop`."""
    factor = min(size[0] / crop[0], size[1] / crop[1])
    return crop[0] * factor, crop[1] * factor


def share_needed(size, plan):
    """To which part of its size a picture may be reduced before anything of `plan` is made of it; at most 1."""
    shares = [min(entry["box"][0] / size[0], entry["box"][1] / size[1]) for entry in plan if "box" in entry]
    shares += [max(entry["crop"][0] / size[0], entry["crop"][1] / size[1]) for entry in plan if "crop" in entry]
    return min(1, max(shares))


def upright_size(picture):
    """Width and height of a picture as it is looked at."""
    return picture.size[::-1] if picture.getexif().get(ORIENTATION) in LYING else picture.size


def in_srgb(picture, profile):
    """An RGB picture in the colours of the web; transparent parts become white, colours of a broken profile stay."""
    from PIL import Image, ImageCms

    alpha = picture.getchannel("A") if "A" in picture.getbands() else None
    plain = picture.convert("L" if picture.mode == "LA" else "RGB") if picture.mode in ("LA", "RGBA") else picture
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    plain = plain.convert("RGB")
    if alpha is None:
        return plain
    flat = Image.new("RGB", plain.size, "white")
    flat.paste(plain, mask=alpha)
    return flat


def decoded(picture, plan):
    """The picture as small as `plan` allows, upright, in sRGB."""
    from PIL import ImageOps

    profile = picture.info.get("icc_profile")
    share = share_needed(upright_size(picture), plan)
    target = tuple(math.ceil(length * share) for length in picture.size)
    picture.draft("RGB", target)  # does nothing but with a JPEG
    picture.load()
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode in ("P", "PA", "1") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail(target)
    return in_srgb(ImageOps.exif_transpose(picture), profile)


def part(picture, crop, focus):
    """The part of `picture` around its focus in the shape of `crop`, at most as large as `crop`."""
    width, height = largest_part(picture.size, crop)
    left = min(max(0, picture.width * focus[0] / 100 - width / 2), picture.width - width)
    top = min(max(0, picture.height * focus[1] / 100 - height / 2), picture.height - height)
    size = within((max(1, round(width)), max(1, round(height))), crop)
    return picture.resize(size, box=(left, top, left + width, top + height), reducing_gap=3.0)


def made(picture, entry):
    """One entry of the plan: its description and its bytes."""
    if "crop" in entry:
        result = part(picture, entry["crop"], entry["focus"])
    else:
        result = picture.resize(within(picture.size, entry["box"]), reducing_gap=3.0)
    result.info.clear()
    out = io.BytesIO()
    more = {"optimize": True, "progressive": True} if entry["format"] == "JPEG" else {"method": 4}
    result.save(out, entry["format"], quality=entry["quality"], **more)
    return {"width": result.width, "height": result.height, "bytes": out.tell()}, out.getvalue()


def main(kind, order):
    is_jpeg = kind == "jpeg"
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # judged here, by what the picture claims and before it is decoded
    picture = Image.open(sys.stdin.buffer, formats=[kind.upper()])
    if picture.width * picture.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
        refuse("pixels")
    # behind a JPEG telephones put a second picture; elsewhere a second one is a movement, or a page
    if order["still"] and not is_jpeg and getattr(picture, "is_animated", False):
        refuse("animated")
    size = upright_size(picture)
    small = decoded(picture, order["make"])
    results = [made(small, entry) for entry in order["make"]]
    head = {"width": size[0], "height": size[1], "made": [description for description, _ in results]}
    sys.stdout.write(json.dumps(head) + "\n")
    sys.stdout.flush()
    for _, content in results:
        sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
