/* Shows how far the files have come. Without it, or where anything fails, the form is sent as every other. */
const AS_PER_CENT = 100;
const SPOKEN_EVERY = 10;

function progressOf(form) {
  const place = form.querySelector("[data-upload]");
  const bar = document.createElement("progress");
  const said = document.createElement("p");
  const stop = document.createElement("button");
  bar.max = AS_PER_CENT;
  bar.value = 0;
  said.setAttribute("role", "status");
  stop.type = "button";
  stop.className = "button button--quiet";
  stop.textContent = place.dataset.stop;
  place.classList.add("progress");
  place.replaceChildren(said, bar, stop);
  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  return {
    stop,
    show(share) {
      bar.value = Math.floor(share * AS_PER_CENT);
      const told = Math.floor(bar.value / SPOKEN_EVERY) * SPOKEN_EVERY; // not every step is read aloud
      say(told < AS_PER_CENT ? place.dataset.sending.replace("%s", told) : place.dataset.done);
      bar.setAttribute("aria-label", said.textContent);
    },
    end(text) {
      bar.remove();
      stop.remove();
      say(text);
    },
  };
}

function sendPlainly(form, submitter) {
  if (submitter && submitter.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = submitter.name;
    pressed.value = submitter.value;
    form.append(pressed);
  }
  form.dataset.plain = "yes";
  HTMLFormElement.prototype.submit.call(form);
}

function showAnswer(request) {
  if (request.status < 400) {
    location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  start();
  const alert = document.querySelector("[role=alert]");
  if (alert) alert.focus();
}

function send(form, submitter) {
  const request = new XMLHttpRequest();
  const progress = progressOf(form);
  const plainly = () => sendPlainly(form, submitter);
  progress.show(0);
  progress.stop.addEventListener("click", () => request.abort());
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.show(event.loaded / event.total);
  });
  request.upload.addEventListener("load", () => progress.show(1));
  request.addEventListener("error", plainly);
  request.addEventListener("abort", () => {
    progress.end(form.querySelector("[data-upload]").dataset.stopped);
    form.removeAttribute("aria-busy");
  });
  request.addEventListener("load", () => {
    // an error page of the form itself; any other is shown by the browser, which sends the form again for it
    const isOurs = request.status < 400 || request.responseText.includes("data-upload");
    if (isOurs) showAnswer(request);
    else plainly();
  });
  const data = new FormData(form);
  if (submitter && submitter.name) data.append(submitter.name, submitter.value);
  // the end marker stays the last part, which tells the server that nothing was cut off
  const end = data.get("end");
  data.delete("end");
  data.append("end", end);
  form.setAttribute("aria-busy", "true");
  request.open("POST", form.action);
  request.send(data);
}

function start() {
  const place = document.querySelector("[data-upload]");
  const form = place && place.closest("form");
  if (!form || !window.FormData) return;
  form.addEventListener("submit", (event) => {
    const chosen = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
    if (!chosen || form.dataset.plain) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return; // pressed twice
    try {
      send(form, event.submitter);
    } catch {
      sendPlainly(form, event.submitter);
    }
  });
}

start();
