/* The words of the editor: its dialogs ask window.gettext, its buttons and the list of block types are named here.
   No module: the editor's modules look for window.gettext when they are read. */
(() => {
  const words = JSON.parse(document.currentScript.dataset.words);
  const before = window.gettext || ((word) => word);
  window.gettext = (word) => words[word] || before(word);

  function nameThem() {
    for (const button of document.querySelectorAll(".prose-menubar__button[title]")) {
      const word = words[button.title];
      if (word && word !== button.title) {
        button.title = word;
        button.setAttribute("aria-label", word);
      }
    }
    for (const option of document.querySelectorAll(".prose-menubar__dropdown .ProseMirror > *")) {
      const word = words[option.textContent];
      if (word && word !== option.textContent) {
        option.textContent = word;
      }
    }
  }

  new MutationObserver(nameThem).observe(document.documentElement, { childList: true, subtree: true });
})();
