/* Pictures in the text: only those of the release itself, and none without words for who cannot see it. */
import { Node, crel } from "django-prose-editor/editor";

function own() {
  const list = document.getElementById("release-pictures");
  return list ? JSON.parse(list.textContent) : [];
}

function choices(pictures, words, chosen) {
  return crel("fieldset", { className: "picture-choices" }, [
    crel("legend", { textContent: words.which }),
    ...pictures.map((each, index) =>
      crel("label", {}, [
        crel("img", { src: each.shown, alt: "" }),
        crel("span", {}, [
          crel("input", { type: "radio", name: "src", value: each.src, checked: chosen ? chosen === each.src : index === 0 }),
          ` ${each.alternative}`,
        ]),
      ]),
    ),
  ]);
}

function ask(words, attrs) {
  const pictures = own();
  return new Promise((resolve) => {
    const alternative = crel("input", { id: "picture-alternative", type: "text", required: true, maxLength: 300, pattern: ".*\\S.*", value: attrs.alt || (pictures[0] || {}).alternative || "" });
    const cancel = crel("button", { type: "button", textContent: words.cancel });
    const rest = pictures.length
      ? [
          choices(pictures, words, attrs.src),
          crel("div", { className: "prose-editor-dialog-field" }, [
            crel("label", { htmlFor: "picture-alternative", textContent: words.alternative }),
            alternative,
          ]),
          crel("div", { className: "prose-editor-dialog-buttons" }, [
            crel("button", { type: "submit", value: "apply", textContent: words.apply }),
            cancel,
          ]),
        ]
      : [crel("p", { textContent: words.none }), cancel];
    const form = crel("form", { method: "dialog" }, [
      crel("h3", { className: "prose-editor-dialog-title", textContent: words.title }),
      ...rest,
    ]);
    const dialog = crel("dialog", { className: "prose-editor-dialog" }, [form]);
    document.body.append(dialog);
    form.addEventListener("change", (event) => {
      const picked = pictures.find((each) => each.src === event.target.value);
      if (event.target.name === "src" && picked) {
        alternative.value = picked.alternative;
      }
    });
    cancel.addEventListener("click", () => dialog.close(""));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "apply" ? { src: form.elements.src.value, alt: alternative.value.trim() } : null);
    });
    dialog.showModal();
  });
}

export const ReleasePicture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  atom: true,
  draggable: true,
  marks: "",

  addOptions() {
    return { words: {} };
  },

  addAttributes() {
    return { src: { default: null }, alt: { default: "" } };
  },

  parseHTML() {
    return [{ tag: 'img[src^="/media/"]' }];
  },

  renderHTML({ node }) {
    return ["img", { src: node.attrs.src, alt: node.attrs.alt }];
  },

  renderText({ node }) {
    return node.attrs.alt;
  },

  addNodeView() {
    return ({ node }) => {
      const known = own().find((each) => each.src === node.attrs.src);
      const words = crel("span", { className: "picture__words", textContent: node.attrs.alt || "…" });
      // a public address answers only for what is public: staff see it elsewhere
      const parts = known ? [crel("img", { src: known.shown, alt: "" }), words] : [words];
      return { dom: crel("span", { className: "picture" }, parts) };
    };
  },

  addCommands() {
    return {
      editPicture:
        () =>
        ({ editor, state }) => {
          const chosen = state.selection.node && state.selection.node.type.name === this.name ? state.selection.node : null;
          ask(this.options.words, chosen ? chosen.attrs : {}).then((attrs) => {
            if (!attrs || !attrs.src || !attrs.alt) {
              editor.commands.focus();
            } else if (chosen) {
              editor.chain().focus().updateAttributes(this.name, attrs).run();
            } else {
              editor
                .chain()
                .focus()
                .insertContent([{ type: "paragraph", content: [{ type: this.name, attrs }] }, { type: "paragraph" }])
                .run();
            }
          });
          return true;
        },
    };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "link",
      priority: 80,
      button: buttons.material("image", this.options.words.insert),
      command: (editor) => editor.commands.editPicture(),
      active: (editor) => editor.isActive("picture"),
    });
  },
});
