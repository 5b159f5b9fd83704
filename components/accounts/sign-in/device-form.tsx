"use client";

/** What a command line asks for with its code, and a person's yes or no. */
import { useEffect, useState, type ReactNode } from "react";
import { Button, ErrorNote, Skeleton } from "@/components/ui";
import { approveDevice, askingDevice, declineDevice } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { useLabMessages } from "../use-messages";
import { Door, TextField } from "./door";

/** `code`: of the address that the command line printed; empty where a person typed the address. */
export function DeviceForm({ code: given }: { code: string }) {
  const t = useLabMessages().device;
  const [code, setCode] = useState(given);
  const [typed, setTyped] = useState("");
  if (code !== "") return <Asking key={code} code={code} onOther={() => setCode("")} />;
  return (
    <Door title={t.title} onSubmit={() => setCode(typed)}>
      <TextField label={t.code} hint={t.codeHint} autoComplete="off" value={typed} onChange={setTyped} />
      <Button type="submit" variant="primary">
        {t.find}
      </Button>
    </Door>
  );
}

function Asking({ code, onOther }: { code: string; onOther: () => void }) {
  const labels = useLabMessages();
  const t = labels.device;
  const { data: asks, error } = useQueryOf(askingDevice, { input: { code } }, { staleTimeMs: Infinity });
  const approve = useActionOf(approveDevice);
  const decline = useActionOf(declineDevice);
  const isOut = error?.code === "unauthorized";
  useEffect(() => {
    if (isOut) location.assign(`/sign-in?to=${encodeURIComponent(`/device?code=${code}`)}`);
  }, [isOut, code]);

  if (asks === undefined)
    return (
      <Door title={t.title} onSubmit={onOther}>
        {error && !isOut ? (
          <>
            <ErrorNote error={error} />
            <Button type="submit">{t.otherCode}</Button>
          </>
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
      </Door>
    );
  if (approve.isSuccess || decline.isSuccess)
    return (
      <Door title={t.title} onSubmit={() => undefined}>
        <p role="status" className={approve.isSuccess ? "text-after" : "text-soft"}>
          {approve.isSuccess ? t.approved(asks.host) : t.declined(asks.host)}
        </p>
      </Door>
    );
  return (
    <Door title={t.title} onSubmit={() => approve.mutate({ input: { code } })}>
      <p className="text-sm text-soft">{t.detail(asks.host)}</p>
      <dl className="flex flex-col gap-3 border-l-2 pl-4 text-sm">
        <Row name={t.code}>
          <span className="font-mono text-xl tracking-wide">{asks.userCode}</span>
        </Row>
        <Row name={t.host}>
          {asks.host}
          {asks.from !== "" && <span className="text-soft"> · {asks.from}</span>}
        </Row>
        <Row name={t.mayDo}>
          <span className="font-medium">{labels.roles[asks.role].name}</span>:{" "}
          {labels.roles[asks.role].detail}
          {asks.role !== asks.asks && (
            <span className="block text-soft">{t.less(labels.roles[asks.asks].name)}</span>
          )}
        </Row>
        <Row name={t.holds}>{t.days(asks.days)}</Row>
      </dl>
      <p className="text-xs text-soft">{t.check}</p>
      {(approve.error ?? decline.error) && <ErrorNote error={(approve.error ?? decline.error)!} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={approve.isPending}>
          {t.approve}
        </Button>
        <Button pending={decline.isPending} onClick={() => decline.mutate({ input: { code } })}>
          {t.decline}
        </Button>
      </div>
    </Door>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
