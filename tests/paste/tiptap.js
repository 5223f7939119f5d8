// TipTap with the nodes and marks that newsletter platforms have, and whatever extensions a page adds.
import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { mount } from "./desk.js";

export function mountTipTap(...extensions) {
  const kit = StarterKit.configure({
    heading: { levels: [2, 3] }, codeBlock: false, strike: false, underline: false, link: { openOnClick: false },
  });
  const editor = new Editor({ element: document.getElementById("editor"), extensions: [kit, ...extensions] });
  mount({
    html: () => editor.getHTML(),
    empty: () => editor.commands.clearContent(),
    focus: () => editor.commands.focus(),
  });
}
