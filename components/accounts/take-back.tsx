"use client";

import type { ReactNode } from "react";
import { Button, ErrorNote, toast } from "@/components/ui";
import type { Endpoint } from "@/lib/api";
import type { CallArguments } from "@/lib/client/queries/http";
import { useActionOf } from "@/lib/client/queries/query";

interface TakeBackProps<P, I, O> {
  endpoint: Endpoint<P, I, O>;
  call: CallArguments<P, I>;
  label: string;
  icon: ReactNode;
  /** What is said once it is done. */
  done: string;
}

/** Ends what a row of a table of accounts gives: a session, a key, an invitation. */
export function TakeBack<P, I, O>({ endpoint, call, label, icon, done }: TakeBackProps<P, I, O>) {
  const action = useActionOf(endpoint);
  // The row goes with what it showed, and a callback of this component would go with it.
  const takeBack = async () => {
    if (await action.mutateAsync(call).catch(() => null)) toast(done);
  };
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        icon={icon}
        pending={action.isPending}
        onClick={() => void takeBack()}
      >
        {label}
      </Button>
      {action.error && <ErrorNote error={action.error} />}
    </>
  );
}
