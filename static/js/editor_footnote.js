/* Footnotes in the editor: a number in the text that carries the words of its note. */
import { Node, crel } from "django-prose-editor/editor";

function askFor(editor, words, note) {
  return new Promise((resolve) => {
    const field = crel("textarea", { id: "note-words", value: note, rows: 4, required: true });
    const cancel = crel("button", { type: "button", textContent: words.cancel });
    const form = crel("form", { method: "dialog" }, [
      crel("h3", { className: "prose-editor-dialog-title", textContent: words.title }),
      crel("div", { className: "prose-editor-dialog-field" }, [
        crel("label", { htmlFor: "note-words", textContent: words.words }),
        field,
      ]),
      crel("div", { className: "prose-editor-dialog-buttons" }, [
        crel("button", { type: "submit", value: "apply", textContent: words.apply }),
        cancel,
      ]),
    ]);
    const dialog = crel("dialog", { className: "prose-editor-dialog" }, [form]);
    // not within the form of the page, whose fields these are not
    document.body.append(dialog);
    cancel.addEventListener("click", () => dialog.close(""));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "apply" ? field.value.trim().replace(/\s+/g, " ") : null);
    });
    dialog.showModal();
    field.focus();
  });
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  priority: 1100, // before superscript, which would read its tag

  addOptions() {
    return { words: {} };
  },

  addAttributes() {
    return { note: { default: "", parseHTML: (element) => element.textContent.trim().replace(/\s+/g, " "), rendered: false } };
  },

  parseHTML() {
    return [{ tag: "sup.footnote", priority: 100 }];
  },

  renderHTML({ node }) {
    return ["sup", { class: "footnote" }, node.attrs.note];
  },

  renderText({ node }) {
    return ` [${node.attrs.note}]`;
  },

  addNodeView() {
    return ({ node }) => {
      const dom = crel("span", { className: "note", title: node.attrs.note, "aria-label": `${this.options.words.title}: ${node.attrs.note}`, role: "img" });
      dom.addEventListener("dblclick", () => this.editor.commands.editFootnote());
      return { dom };
    };
  },

  addCommands() {
    return {
      editFootnote:
        () =>
        ({ editor, state }) => {
          const chosen = state.selection.node && state.selection.node.type.name === this.name ? state.selection.node : null;
          askFor(editor, this.options.words, chosen ? chosen.attrs.note : "").then((note) => {
            if (!note) {
              editor.commands.focus();
            } else if (chosen) {
              editor.chain().focus().updateAttributes(this.name, { note }).run();
            } else {
              editor.chain().focus().insertContent({ type: this.name, attrs: { note } }).run();
            }
          });
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) =>
        editor.state.selection.node?.type.name === this.name ? editor.commands.editFootnote() : false,
    };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "footnote",
      groups: "link",
      priority: 90,
      button: buttons.text("[1]", this.options.words.insert),
      command: (editor) => editor.commands.editFootnote(),
      active: (editor) => editor.isActive("footnote"),
    });
  },
});
