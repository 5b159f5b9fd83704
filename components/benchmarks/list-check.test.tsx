// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { benchmarks as english } from "@/components/messages/en/shelf/benchmarks";
import { draw } from "@/components/testing/render";
import { PUBLISHED_RECORDS } from "@/lib/testing/published-records";
import { ListCheck } from "./list-check";

async function checked(records: readonly unknown[]) {
  const drawn = await draw(<ListCheck />);
  const text = JSON.stringify(records);
  await drawn.user.upload(
    document.querySelector("input[type=file]") as HTMLInputElement,
    new File([text], "list.json", { type: "application/json" }),
  );
  return drawn;
}

test("a file says what it was recognised as, by which fields, and what cannot be used", async () => {
  const [record] = PUBLISHED_RECORDS["wikidata-recent"];
  await checked([record, { ...record, target_new: "" }]);
  expect(
    await screen.findByText(
      /^Recognised as KnowEdit: WikiData recent: 1 records have the fields subject, target_new/,
    ),
  ).toBeDefined();
  expect(screen.getByText(english.list.faults("1"))).toBeDefined();
  expect(screen.getByText(/The operator of Halden Ferry is → Nordvik Lines/)).toBeDefined();
});

test("texts of a list of attacks are folded until they are asked for", async () => {
  const { user } = await checked(PUBLISHED_RECORDS.safeedit);
  expect(await screen.findByText(english.hidden)).toBeDefined();
  expect(screen.queryByText(/I cannot help with that/)).toBeNull();
  await user.click(screen.getByRole("button", { name: english.reveal }));
  expect(screen.getAllByText(/I cannot help with that/).length).toBeGreaterThan(0);
});
