/* What is pasted from Word, LibreOffice or Google Docs comes out as the text alone: headings, lists, tables, links,
   emphasis and footnotes stay, everything else that the word processor wrote goes. */
import { Extension, Plugin } from "django-prose-editor/editor";

const GONE = "style, script, meta, link, title, xml, head, o\\:p, w\\:sdtpr, br.Apple-interchange-newline";
const BULLET = /^[\s\u00a0]*[·•▪◦‣§][\s\u00a0]+/;
const NUMBER = /^\s*\(?([0-9]{1,3}|[a-z]|[ivx]{1,5})[.)]\s*$/i;
const KEPT = { a: ["href"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan", "scope"], ol: ["start"], img: ["src", "alt"] };
// the attribute "style" is renamed before anything is parsed: the policy of the page allows none, and complains of each
const DRESS = "data-dress";
const EMPHASIS = [
  ["strong", (dress) => /^(bold|bolder|[6-9]00)$/.test(dress["font-weight"])],
  ["em", (dress) => dress["font-style"] === "italic"],
  ["u", (dress) => /underline/.test(dress["text-decoration"])],
  ["s", (dress) => /line-through/.test(dress["text-decoration"])],
  ["sup", (dress) => dress["vertical-align"] === "super"],
  ["sub", (dress) => dress["vertical-align"] === "sub"],
];

function undressed(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style\b[\s\S]*?<\/style\s*>/gi, "");
  return bare.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)style(\s*=)/gi, `$1${DRESS}$2`));
}

const styleOf = (element) => element.getAttribute(DRESS) || "";

function dressOf(element) {
  const pairs = styleOf(element).toLowerCase().split(";").map((each) => each.split(":").map((part) => part.trim()));
  return Object.fromEntries(pairs);
}

const isEmpty = (element) => !element.textContent.replace(/[\s\u00a0]/g, "") && !element.querySelector("img, sup.footnote");

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function renamed(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

function withoutRubbish(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT); // <![if …]> is one, too
  const comments = [];
  while (walker.nextNode()) {
    comments.push(walker.currentNode);
  }
  comments.forEach((comment) => comment.remove());
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  for (const element of body.querySelectorAll("*")) {
    if (element.localName.includes(":")) {
      unwrap(element);
    }
  }
}

/* A reference leads to a paragraph below whose own link leads back: its words become the note. */
function withFootnotes(body) {
  for (const link of [...body.querySelectorAll("a[href^='#']")]) {
    const name = link.getAttribute("href").slice(1);
    const own = link.getAttribute("name") || link.id || (link.closest("[id]") || link).id;
    const target = name && body.querySelector(`[name="${CSS.escape(name)}"], [id="${CSS.escape(name)}"]`);
    const note = target && target.closest("[data-dress*='mso-element:footnote'], div[id^='sdfootnote'], div[id^='ftn'], div");
    if (!own || !note || note.contains(link) || note === body) {
      continue;
    }
    const mark = [...note.querySelectorAll("a")].find((each) => (each.getAttribute("href") || "") === `#${own}`);
    if (!mark) {
      continue;
    }
    mark.remove();
    const reference = body.ownerDocument.createElement("sup");
    reference.className = "footnote";
    reference.textContent = note.textContent.replace(/[\s\u00a0]+/g, " ").trim();
    const around = link.closest("sup") || link;
    around.replaceWith(reference);
    note.remove();
  }
  body.querySelectorAll("[data-dress*='mso-element:footnote-list']").forEach((list) => isEmpty(list) && list.remove());
}

function withHeadings(body) {
  for (const paragraph of body.querySelectorAll("p")) {
    const level = /mso-outline-level:\s*(\d)/.exec(styleOf(paragraph)) || /MsoHeading(\d)/.exec(paragraph.className);
    if (level || /MsoTitle/.test(paragraph.className)) {
      renamed(paragraph, `h${Math.min(level ? Number(level[1]) : 1, 6)}`);
    }
  }
  // the title of the page is above them all
  const lower = body.querySelector("h1") ? 1 : 0;
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    renamed(heading, `h${Math.min(Math.max(Number(heading.localName[1]) + lower, 2), 4)}`);
  }
}

/* What a paragraph is in a list of Word's, which knows no lists: its depth and marker; null for any other. */
function itemOf(element) {
  if (element.localName !== "p") {
    return null;
  }
  const known = /mso-list:\s*l\d+\s+level(\d)/.exec(styleOf(element));
  const marker = element.querySelector("[data-dress*='mso-list:Ignore'], [data-dress*='mso-list: Ignore']");
  if (known && marker) {
    const text = marker.textContent.replace(/\u00a0/g, " ");
    marker.remove();
    return { depth: Number(known[1]), tag: NUMBER.test(text) ? "ol" : "ul" };
  }
  if (!known && BULLET.test(element.textContent)) {
    const first = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (first.nextNode() && !first.currentNode.data.trim()) {
      first.currentNode.data = "";
    }
    first.currentNode.data = first.currentNode.data.replace(/^[\s\u00a0]*[·•▪◦‣§][\s\u00a0]*/, "");
    return { depth: 1, tag: "ul" };
  }
  return null;
}

function withLists(body) {
  let lists = [];
  for (const element of [...body.querySelectorAll("p, h1, h2, h3, h4, table, ul, ol, div")]) {
    const item = itemOf(element);
    if (!item) {
      lists = element.localName === "p" && isEmpty(element) ? lists : [];
      continue;
    }
    const last = lists[lists.length - 1];
    if (last && last.parent !== element.parentNode) {
      lists = [];
    }
    while (lists.length > item.depth) {
      lists.pop();
    }
    while (lists.length < item.depth) {
      const list = element.ownerDocument.createElement(item.tag);
      const above = lists[lists.length - 1];
      if (above) {
        (above.list.lastElementChild || above.list).append(list);
      } else {
        element.before(list);
      }
      lists.push({ list, parent: element.parentNode });
    }
    lists[lists.length - 1].list.append(renamed(element, "li"));
  }
}

function withEmphasis(body) {
  for (const element of [...body.querySelectorAll(`[${DRESS}]`)]) {
    if (/^(b|strong)$/.test(element.localName) && /^(normal|400)$/.test(dressOf(element)["font-weight"])) {
      unwrap(element); // what Google Docs puts around everything
    } else if (/^(span|font|a)$/.test(element.localName)) {
      for (const [tag, holds] of EMPHASIS) {
        const isLinkItself = tag === "u" && (element.localName === "a" || element.closest("a"));
        if (holds(dressOf(element)) && !isLinkItself && !isEmpty(element)) {
          const inner = element.ownerDocument.createElement(tag);
          inner.append(...element.childNodes);
          element.append(inner);
        }
      }
    }
  }
}

function withoutDress(body) {
  body.querySelectorAll("span, font, o, center, ins").forEach(unwrap);
  body.querySelectorAll("del").forEach((element) => element.remove()); // a change that was tracked and not wanted
  for (const link of body.querySelectorAll("a")) {
    if (!/^(https?:|mailto:|tel:|\/)/i.test(link.getAttribute("href") || "")) {
      unwrap(link);
    }
  }
  for (const element of body.querySelectorAll("*")) {
    const kept = element.matches("sup.footnote") ? ["class"] : KEPT[element.localName] || [];
    for (const { name } of [...element.attributes]) {
      if (!kept.includes(name)) {
        element.removeAttribute(name);
      }
    }
  }
}

function withoutEmptyParts(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[\s\u00a0]*\u00a0[\s\u00a0]+|[\s\u00a0]+\u00a0[\s\u00a0]*/g, " ");
  }
  for (const br of body.querySelectorAll("br")) {
    if (br.parentNode === body || br.parentNode.localName === "div") {
      br.remove();
    }
  }
  for (const element of [...body.querySelectorAll("p, h2, h3, h4, li, strong, em, u, s, a, div, b, i")].reverse()) {
    if (isEmpty(element) && !(element.localName === "p" && element.closest("td, th"))) {
      element.remove();
    }
  }
}

export function cleaned(html) {
  if (html.includes("data-pm-slice")) {
    return html; // copied from this very editor
  }
  const { body } = new DOMParser().parseFromString(undressed(html), "text/html");
  for (const step of [withoutRubbish, withFootnotes, withHeadings, withLists, withEmphasis, withoutDress, withoutEmptyParts]) {
    step(body);
  }
  return body.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: cleaned } })];
  },
});
