// TipTap with its own extension that makes players of YouTube's addresses.
import Youtube from "@tiptap/extension-youtube";
import { mountTipTap } from "../tiptap.js";

mountTipTap(Youtube);
