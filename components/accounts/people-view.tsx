"use client";

/** For the admin: who works here and as what, invitations, and what was done. */
import { History, Trash2, UserPlus, X } from "lucide-react";
import { useState } from "react";
import { useLanguage, useMessages } from "@/components/messages";
import { QuotasPanel } from "@/components/operations/quotas-panel";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Button,
  DataTable,
  Dialog,
  EmptyNote,
  ErrorNote,
  Field,
  formatTime,
  Select,
  Skeleton,
  TextInput,
  toast,
} from "@/components/ui";
import {
  invite,
  listPeople,
  removePerson,
  ROLES,
  setRole,
  withdrawInvitation,
  type Person,
  type Role,
} from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { LabHeader, LabSection } from "@/components/shell/lab-section";
import { AuditPanel } from "./audit-panel";
import { useLab } from "./lab-context";
import { Once } from "./once";
import { TakeBack } from "./take-back";
import { useLabMessages } from "./use-messages";

export function PeopleView() {
  const t = useLabMessages().people;
  const me = useLab()?.me;
  const [person, setPerson] = useState("");
  return (
    <>
      <LabHeader title={t.title} purpose={t.purpose} />
      {me === undefined ? (
        <Skeleton className="h-40 w-full" />
      ) : me.person.role !== "admin" ? (
        <EmptyNote title={t.notAdmin} />
      ) : (
        <People person={person} onPerson={setPerson} />
      )}
    </>
  );
}

interface PeopleProps {
  /** Whose changes are shown; everybody's when empty. */
  person: string;
  onPerson: (id: string) => void;
}

function People({ person, onPerson }: PeopleProps) {
  const { data, error, refetch } = useQueryOf(listPeople, {});
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-40 w-full" />;
  const show = (id: string) => {
    onPerson(id);
    document.getElementById(AUDIT_ID)?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="flex flex-col gap-10">
      <PeopleTable people={data.people} onShow={show} />
      <Invitations invitations={data.invitations} />
      <QuotasPanel />
      <div id={AUDIT_ID} className="scroll-mt-16">
        <AuditPanel people={data.people} person={person} onPerson={onPerson} />
      </div>
    </div>
  );
}

const AUDIT_ID = "audit";

function PeopleTable({ people, onShow }: { people: readonly Person[]; onShow: (id: string) => void }) {
  const labels = useLabMessages();
  const t = labels.people;
  const { modelId, model } = useWorkbench();
  const give = useActionOf(setRole);
  const [leaving, setLeaving] = useState<Person>();
  const options = ROLES.map((value) => ({ value, label: labels.roles[value].name }));
  const change = (of: Person, role: Role | null, forModel?: string) =>
    give.mutate(
      { params: { personId: of.id }, input: { role, model: forModel } },
      {
        onSuccess: () =>
          toast.success(t.roleGiven(of.name, role === null ? t.everywhere : labels.roles[role].name)),
      },
    );
  return (
    <LabSection title={t.title}>
      <DataTable
        caption={t.title}
        rows={people}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "person",
            header: t.person,
            rowHeader: true,
            cell: ({ name, email }) => (
              <>
                {name} <span className="block text-xs text-faint">{email}</span>
              </>
            ),
          },
          {
            key: "role",
            header: t.role,
            cell: (one) => (
              <Select
                aria-label={t.roleOf(one.name)}
                className="min-w-32"
                value={one.role}
                onChange={(role) => change(one, role)}
                options={options}
              />
            ),
          },
          {
            key: "model",
            header: t.forModel(model?.name ?? modelId),
            cell: (one) => (
              <Select
                className="min-w-36"
                aria-label={`${t.forModel(model?.name ?? modelId)}: ${one.name}`}
                value={one.models[modelId] ?? ""}
                onChange={(role) => change(one, role === "" ? null : role, modelId)}
                options={
                  [{ value: "", label: t.everywhere }, ...options] as { value: Role | ""; label: string }[]
                }
              />
            ),
          },
          {
            key: "actions",
            header: "",
            cell: (one) => (
              <span className="flex flex-wrap gap-1">
                <Button size="sm" variant="quiet" icon={<History />} onClick={() => onShow(one.id)}>
                  {t.changes}
                </Button>
                <Button size="sm" variant="quiet" icon={<Trash2 />} onClick={() => setLeaving(one)}>
                  {t.remove}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {give.error && <ErrorNote error={give.error} />}
      <ul className="flex flex-col gap-0.5 text-xs text-faint">
        {ROLES.map((role) => (
          <li key={role}>
            <span className="font-medium text-soft">{labels.roles[role].name}</span>:{" "}
            {labels.roles[role].detail}
          </li>
        ))}
      </ul>
      {leaving && <RemoveDialog person={leaving} onClose={() => setLeaving(undefined)} />}
    </LabSection>
  );
}

function RemoveDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useLabMessages().people;
  const { ui } = useMessages();
  const remove = useActionOf(removePerson);
  const confirm = () =>
    remove.mutate(
      { params: { personId: person.id } },
      {
        onSuccess: ({ name }) => {
          toast(t.removed(name));
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.removeTitle(person.name)}
      description={t.removeDetail}
      footer={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button variant="danger" pending={remove.isPending} onClick={confirm}>
            {t.remove}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}

interface InvitationsProps {
  invitations: readonly { id: string; role: Role; note: string; expiresAt: string }[];
}

function Invitations({ invitations }: InvitationsProps) {
  const labels = useLabMessages();
  const t = labels.people;
  const { language } = useLanguage();
  const make = useActionOf(invite);
  const [role, setChosen] = useState<Role>("viewer");
  const [note, setNote] = useState("");
  return (
    <LabSection title={t.invite}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate({ input: { role, note, days: 7 } }, { onSuccess: () => setNote("") });
        }}
      >
        <Field label={t.role}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={setChosen}
              options={ROLES.map((value) => ({ value, label: labels.roles[value].name }))}
            />
          )}
        </Field>
        <Field label={t.note} className="w-full sm:w-64">
          {(control) => (
            <TextInput
              {...control}
              maxLength={120}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" icon={<UserPlus />} pending={make.isPending}>
          {t.inviteSubmit}
        </Button>
      </form>
      {make.error && <ErrorNote error={make.error} />}
      {make.data && <Once label={t.linkMade} value={`${location.origin}/join#${make.data.secret}`} />}
      {invitations.length > 0 && (
        <DataTable
          caption={t.invitations}
          showCaption
          rows={invitations}
          rowKey={({ id }) => id}
          columns={[
            { key: "note", header: t.note, rowHeader: true, cell: (one) => one.note || "–" },
            { key: "role", header: t.role, cell: (one) => labels.roles[one.role].name },
            { key: "until", header: t.expires, cell: (one) => formatTime(one.expiresAt, language) },
            {
              key: "withdraw",
              header: "",
              cell: ({ id }) => (
                <TakeBack
                  endpoint={withdrawInvitation}
                  call={{ params: { invitationId: id } }}
                  label={t.withdraw}
                  icon={<X />}
                  done={t.withdrawn}
                />
              ),
            },
          ]}
        />
      )}
    </LabSection>
  );
}
