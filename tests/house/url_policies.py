"""Who may have which address: the one table. A new address stands here, or the test beside this file fails.

A policy is a sentence about people. `PUBLIC`: everybody. `OWN_CASE`: everybody
gets the page, and the case or the begun filing only with number and code or
with a cookie of its own. `OPENED_CASE`: who has opened a case, for that case;
everybody else is led to number and code. `TOKEN`: who has the link of a
letter. `SIGNED_IN`: any member of staff.
`staff(…)`: staff with one of these permissions. `member(…)`: the same, and a
commission to work for. `case(…)`: the same, and one's own commission, without
a conflict of interest. `of_the_commission(…)`: the same for what belongs to a
commission, as its sessions do. `NOBODY`: the page is switched off.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """A kind of policy, with the permissions of which one is needed; `to_post` where a POST needs others."""

    kind: str
    permissions: tuple = ()
    to_post: tuple | None = None


PUBLIC, OWN_CASE, OPENED_CASE, TOKEN = (Policy(kind) for kind in ("public", "own case", "opened case", "token"))
SIGNED_IN, NOBODY = Policy("signed in"), Policy("nobody")


def staff(*permissions):
    return Policy("staff", permissions)


def member(*permissions):
    return Policy("member", permissions)


def case(*permissions):
    return Policy("case", permissions)


def of_the_commission(*permissions):
    return Policy("of the commission", permissions)


def model(name, *, is_read_only=False):
    """The admin's own pages of a model: each for who has the permission of that page."""
    app, _, of = name.partition(".")
    view = staff(f"{app}.view_{of}", f"{app}.change_{of}")
    change = Policy("staff", view.permissions, to_post=() if is_read_only else (f"{app}.change_{of}",))
    pages = {"changelist": view, "change": change, "history": view}
    for page in ("add", "delete"):
        pages[page] = NOBODY if is_read_only else staff(f"{app}.{page}_{of}")
    # without a name: the admin's old address of a row, which leads to the present one
    old = {f"admin/{app}/{of}/<path:object_id>/": SIGNED_IN}
    return {f"admin:{app}_{of}_{page}": policy for page, policy in pages.items()} | old


READ, HANDLE, DECIDE = "appeals.read_filing", "appeals.handle_filing", "appeals.decide_filing"
VIEW_RELEASE = ("press.view_release", "press.change_release")

POLICIES = {
    # the public site
    "language-redirect": PUBLIC,
    "health-alive": PUBLIC,
    "health-ready": PUBLIC,
    "robots": PUBLIC,
    "favicon": PUBLIC,
    "security-contact": PUBLIC,
    "sitemap-index": PUBLIC,
    "sitemap-section": PUBLIC,
    "media-file": PUBLIC,
    "sitemap-news": PUBLIC,
    "press:release-qr": PUBLIC,
    "home": PUBLIC,
    "press:release-list": PUBLIC,
    "press:feed-atom": PUBLIC,
    "press:feed-rss": PUBLIC,
    "press:card": PUBLIC,
    "press:topic-releases": PUBLIC,
    "press:topic-feed-atom": PUBLIC,
    "press:topic-feed-rss": PUBLIC,
    "press:early-release": TOKEN,
    "press:early-picture": TOKEN,
    "press:release-year": PUBLIC,
    "press:release-month": PUBLIC,
    "press:release": PUBLIC,
    "press:subscription-new": PUBLIC,
    "press:subscription-sent": PUBLIC,
    "press:subscription-confirmation": TOKEN,
    "press:subscription-settings": TOKEN,
    "press:subscription-end": TOKEN,
    "press:export": PUBLIC,
    "press:calendar": PUBLIC,
    "press:calendar-file": PUBLIC,
    "press:calendar-event-file": PUBLIC,
    "site_search:search": PUBLIC,
    "site_search:suggest": PUBLIC,
    "site_search:description": PUBLIC,
    "site_search:feed": PUBLIC,
    "site_search:json": PUBLIC,
    "contact:message-new": PUBLIC,
    "contact:message-sent": TOKEN,
    "pages:page": PUBLIC,
    # complaints and appeals
    "appeals:guide": PUBLIC,
    "appeals:commissions": PUBLIC,
    "appeals:paper": PUBLIC,
    "appeals:filing-new": OWN_CASE,
    "appeals:filing-act": OWN_CASE,
    "appeals:filing-circumstances": OWN_CASE,
    "appeals:filing-applicant": OWN_CASE,
    "appeals:filing-statement": OWN_CASE,
    "appeals:filing-evidence": OWN_CASE,
    "appeals:filing-check": OWN_CASE,
    "appeals:filing-competent": OWN_CASE,
    "appeals:receipt": OWN_CASE,
    "appeals:follow": OWN_CASE,
    "appeals:case-exit": OWN_CASE,
    "appeals:case": OPENED_CASE,
    "appeals:case-file": OPENED_CASE,
    "appeals:case-decision-pdf": OPENED_CASE,
    "appeals:case-messages": OPENED_CASE,
    "appeals:case-address": OPENED_CASE,
    "appeals:case-withdrawal": OPENED_CASE,
    "appeals:case-appeal": OPENED_CASE,
    "appeals:hearing": TOKEN,
    "appeals:register": PUBLIC,
    "appeals:register-csv": PUBLIC,
    "appeals:register-json": PUBLIC,
    "appeals:register-filing": PUBLIC,
    "appeals:register-decision": PUBLIC,
    "appeals:register-decision-pdf": PUBLIC,
    "appeals:statistics": PUBLIC,
    "appeals:statistics-csv": PUBLIC,
    # the desk
    "admin:appeals_filing_changelist": staff(READ),  # without a commission an empty one, which says why
    "admin:appeals_filing_add": member(HANDLE),
    "admin:appeals_filing_change": case(READ),
    "admin:appeals_filing_evidence": case(READ),
    "admin:appeals_filing_preview": case(READ),
    "admin:appeals_filing_decision_pdf": case(READ),
    "admin:appeals_filing_step": case(HANDLE),  # tried with the registration
    "admin:appeals_session_changelist": staff(READ),
    "admin:appeals_session_add": member(DECIDE),
    "admin:appeals_session_change": of_the_commission(READ),
    **model("appeals.timelimitrule"),
    **model("appeals.nonworkingday"),
    **model("appeals.historicaltimelimitrule", is_read_only=True),
    **model("appeals.historicalnonworkingday", is_read_only=True),
    # the newsroom
    **model("press.release"),
    **model("press.topic"),
    **model("press.calendarevent"),
    **model("press.oldaddress"),
    **model("press.earlyreader") | {"admin:press_earlyreader_delete": NOBODY},
    "admin:press_earlyreader_end": staff("press.change_earlyreader"),
    **model("press.pin"),  # set and taken away, never changed
    "admin:press_pin_change": Policy("staff", ("press.view_pin",), to_post=()),
    "admin:press_release_preview": staff(*VIEW_RELEASE),
    "admin:press_release_languages": staff(*VIEW_RELEASE),
    "admin:press_release_typed": staff("press.add_release", "press.change_release"),
    "admin:press_release_presence": staff("press.change_release"),
    "admin:press_release_step": staff("press.publish_release"),
    "admin:press_release_media": staff("press.publish_release"),
    "admin:press_release_media_file": staff(*VIEW_RELEASE),
    "admin:press_subscription_changelist": staff("press.view_subscription"),
    "admin:press_subscription_add": NOBODY,
    "admin:press_subscription_end": staff("press.change_subscription"),
    # the rest of the admin
    **model("contact.message", is_read_only=True),
    **model("contact.topic"),
    **model("site_search.unansweredquestion", is_read_only=True),
    **model("site_search.suggestedquestion")
    | {"admin:site_search_suggestedquestion_add": NOBODY, "admin:site_search_suggestedquestion_delete": NOBODY},
    "admin:contact_message_answer": staff("contact.answer_message"),
    **model("pages.page"),
    **model("site_search.synonymset"),
    **model("commission.letter", is_read_only=True),
    **model("commission.searchentry", is_read_only=True),
    **model("commission.election"),
    **model("commission.electioncommission"),
    **model("commission.membership"),
    **model("auth.group"),
    **model("auth.user"),
    "admin:auth_user_password_change": staff("auth.change_user"),
    "admin:index": SIGNED_IN,
    "admin:login": PUBLIC,
    "admin:logout": PUBLIC,
    "admin:password_change": SIGNED_IN,
    "admin:password_change_done": SIGNED_IN,
    "admin:autocomplete": staff("commission.view_electioncommission"),  # tried with a commission's superior
    "admin:jsi18n": SIGNED_IN,
    "admin:view_on_site": SIGNED_IN,
    "admin:app_list": SIGNED_IN,
    "admin/(?P<url>.*)$": SIGNED_IN,  # what is no address of the admin
    "admin-language": PUBLIC,
}
