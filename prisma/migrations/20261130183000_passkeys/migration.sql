-- Passkeys of people, which stay empty on a server without accounts; an identity at a provider is of one person.
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "person" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "counter" INTEGER NOT NULL,
    "createdAt" TEXT NOT NULL,
    "usedAt" TEXT,
    CONSTRAINT "Passkey_person_fkey" FOREIGN KEY ("person") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE RESTRICT
);

CREATE UNIQUE INDEX "Passkey_credential_key" ON "Passkey"("credential");

CREATE INDEX "Passkey_person_idx" ON "Passkey"("person");

-- Of two who come by the provider at once, one is refused.
CREATE UNIQUE INDEX "Account_providerId_accountId_key" ON "Account"("providerId", "accountId");
