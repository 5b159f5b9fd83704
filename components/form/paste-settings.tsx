"use client";

import { ClipboardPaste } from "lucide-react";
import { useState } from "react";
import type { JsonObject } from "@/lib/base";
import { useMessages } from "@/components/messages";
import { Button, Dialog, Field, TextArea } from "@/components/ui";
import { faultText } from "./fault-text";
import { readPasted } from "./pasted";
import type { FormField } from "./schema";

interface PasteSettingsProps {
  fields: readonly FormField[];
  onApply: (values: JsonObject) => void;
}

/** A dialog that takes settings from a paper's repository and says, before anything changes, what it understood. */
export function PasteSettings({ fields, onApply }: PasteSettingsProps) {
  const t = useMessages();
  const words = t.form.paste;
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const pasted = readPasted(text, fields);
  const count = Object.keys(pasted.values).length;
  const close = () => {
    setOpen(false);
    setText("");
  };

  return (
    <>
      <Button size="sm" variant="quiet" icon={<ClipboardPaste />} onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={(open) => (open ? setOpen(true) : close())}
        title={words.title}
        description={words.description}
        footer={
          <>
            <Button onClick={close}>{t.ui.cancel}</Button>
            <Button
              variant="primary"
              disabled={count === 0}
              onClick={() => {
                onApply(pasted.values);
                close();
              }}
            >
              {words.apply}
            </Button>
          </>
        }
      >
        <Field label={words.label}>
          {(control) => (
            <TextArea
              {...control}
              mono
              rows={8}
              placeholder={words.placeholder}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div aria-live="polite" className="mt-3 flex flex-col gap-1 text-sm">
          <p className={count > 0 ? "text-after" : "text-soft"}>
            {count > 0 ? words.taken(count) : words.nothing}
          </p>
          {pasted.unknown.length > 0 && (
            <p className="break-words text-warn">{words.unknown(pasted.unknown.join(", "))}</p>
          )}
          {pasted.faults.map(({ name, fault }) => (
            <p key={name} className="text-danger">
              {words.fault(name, faultText(fault, t.form))}
            </p>
          ))}
        </div>
      </Dialog>
    </>
  );
}
