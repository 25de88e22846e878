/* Offers what may be meant while a question is typed: a combobox with a list (WAI-ARIA 1.2). Without it, or where
   anything fails, the field is a field. Its template says where to ask and all that is read aloud. */
const REST_MS = 150;
const SHORTEST = 2;

function made(name, attributes, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

function listBeside(field) {
  const list = made("ul", { id: `${field.id}-suggestions`, role: "listbox", class: "suggestions", hidden: "" });
  const said = made("p", { role: "status", class: "visually-hidden" });
  list.setAttribute("aria-label", field.dataset.label);
  for (const [key, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) field.setAttribute(key, value);
  field.after(list, said);
  let active = -1;

  const box = {
    isOpen: () => !list.hidden,
    chosen: () => list.children[active],
    choose(place) {
      if (active >= 0) list.children[active].setAttribute("aria-selected", "false");
      active = place;
      field.removeAttribute("aria-activedescendant");
      if (active < 0) return;
      const option = list.children[active];
      option.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    },
    step(by) {
      const last = list.children.length - 1;
      const next = active < 0 && by < 0 ? last : active + by;
      box.choose(next > last ? 0 : next < 0 ? last : next);
    },
    open() {
      list.hidden = !list.children.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    },
    close() {
      box.choose(-1);
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      said.textContent = "";
    },
    show(suggestions) {
      box.choose(-1);
      list.replaceChildren(...suggestions.map(({ title, address, kind }, place) => {
        const option = made("li", { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" });
        option.append(made("span", {}, title));
        if (field.dataset[kind]) option.append(" ", made("small", {}, field.dataset[kind]));
        option.dataset.address = address;
        return option;
      }));
      box.open();
      said.textContent = suggestions.length ? field.dataset.count.replace("%s", suggestions.length) : "";
    },
  };
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  return box;
}

function go(option) {
  if (option) location.assign(option.dataset.address);
}

function suggestFor(field) {
  const box = listBeside(field);
  let rest, asking, shownFor;

  const asked = () => field.value.trim();
  function forget() {
    clearTimeout(rest);
    if (asking) asking.abort();
  }
  async function ask(text) {
    asking = new AbortController();
    try {
      const where = `${field.dataset.suggestions}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(where, { signal: asking.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (document.activeElement !== field || asked() !== text) return;
      shownFor = text;
      box.show(suggestions);
    } catch {
      // the question can be sent without any of this
    }
  }
  function close() {
    forget();
    box.close();
  }

  field.addEventListener("input", () => {
    forget();
    const text = asked();
    if (text.length < SHORTEST) box.close();
    else rest = setTimeout(ask, REST_MS, text);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && !event.altKey) {
      if (!box.isOpen()) {
        if (asked().length < SHORTEST) return;
        if (shownFor !== asked()) return void ask(asked());
        box.open();
      }
      event.preventDefault();
      if (box.isOpen()) box.step(arrow);
    } else if (event.key === "Enter" && box.chosen()) {
      event.preventDefault();
      go(box.chosen());
    } else if (event.key === "Escape" && box.isOpen()) {
      event.preventDefault(); // pressed again, it empties the field
      close();
    } else if (event.key === "Home" || event.key === "End") {
      box.choose(-1); // the caret moves in the field
    }
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
}

document.querySelectorAll("[data-suggestions]").forEach(suggestFor);
