"use client";

/** One's own account: the role, the browsers that are signed in, and the keys of programs. */
import { KeyRound, LogOut, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLanguage } from "@/components/messages";
import { MyQuota } from "@/components/operations/quotas-panel";
import {
  Badge,
  Button,
  DataTable,
  ErrorNote,
  Field,
  formatTime,
  Select,
  Skeleton,
  TextInput,
} from "@/components/ui";
import {
  createKey,
  endSession,
  isEnough,
  listKeys,
  listSessions,
  removeKey,
  ROLES,
  type Person,
  type Role,
} from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { useLab } from "./lab-context";
import { LabHeader, LabSection } from "@/components/shell/lab-section";
import { Once } from "./once";
import { OwnPasskeys, OwnProvider } from "./sign-in/own-ways";
import { TakeBack } from "./take-back";
import { useLabMessages } from "./use-messages";

export function AccountView() {
  const t = useLabMessages();
  const person = useLab()?.me?.person;
  return (
    <>
      <LabHeader title={t.account.title} purpose={t.account.purpose} />
      {person === undefined ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <div className="flex flex-col gap-10">
          <Who person={person} />
          <OwnProvider />
          <LabSection title={t.passkeys.title}>
            <OwnPasskeys />
          </LabSection>
          <MyQuota />
          <Sessions />
          <Keys role={person.role} />
        </div>
      )}
    </>
  );
}

function Who({ person: { name, email, role, models } }: { person: Person }) {
  const t = useLabMessages();
  return (
    <section aria-label={t.account.role} className="flex flex-col gap-1">
      <p className="text-lg">
        {name} <span className="text-base text-soft">{email}</span>
      </p>
      <p className="text-sm text-soft">
        <span className="font-medium text-ink">{t.roles[role].name}</span>: {t.roles[role].detail}
      </p>
      {Object.keys(models).length > 0 && (
        <p className="text-sm text-soft">
          {t.account.rolesForModels}:{" "}
          {Object.entries(models)
            .map(([model, one]) => `${model} (${t.roles[one].name})`)
            .join(", ")}
        </p>
      )}
    </section>
  );
}

function Sessions() {
  const t = useLabMessages().account;
  const { language } = useLanguage();
  const { data, error } = useQueryOf(listSessions, {});
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <Skeleton className="h-24 w-full" />;
  return (
    <LabSection title={t.sessions}>
      <DataTable
        caption={t.sessions}
        rows={data.sessions}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "browser",
            header: t.browser,
            rowHeader: true,
            cell: ({ userAgent, isCurrent }) => (
              <span className="flex flex-wrap items-center gap-2">
                <span className="max-w-40 min-w-0 truncate sm:max-w-md" title={userAgent}>
                  {userAgent || "–"}
                </span>
                {isCurrent && <Badge tone="after">{t.current}</Badge>}
              </span>
            ),
          },
          { key: "since", header: t.since, cell: ({ createdAt }) => formatTime(createdAt, language) },
          { key: "until", header: t.until, cell: ({ expiresAt }) => formatTime(expiresAt, language) },
          {
            key: "end",
            header: "",
            cell: ({ id, isCurrent }) =>
              !isCurrent && (
                <TakeBack
                  endpoint={endSession}
                  call={{ params: { sessionId: id } }}
                  label={t.end}
                  icon={<LogOut />}
                  done={t.ended}
                />
              ),
          },
        ]}
      />
    </LabSection>
  );
}

function Keys({ role: own }: { role: Role }) {
  const labels = useLabMessages();
  const t = labels.account;
  const { language } = useLanguage();
  const { data, error } = useQueryOf(listKeys, {});
  const make = useActionOf(createKey);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <Skeleton className="h-24 w-full" />;
  return (
    <LabSection title={t.keys}>
      <p className="max-w-measure text-sm text-soft">{t.keysDetail}</p>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const input = { name, role, days: Number(days) };
          make.mutate({ input }, { onSuccess: () => setName("") });
        }}
      >
        <Field label={t.keyName} required className="w-full sm:w-64">
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
        <Field label={t.keyRole}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={setRole}
              options={ROLES.filter((one) => isEnough(own, one)).map((value) => ({
                value,
                label: labels.roles[value].name,
              }))}
            />
          )}
        </Field>
        <Field label={t.keyDays} className="w-24">
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              pattern="[0-9]+"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" icon={<KeyRound />} pending={make.isPending}>
          {t.makeKey}
        </Button>
      </form>
      {make.error && <ErrorNote error={make.error} />}
      {make.data && <Once label={t.keyMade} value={make.data.secret} />}
      <DataTable
        caption={t.keys}
        rows={data.keys}
        rowKey={({ id }) => id}
        empty={t.noKeys}
        columns={[
          {
            key: "name",
            header: t.keyName,
            rowHeader: true,
            cell: (key) => (
              <>
                {key.name} <code className="text-xs text-faint">{key.start}…</code>
              </>
            ),
          },
          { key: "role", header: t.keyRole, cell: (key) => labels.roles[key.role].name },
          { key: "until", header: t.until, cell: ({ expiresAt }) => formatTime(expiresAt, language) },
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
                endpoint={removeKey}
                call={{ params: { keyId: id } }}
                label={t.remove}
                icon={<Trash2 />}
                done={t.removed}
              />
            ),
          },
        ]}
      />
    </LabSection>
  );
}
