/** Content addresses in the text of a record, wherever they are: a field that is added later counts without being named here. */
const ADDRESS = /[0-9a-f]{64}/g;

export function addressesIn(text: string): string[] {
  return text.match(ADDRESS) ?? [];
}
