"use client";

import { Copy } from "lucide-react";
import { useHistoryMessages } from "@/components/messages/history";
import { IconButton } from "@/components/ui";
import { useCopy } from "../use-history";

/** How to run a GGUF file elsewhere, as commands for a terminal in the folder of the file. */
export function RunGguf({ file }: { file: string }) {
  const t = useHistoryMessages().exportDialog.run;
  const commands = [
    { program: "Ollama", command: ollama(file) },
    { program: "llama.cpp", command: `llama-cli -m ${file} -p "${t.prompt}"` },
  ];
  return (
    <section aria-label={t.title}>
      <p className="text-sm text-soft">{t.title}</p>
      <dl className="mt-2 flex flex-col gap-3">
        {commands.map(({ program, command }) => (
          <div key={program}>
            <dt className="text-xs text-faint">{program}</dt>
            <dd className="mt-1 flex items-start gap-2 rounded-md bg-sunken py-1.5 pr-1.5 pl-3">
              <code className="min-w-0 flex-1 self-center font-mono text-xs break-all whitespace-pre-wrap text-ink">
                {command}
              </code>
              <CopyButton label={t.copy(program)} text={command} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function CopyButton({ label, text }: { label: string; text: string }) {
  const copy = useCopy();
  return <IconButton size="sm" label={label} icon={<Copy />} onClick={() => void copy(text)} />;
}

/** Ollama makes a model of a file that a Modelfile names. */
function ollama(file: string): string {
  const name = file.replace(/\.gguf$/, "").toLowerCase();
  return [
    `echo "FROM ./${file}" > Modelfile`,
    `ollama create ${name} -f Modelfile`,
    `ollama run ${name}`,
  ].join("\n");
}
