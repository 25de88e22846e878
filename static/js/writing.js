/* While somebody writes a release: what is typed is kept, and who else has it open is told. Without this script the
   page works the same; what is not saved is then lost with the window. */
const attending = document.getElementById("attending");
const form = document.querySelector("#release_form, .desk form[method=post]:has([name=writing]):not(.offer form)");
const AFTER = 1500; // milliseconds without a key
const AT_LEAST = 8000; // somebody who never pauses
const AGAIN = 5000;
const BEAT = 30000;

const state = attending.querySelector(".attend__state");
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function said(words, isBad = false) {
  state.textContent = words;
  state.classList.toggle("notice", isBad);
  state.classList.toggle("notice--warn", isBad);
}

function own(extra) {
  const data = new URLSearchParams(extra);
  data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  return data;
}

function typed() {
  const data = own({ release: attending.dataset.release });
  const version = form.querySelector("[name=from_version], [name=version]");
  data.set("writing", form.querySelector("[name=writing]").value);
  data.set("from_version", version.value);
  for (const name of attending.dataset.names.split(" ")) {
    const field = form.querySelector(`[name="${name}"]`);
    if (field && field.type !== "file") {
      data.set(name, field.value);
    }
  }
  return data;
}

let waiting = 0;
let since = 0;
let leaving = null;
let isSending = false;

function later(milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(keep, milliseconds);
}

async function keep() {
  if (isSending) {
    return later(AFTER);
  }
  isSending = true;
  leaving = new AbortController();
  try {
    const answer = await fetch(attending.dataset.typed, { method: "POST", body: typed(), signal: leaving.signal, redirect: "manual" });
    if (answer.ok) {
      since = 0;
      said(filled(attending.dataset.kept, { time: (await answer.json()).at }));
    } else if (answer.type === "opaqueredirect" || answer.status === 403) {
      said(attending.dataset.signedOut, true);
      later(AGAIN);
    } else if (answer.status === 409 || answer.status === 422) {
      said(answer.status === 409 ? attending.dataset.tooLate : attending.dataset.tooLong, true);
    } else {
      throw new Error(answer.status);
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      said(attending.dataset.lost, true);
      later(AGAIN);
    }
  } finally {
    isSending = false;
  }
}

form.addEventListener("input", (event) => {
  if (!attending.dataset.names.split(" ").includes(event.target.name)) {
    return;
  }
  since = since || Date.now();
  later(Date.now() - since > AT_LEAST ? 0 : AFTER);
});

form.addEventListener("submit", () => {
  clearTimeout(waiting);
  leaving?.abort(); // what is on its way is older than what is saved now
  stops = true;
});

/* Who else is here. */
let stops = false;
const others = attending.querySelector(".attend__others");
const newer = attending.querySelector(".attend__newer");

async function beat() {
  if (stops) {
    return;
  }
  try {
    const answer = await fetch(attending.dataset.presence, { method: "POST", body: own({}), redirect: "manual" });
    if (answer.ok) {
      const found = await answer.json();
      const lines = found.others.map((each) => filled(attending.dataset.here, each));
      if (lines.join() !== [...others.children].map((each) => each.textContent).join()) {
        others.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
      }
      others.hidden = !lines.length;
      const opened = Number(form.querySelector("[name=from_version], [name=version]").value);
      newer.textContent = attending.dataset.newer;
      newer.hidden = found.version <= opened;
    }
  } catch {
    // the connection is away: the next beat tries again
  }
}

if (attending.dataset.presence) {
  beat();
  setInterval(beat, BEAT);
  window.addEventListener("pagehide", () => {
    if (!stops) {
      navigator.sendBeacon(attending.dataset.presence, own({ leaves: 1 }));
    }
  });
}
