// Quill with its own theme, modules and formats.
import Quill from "quill";
import "quill/dist/quill.snow.css";
import { mount } from "../desk.js";

const quill = new Quill("#editor", { theme: "snow" });

mount({
  html: () => quill.getSemanticHTML(),
  empty: () => quill.setContents([]),
  focus: () => quill.focus(),
});
