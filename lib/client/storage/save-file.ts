/** Hands files to the browser to save. */

/** How long after the click the bytes stay: the download has its own hold on them only once it began. */
const HOLD_MS = 1000;

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveAddress(url, name);
  setTimeout(() => URL.revokeObjectURL(url), HOLD_MS);
}

/** Saves what the server answers at an address. */
export function saveAddress(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
