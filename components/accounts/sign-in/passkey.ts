"use client";

/** Passkeys in the browser: whether it can, making one, and signing in with one. */
import { useState, useSyncExternalStore } from "react";
import type { z } from "zod";
import type { ErrorLike } from "@/components/ui";
import { addPasskey, passkeyChallenge, passkeyOptions, signInByPasskey } from "@/lib/api";
import { because, PalimpsestError } from "@/lib/base";
import { useActionOf } from "@/lib/client/queries/query";

type Credential = z.infer<typeof signInByPasskey.input>["credential"];

/** Why there are no passkeys here. */
export type NoPasskeys = "insecure" | "numbers" | "browser";

/** Undefined where there are, and until it is known. */
export function useNoPasskeys(): NoPasskeys | undefined {
  return useSyncExternalStore(
    () => () => undefined,
    () => {
      if (!isSecureContext) return "insecure";
      // A passkey is bound to a name.
      if (/^[\d.]+$|^\[/.test(location.hostname)) return "numbers";
      return "PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential
        ? undefined
        : "browser";
    },
    () => undefined,
  );
}

interface PasskeyAction {
  readonly isPending: boolean;
  readonly error: ErrorLike | undefined;
}

export function usePasskeySignIn(
  onDone: () => void,
): PasskeyAction & { readonly enter: () => Promise<void> } {
  const challenge = useActionOf(passkeyChallenge);
  const signIn = useActionOf(signInByPasskey);
  const [state, setState] = useState<PasskeyAction>(IDLE);
  const enter = () =>
    during(setState, async () => {
      const { options } = await challenge.mutateAsync({});
      const found = await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
          options as unknown as PublicKeyCredentialRequestOptionsJSON,
        ),
      });
      await signIn.mutateAsync({ input: { credential: asJson(found) } });
      onDone();
    });
  return { ...state, enter };
}

export function useNewPasskey(
  onDone: () => void,
): PasskeyAction & { readonly add: (name: string) => Promise<void> } {
  const ask = useActionOf(passkeyOptions);
  const keep = useActionOf(addPasskey);
  const [state, setState] = useState<PasskeyAction>(IDLE);
  const add = (name: string) =>
    during(setState, async () => {
      const { options } = await ask.mutateAsync({});
      const made = await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
          options as unknown as PublicKeyCredentialCreationOptionsJSON,
        ),
      });
      await keep.mutateAsync({ input: { name, credential: asJson(made) } });
      onDone();
    });
  return { ...state, add };
}

const IDLE: PasskeyAction = { isPending: false, error: undefined };

async function during(set: (state: PasskeyAction) => void, work: () => Promise<void>): Promise<void> {
  set({ isPending: true, error: undefined });
  try {
    await work();
    set(IDLE);
  } catch (error) {
    set({ isPending: false, error: errorOf(error) });
  }
}

function asJson(credential: globalThis.Credential | null): Credential {
  return (credential as PublicKeyCredential).toJSON() as Credential;
}

/** Browsers say with a name of their own that a person declined, or that the device has one already. */
function errorOf(error: unknown): ErrorLike {
  if (!(error instanceof DOMException)) return error as ErrorLike;
  const isThere = error.name === "InvalidStateError";
  return new PalimpsestError(
    "cancelled",
    isThere ? "This device has a passkey of yours already." : "No passkey was chosen.",
    {
      hint: isThere ? "Use it, or choose another device." : "Try again, or sign in in another way.",
      details: because(isThere ? "passkeyThere" : "passkeyCancelled"),
    },
  );
}
