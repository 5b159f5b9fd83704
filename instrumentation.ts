/** Next calls this once when the server starts: the database is brought up to date and the worker started before a request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { redirectMalformed } = await import("./lib/server/front/malformed");
  redirectMalformed();
  const { startServices } = await import("./lib/server/services");
  await startServices();
}
