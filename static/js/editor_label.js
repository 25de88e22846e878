/* The editor draws a text box of its own that has no name: it takes the name of the field whose place it takes. */
const UNNAMED = ".prose-editor [role=textbox]:not([aria-label])";

function nameThem() {
  for (const box of document.querySelectorAll(UNNAMED)) {
    const field = box.closest(".prose-editor").querySelector("textarea");
    if (field && field.labels.length) {
      box.setAttribute("aria-label", field.labels[0].textContent.trim().replace(/:$/, ""));
      box.setAttribute("aria-multiline", "true");
    }
  }
}

nameThem();
new MutationObserver(nameThem).observe(document.body, { childList: true, subtree: true });
