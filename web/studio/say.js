import en from "texts:studio";
import de from "texts:de/studio";
import { staffSpeaker } from "../shared/language.js";

export const say = staffSpeaker({ en, de });
