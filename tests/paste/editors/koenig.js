// Koenig, Ghost's editor. No Ghost is behind it that would answer for cards.
import { KoenigComposer, KoenigEditor } from "@tryghost/koenig-lexical";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { mount } from "../desk.js";

const place = document.getElementById("editor");

function mountWhenReady(api) {
  mount({
    html: () => place.querySelector("[contenteditable=true]").innerHTML,
    empty: () => api.editorInstance.setEditorState(api.editorInstance.parseEditorState(EMPTY)),
    focus: () => api.focusEditor(),
  });
}

const EMPTY = JSON.stringify({ root: { type: "root", version: 1, children: [{ type: "paragraph", version: 1, children: [] }] } });
const fileUploader = { useFileUpload: () => ({}), fileTypes: {} };
createRoot(place).render(
  createElement(KoenigComposer, { cardConfig: {}, fileUploader },
    createElement(KoenigEditor, { registerAPI: (api) => api && mountWhenReady(api) })),
);
