"""What holds on every public page in a real browser."""

from axe_playwright_python.sync_playwright import Axe

NARROW = {"width": 360, "height": 740}
TOO_WIDE = """width => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > width)
    .map(element => element.outerHTML.slice(0, 120))"""


OF_COLOURS = ["color-contrast", "link-in-text-block"]
AXE = Axe().axe_script
# no list of what is right, which is long; and preloading would rebuild imported style sheets, which the policy refuses
OPTIONS = {"resultTypes": ["violations"], "preload": False}


def violations(page, **options):
    """What breaks a rule of accessibility on the page, as axe tells it; `options` are those of axe.run."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS | options)


def told(broken):
    """The rules that are broken, each with where."""
    return [(each["id"], [node["html"][:150] for node in each["nodes"]]) for each in broken]


def assert_accessible(page, *, in_the_dark=False):
    """Nothing breaks a rule; `in_the_dark`, where colours alone are others, none of those that look at colours."""
    assert told(violations(page)) == []
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        assert told(violations(page, runOnly=OF_COLOURS)) == []
        page.emulate_media(color_scheme="light")


def assert_fits_a_telephone(page):
    """Nothing is wider than a small telephone, and no column is squeezed to a few letters."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], page.evaluate(TOO_WIDE, NARROW["width"])
    assert page.evaluate(SQUEEZED) == []
    page.set_viewport_size(before)


SQUEEZED = """() => [...document.querySelectorAll("main dd, main li, main p, main td")]
    .filter(element => element.innerText.trim().length > 12 && element.getBoundingClientRect().width < 70
        && element.getBoundingClientRect().width > 0)
    .map(element => element.outerHTML.slice(0, 120))"""
