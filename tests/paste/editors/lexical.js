// Lexical with its rich text, lists and links; it has no node for a rule.
import { $generateHtmlFromNodes } from "@lexical/html";
import { LinkNode } from "@lexical/link";
import { ListItemNode, ListNode, registerList } from "@lexical/list";
import { HeadingNode, QuoteNode, registerRichText } from "@lexical/rich-text";
import { $getRoot, createEditor } from "lexical";
import { mount } from "../desk.js";

const place = document.getElementById("editor");
place.contentEditable = "true";
const editor = createEditor({
  nodes: [HeadingNode, QuoteNode, ListNode, ListItemNode, LinkNode],
  onError: (error) => { throw error; },
});
editor.setRootElement(place);
registerRichText(editor);
registerList(editor);

mount({
  html: () => editor.read(() => $generateHtmlFromNodes(editor)),
  empty: () => editor.update(() => $getRoot().clear(), { discrete: true }),
  focus: () => editor.focus(),
});
