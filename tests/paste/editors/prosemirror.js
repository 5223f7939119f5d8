// ProseMirror, unmodified, with the nodes of its own basic schema and lists.
import { DOMParser, DOMSerializer, Schema } from "prosemirror-model";
import { schema } from "prosemirror-schema-basic";
import { addListNodes } from "prosemirror-schema-list";
import { AllSelection, EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { keymap } from "prosemirror-keymap";
import { baseKeymap } from "prosemirror-commands";
import { mount } from "../desk.js";

const place = document.getElementById("editor");
const lists = new Schema({ nodes: addListNodes(schema.spec.nodes, "paragraph block*", "block"), marks: schema.spec.marks });
const state = EditorState.create({ doc: DOMParser.fromSchema(lists).parse(place), plugins: [keymap(baseKeymap)] });
const view = new EditorView(place, { state });

mount({
  html: () => {
    const whole = document.createElement("div");
    whole.append(DOMSerializer.fromSchema(lists).serializeFragment(view.state.doc.content));
    return whole.innerHTML;
  },
  empty: () => view.dispatch(view.state.tr.setSelection(new AllSelection(view.state.doc)).deleteSelection()),
  focus: () => view.focus(),
});
