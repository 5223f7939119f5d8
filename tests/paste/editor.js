// An editor of the family that newsletter platforms use, unmodified: the schema's names are the ones they document.
import { Schema, DOMParser } from "prosemirror-model";
import { schema } from "prosemirror-schema-basic";
import { addListNodes } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const nodes = addListNodes(schema.spec.nodes, "paragraph block*", "block");
const place = document.getElementById("editor");
const lists = new Schema({ nodes, marks: schema.spec.marks });
const view = new EditorView(place, { state: EditorState.create({ doc: DOMParser.fromSchema(lists).parse(place) }) });

// What the test asks for: the document, and what the browser said of the last paste.
let pasted = null;
document.addEventListener("paste", (event) => {
  pasted = { trusted: event.isTrusted, types: [...event.clipboardData.types] };
}, true);
window.desk = {
  document: () => view.state.doc.toJSON(),
  pasted: () => pasted,
  empty: () => {
    pasted = null;
    view.dispatch(view.state.tr.delete(0, view.state.doc.content.size));
    view.focus();
  },
};
