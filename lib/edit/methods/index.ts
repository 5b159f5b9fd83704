/** Every edit method. A listed method gets its card, form, preflight, flags, conformance tests and undo. */
import { defineCatalog } from "../../base";
import type { AnyEditMethod } from "../method";
import { adaLora } from "./fine-tuning/adalora";
import { alphaEdit } from "./locate-then-edit/alphaedit";
import { core } from "./locate-then-edit/core";
import { defer } from "./memory/defer";
import { dinm } from "./locate-then-edit/dinm";
import { eamet } from "./locate-then-edit/eamet";
import { emmet } from "./locate-then-edit/emmet";
import { grace } from "./memory/grace";
import { ftL, ftM } from "./fine-tuning/ft";
import { ike } from "./in-context/ike";
import { kn } from "./locate-then-edit/kn";
import { lora } from "./fine-tuning/lora";
import { melo } from "./memory/melo";
import { memit } from "./locate-then-edit/memit";
import { memitFe } from "./locate-then-edit/memit-fe";
import { malmen } from "./meta-learning/malmen";
import { mend } from "./meta-learning/mend";
import { pmet } from "./locate-then-edit/pmet";
import { rRome } from "./locate-then-edit/r-rome";
import { rome } from "./locate-then-edit/rome";
import { serac } from "./memory/serac";
import { simie } from "./locate-then-edit/simie";
import { sphere } from "./locate-then-edit/sphere";
import { ultraedit } from "./fine-tuning/ultraedit";
import { unke } from "./locate-then-edit/unke";
import { wise } from "./memory/wise";

export const EDIT_METHODS = defineCatalog("edit method", [
  rome,
  rRome,
  memit,
  memitFe,
  pmet,
  eamet,
  core,
  emmet,
  alphaEdit,
  sphere,
  simie,
  ftL,
  ftM,
  lora,
  adaLora,
  kn,
  unke,
  dinm,
  mend,
  malmen,
  ultraedit,
  grace,
  wise,
  melo,
  defer,
  ike,
  serac,
] as unknown as readonly AnyEditMethod[]);
