// TipTap without anything that plays a video.
import { mountTipTap } from "../tiptap.js";

mountTipTap();
