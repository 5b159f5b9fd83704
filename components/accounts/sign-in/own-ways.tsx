"use client";

/** On one's own account: passkeys, and the provider. */
import { Fingerprint, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLanguage } from "@/components/messages";
import {
  Badge,
  Button,
  DataTable,
  ErrorNote,
  Field,
  formatTime,
  Skeleton,
  TextInput,
  toast,
} from "@/components/ui";
import { listPasskeys, removePasskey, waysIn } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { TakeBack } from "../take-back";
import { useLabMessages } from "../use-messages";
import { useNewPasskey, useNoPasskeys } from "./passkey";
import { ProviderButton } from "./provider-button";

export function OwnPasskeys() {
  const t = useLabMessages().passkeys;
  const { language } = useLanguage();
  const { data, error } = useQueryOf(listPasskeys, {});
  const none = useNoPasskeys();
  const [name, setName] = useState("");
  const made = useNewPasskey(() => {
    toast.success(t.added(name));
    setName("");
  });
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <Skeleton className="h-24 w-full" />;
  return (
    <>
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      {none === undefined ? (
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void made.add(name);
          }}
        >
          <Field label={t.name} hint={t.nameHint} required className="w-full sm:w-64">
            {(control) => (
              <TextInput
                {...control}
                required
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" icon={<Fingerprint />} pending={made.isPending}>
            {t.add}
          </Button>
        </form>
      ) : (
        <p className="max-w-measure text-sm text-soft">{t.none[none]}</p>
      )}
      {made.error && <ErrorNote error={made.error} />}
      <DataTable
        caption={t.title}
        rows={data.passkeys}
        rowKey={({ id }) => id}
        empty={t.empty}
        columns={[
          { key: "name", header: t.name, rowHeader: true, cell: (one) => one.name },
          { key: "since", header: t.since, cell: ({ createdAt }) => formatTime(createdAt, language) },
          {
            key: "used",
            header: t.used,
            cell: ({ usedAt }) => (usedAt === undefined ? t.never : formatTime(usedAt, language)),
          },
          {
            key: "remove",
            header: "",
            cell: ({ id }) => (
              <TakeBack
                endpoint={removePasskey}
                call={{ params: { passkeyId: id } }}
                label={t.remove}
                icon={<Trash2 />}
                done={t.removed}
              />
            ),
          },
        ]}
      />
    </>
  );
}

/** Nothing on a server without a provider. */
export function OwnProvider() {
  const t = useLabMessages().provider;
  const { data, error } = useQueryOf(waysIn, {});
  if (error) return <ErrorNote error={error} />;
  if (data?.provider === undefined) return null;
  const { name, isConnected } = data.provider;
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        {name}
        {isConnected && <Badge tone="after">{t.connected}</Badge>}
      </p>
      {!isConnected && (
        <>
          <p className="max-w-measure text-sm text-soft">{t.detail}</p>
          <ProviderButton label={t.connect(name)} to="/account" connect />
        </>
      )}
    </div>
  );
}
