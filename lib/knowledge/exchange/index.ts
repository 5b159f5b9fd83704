/** Knowledge graphs in files. Apart from the chapter's own index, because parsers come with it. */
export { readCsv, writeCsv } from "./csv";
export { contentFromRows } from "./import";
export { readRelationLibrary, writeRelationLibrary } from "./library";
export { readTurtle, writeTurtle } from "./turtle";
