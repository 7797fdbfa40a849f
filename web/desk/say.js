import en from "texts:desk";
import de from "texts:de/desk";
import { staffSpeaker } from "../shared/language.js";

export const say = staffSpeaker({ en, de });
