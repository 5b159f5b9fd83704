import { expect, test } from "vitest";
import { chosenFolder, droppedFolder } from "./dropped-folder";

const POOLING = "1_Pooling/config.json";
const PATHS = ["config.json", "model.safetensors", POOLING, "onnx/model.onnx"];

const fileEntry = (name: string) => ({
  isFile: true,
  isDirectory: false,
  name,
  file: (done: (file: File) => void) => done(new File([name], name)),
});
/** A folder that hands out one entry at a time, as a browser may. */
const folderEntry = (name: string, entries: readonly object[]) => ({
  isFile: false,
  isDirectory: true,
  name,
  createReader() {
    const left = [...entries];
    return { readEntries: (done: (entries: object[]) => void) => done(left.splice(0, 1)) };
  },
});

test("a dropped folder keeps the files of folders inside that belong to a checkpoint", async () => {
  const dropped = folderEntry("encoder", [
    fileEntry("config.json"),
    fileEntry("model.safetensors"),
    folderEntry("1_Pooling", [fileEntry("config.json"), fileEntry("notes.txt")]),
    folderEntry("onnx", [fileEntry("model.onnx")]),
  ]);
  const items = [{ webkitGetAsEntry: () => dropped }] as unknown as DataTransferItemList;
  const folder = await droppedFolder(items);
  expect(folder?.name).toBe("encoder");
  expect(folder?.files.map(({ name }) => name)).toEqual(["config.json", "model.safetensors", POOLING]);
  expect(await folder?.files.at(-1)?.text()).toBe("config.json");
});

test("a chosen folder keeps the same", () => {
  const files = PATHS.map((path) =>
    Object.defineProperty(new File([path], path.split("/").at(-1) as string), "webkitRelativePath", {
      value: `encoder/${path}`,
    }),
  );
  expect(chosenFolder(files).files.map(({ name }) => name)).toEqual([
    "config.json",
    "model.safetensors",
    POOLING,
  ]);
});

test("a GGUF file that was dragged out of another program is taken, and other files are not", async () => {
  const drop = (name: string) => {
    const item = { webkitGetAsEntry: () => null, getAsFile: () => new File(["GGUF"], name) };
    return droppedFolder([item] as unknown as DataTransferItemList);
  };
  expect(await drop("tiny-00001-of-00002.gguf")).toMatchObject({ name: "tiny" });
  expect(await drop("tiny.zip")).toBeNull();
});
