"use client";

import { clsx } from "clsx";
import { FileBox, FolderOpen } from "lucide-react";
import { useRef, useState, type ChangeEvent, type DragEvent } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { Button } from "@/components/ui";
import { chosenFolder, droppedFolder, ggufFolder } from "./dropped-folder";

interface FolderDropProps {
  isAgain: boolean;
  onFolder: (name: string, files: readonly File[]) => void;
}

/** A folder, or a GGUF file with its parts, by button or by dropping it. */
export function FolderDrop({ isAgain, onFolder }: FolderDropProps) {
  const t = useLibraryMessages().library.add;
  const input = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = ""; // so that choosing the same folder again counts as a change
    if (files.length === 0) return;
    const { name, files: kept } = chosenFolder(files);
    onFolder(name, kept);
  };
  const onFiles = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = "";
    if (chosen.length === 0) return;
    const { name, files } = ggufFolder(chosen);
    onFolder(name, files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFolder(event.dataTransfer.items).then((folder) => {
      if (folder) onFolder(folder.name, folder.files);
    });
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        "flex flex-col items-start gap-3 rounded-lg border border-dashed p-5 transition-colors duration-150",
        isOver ? "border-accent bg-accent-wash" : "border-rule-strong",
      )}
    >
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label={t.chooseLabel}
        className="sr-only"
        onChange={onChange}
        {...{ webkitdirectory: "" }}
      />
      <input
        ref={fileInput}
        type="file"
        multiple
        accept=".gguf"
        tabIndex={-1}
        aria-label={t.chooseFileLabel}
        className="sr-only"
        onChange={onFiles}
      />
      <div className="flex flex-wrap gap-3">
        <Button icon={<FolderOpen />} onClick={() => input.current?.click()}>
          {isAgain ? t.another : t.choose}
        </Button>
        <Button icon={<FileBox />} onClick={() => fileInput.current?.click()}>
          {t.chooseFile}
        </Button>
      </div>
      <p className="text-sm text-faint">{isOver ? t.dropNow : t.drop}</p>
    </div>
  );
}
