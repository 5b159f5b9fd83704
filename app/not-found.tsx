"use client";

import Link from "next/link";
import { useMessages } from "@/components/messages";
import { buttonClass } from "@/components/ui";

export default function NotFound() {
  const t = useMessages().errors.notFound;
  return (
    <main className="mx-auto flex min-h-dvh max-w-measure flex-col items-start justify-center gap-3 p-6">
      <p
        aria-hidden
        className="font-display text-4xl text-before line-through decoration-accent decoration-2"
      >
        404
      </p>
      <h1 className="text-3xl">{t.title}</h1>
      <p className="text-soft">{t.detail}</p>
      <Link href="/edit" className={`${buttonClass("primary")} mt-3`}>
        {t.action}
      </Link>
    </main>
  );
}
