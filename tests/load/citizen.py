"""A citizen who files through the pages: no JavaScript, a browser's cookies, and what fails is sent again."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

BOUNDARY = "b0undary"
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
NEW, RECEIPT = "/az/appeals/new/", "/az/appeals/receipt/"
TYPED = {
    "act": {"kind": "complaint", "contested_kind": "action"},
    "circumstances": {"respondent": "Sample precinct commission", "happened_where": "Polling station 12"},
    "applicant": {
        "applicant_name": "Sample Applicant",
        "applicant_address": "1 Example Street",
        "applicant_email": "applicant@people.example",
        "capacity": "voter",
    },
    "statement": {"ground": "Article 106", "remedy_sought": "Order the copy to be given."},
}
AGAIN_SECONDS = 0.1
FILE = "a.bin"


class Refused(Exception):
    """An answer that nobody who fills in the form rightly may get."""


class Line:
    """A connection that is opened anew after it broke; `ledger` counts how often, and every answer.

    `source` is an address of the loopback network.
    """

    def __init__(self, port, ledger, *, tries=1, source="127.0.0.1"):
        self.port, self.ledger, self.tries, self.source, self.link = port, ledger, tries, source, None

    def ask(self, *request):
        """The answer and its page; the same request again after a reset, a 502 and a 503."""
        for left in reversed(range(self.tries)):
            answer, page = self._asked_once(*request)
            if answer is not None and answer.status not in (502, 503):
                return answer, page
            self.close()
            if left:
                time.sleep(AGAIN_SECONDS)
        raise Refused(f"{request[1]}: {answer.status if answer else 'broke off'} to the end")

    def _asked_once(self, method, path, body=None, headers=None):
        self.link = self.link or self._opened()
        try:
            self.link.request(method, path, body, headers or {})
            answer = self.link.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.ledger.broken += 1
            return None, ""
        self.ledger.statuses[answer.status] = self.ledger.statuses.get(answer.status, 0) + 1
        return answer, page

    def _opened(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.source, 0))

    def close(self):
        if self.link:
            self.link.close()
        self.link = None


class Citizen:
    """One filing, from the first page to the receipt; what it says is `statement`, so no two are alike.

    Each part takes the line on which it is sent: `type`, `upload`, `check`,
    `send`, `read_receipt`, in this order.
    """

    def __init__(self, *, statement, file, commission):
        self.statement, self.file, self.commission = statement, file, commission
        self.cookies, self.page = {}, ""
        self.form_key = self.number = self.code = self.digests = None

    def type(self, line):
        """The steps up to the files, each opened and sent."""
        self._get(line, NEW)
        more = {"act": {"commission": self.commission}, "statement": {"statement": self.statement}}
        for step, fields in TYPED.items():
            self._send_step(line, step, urlencode(self._with_hidden(fields | more.get(step, {}), "seen")), FORM)

    def upload(self, line):
        """The step with the file."""
        fields = self._with_hidden({"evidence_explanation": ""}, "seen")
        self._send_step(line, "evidence", multipart(fields, file=self.file), MULTIPART)

    def check(self, line):
        """Look at the check page: from here on there is a form key."""
        self._get(line, f"{NEW}check/")
        self.form_key = self._hidden("form_key")

    def send(self, line):
        """File; when it returns, the portal has answered that it was received."""
        fields = self._with_hidden({"declaration": "on"}, "form_key", "shown")
        self._post(line, f"{NEW}check/", urlencode(fields), FORM, leads_to=RECEIPT)

    def read_receipt(self, line):
        """Number, code and digests of the files, as the receipt shows them."""
        self._get(line, RECEIPT)
        self.number = self._found(r'<dd class="number">([^<]+)<')
        self.code = self._found(r'<div class="code">([^<]+)<')
        self.digests = re.findall(r"SHA-256 ([0-9a-f]{64})", self.page)

    def _send_step(self, line, step, body, kind):
        self._post(line, f"{NEW}{step}/", body, kind, leads_to=NEW)
        if step in TYPED:
            self._get(line, self.next)

    def _get(self, line, path):
        answer = self._asked(line, "GET", path)
        if answer.status != 200:
            raise Refused(f"GET {path}: {answer.status}")

    def _post(self, line, path, body, kind, *, leads_to):
        answer = self._asked(line, "POST", path, body, {"Content-Type": kind})
        self.next = (answer.headers["Location"] or "").partition("?")[0]
        if answer.status != 303 or not self.next.startswith(leads_to):
            raise Refused(f"POST {path}: {answer.status} {self.next}")

    def _asked(self, line, method, path, body=None, headers=None):
        sent = [f"{name}={value}" for name, (value, below) in self.cookies.items() if path.startswith(below)]
        answer, self.page = line.ask(method, path, body, (headers or {}) | {"Cookie": "; ".join(sent)})
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = (morsel.value, morsel["path"])
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer

    def _with_hidden(self, fields, *names):
        """The fields of the form that the page shows, the token against forgery and the end marker among them."""
        return {name: self._hidden(name) for name in ("csrfmiddlewaretoken", *names)} | fields | {"end": "1"}

    def _hidden(self, name):
        return self._found(rf'name="{name}" value="([^"]*)"')

    def _found(self, pattern):
        if found := re.search(pattern, self.page):
            return found[1]
        raise Refused(f"no {pattern} on the page: {self.page[:300]}")


def multipart(fields, *, file):
    """The body of a form with a file; the end marker stays last."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="{FILE}"\r\n\r\n'
    return head.encode() + file + f"\r\n{''.join(parts)}--{BOUNDARY}--\r\n".encode()
