// CKEditor 5, its free edition, with what a newsletter needs and its embeds of media.
import {
  Autoformat, BlockQuote, Bold, ClassicEditor, Code, Essentials, Heading, HorizontalLine, Italic, Link, List, MediaEmbed,
  Paragraph, PasteFromOffice,
} from "ckeditor5";
import "ckeditor5/ckeditor5.css";
import { mount } from "../desk.js";

const editor = await ClassicEditor.create(document.getElementById("editor"), {
  licenseKey: "GPL",
  plugins: [
    Autoformat, BlockQuote, Bold, Code, Essentials, Heading, HorizontalLine, Italic, Link, List, MediaEmbed, Paragraph,
    PasteFromOffice,
  ],
});

mount({
  html: () => editor.getData(),
  empty: () => editor.setData(""),
  focus: () => editor.editing.view.focus(),
});
