/** A device with one passkey for tests: it makes the key, and signs as WebAuthn has it. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { JsonObject } from "../../base";

interface Asked {
  /** The page that asks. */
  readonly origin: string;
  /** Whether the device asked for a finger, a face or a PIN. */
  readonly isVerified?: boolean;
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

export function fakeAuthenticator() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let used = 0;

  const clientData = (type: string, { challenge }: JsonObject, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const credential = (response: Record<string, unknown>) => {
    const name = base64url(id);
    return { id: name, rawId: name, type: "public-key", clientExtensionResults: {}, response };
  };
  /** Flags: somebody was there, was verified, and a key follows. */
  const authenticatorData = ({ origin, isVerified = true }: Asked, key?: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++used);
    const flags = Buffer.from([0x01 | (isVerified ? 0x04 : 0) | (key ? 0x40 : 0)]);
    return Buffer.concat([sha256(new URL(origin).hostname), flags, count, key ?? Buffer.alloc(0)]);
  };

  return {
    make(options: JsonObject, asked: Asked) {
      const cose = Buffer.concat([
        Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
        Buffer.from(x!, "base64url"),
        Buffer.from([0x22, 0x58, 0x20]),
        Buffer.from(y!, "base64url"),
      ]);
      const key = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const data = authenticatorData(asked, key);
      // CBOR of { fmt: "none", attStmt: {}, authData: data }.
      const attestation = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from("fmt"),
        Buffer.from([0x64]),
        Buffer.from("none"),
        Buffer.from([0x67]),
        Buffer.from("attStmt"),
        Buffer.from([0xa0, 0x68]),
        Buffer.from("authData"),
        Buffer.from([0x58, data.length]),
        data,
      ]);
      return credential({
        clientDataJSON: base64url(clientData("webauthn.create", options, asked.origin)),
        attestationObject: base64url(attestation),
        transports: ["internal"],
      });
    },

    use(options: JsonObject, asked: Asked) {
      const data = authenticatorData(asked);
      const client = clientData("webauthn.get", options, asked.origin);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return credential({
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
      });
    },
  };
}
