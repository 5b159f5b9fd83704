/** A server with accounts: making one, signing in, the people and what was done. */
import type { Locator, Page } from "@playwright/test";

interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export class LabPage {
  readonly people: Locator;
  readonly audit: Locator;

  constructor(readonly page: Page) {
    this.people = page.getByRole("region", { name: "People", exact: true });
    this.audit = page.getByRole("region", { name: "What was done" });
  }

  /** Makes an account with the link of an invitation. The workbench follows. */
  async join(link: string, { name, email, password }: Newcomer): Promise<void> {
    await this.page.goto(link);
    await this.page.getByRole("textbox", { name: "Your name" }).fill(name);
    await this.page.getByRole("textbox", { name: "E-mail" }).fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Make the account" }).click();
    await this.page.getByRole("link", { name: /^Model .*Open History\.$/ }).waitFor();
  }

  async signIn({ email, password }: Newcomer): Promise<void> {
    await this.page.getByRole("textbox", { name: "E-mail" }).fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  async openPeople(): Promise<void> {
    await this.page.goto("/people");
    await this.people.waitFor();
  }

  /** The link that an invitation is shown with, once. */
  async invite(role: string): Promise<string> {
    const section = this.page.getByRole("region", { name: "Invite somebody" });
    await section.getByRole("combobox", { name: "Role" }).selectOption(role);
    await section.getByRole("button", { name: "Make a link" }).click();
    return section.getByRole("textbox", { name: /^Send this link/ }).inputValue();
  }

  async giveRole(name: string, role: string): Promise<void> {
    await this.people.getByRole("combobox", { name: `Role of ${name}` }).selectOption(role);
    await this.page.getByText(`${name}: ${role}`).waitFor();
  }

  /** The rows of the log as they are shown, newest first. */
  rows(): Locator {
    return this.audit.getByRole("row");
  }

  /** Gives the browser a device that makes passkeys and always says yes. */
  async addAuthenticator(): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }

  get passkeys(): Locator {
    return this.page.getByRole("region", { name: "Passkeys" });
  }

  async addPasskey(name: string): Promise<void> {
    await this.passkeys.getByRole("textbox", { name: "Name" }).fill(name);
    await this.passkeys.getByRole("button", { name: "Add a passkey" }).click();
    await this.passkeys.getByRole("row", { name: new RegExp(`^${name}`) }).waitFor();
  }

  /** The browser has no session then, and is where one signs in. */
  async signOut(): Promise<void> {
    await this.page.context().clearCookies();
    await this.page.goto("/account");
    await this.page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
  }
}
