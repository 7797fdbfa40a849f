import en from "texts:admin";
import de from "texts:de/admin";
import { staffSpeaker } from "../shared/language.js";

export const say = staffSpeaker({ en, de });
