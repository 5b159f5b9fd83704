// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { draw } from "@/components/testing/render";
import { GridView } from "./grid-view";
import type { GridData } from "./grid";

const DATA: GridData = {
  id: "lens",
  title: "What each layer would say",
  axes: ["Layer", "Token"],
  rows: [{ label: "1" }, { label: "0" }],
  columns: [{ label: "Eiffel" }, { label: "Tower" }, { label: "is" }],
  scale: { kind: "sequential", color: "after", from: 0, to: 1 },
  cell: (row, column) => ({ text: `w${row}${column}`, value: 0.5, isMarked: row === 0 && column === 2 }),
  format: (value) => `${100 * value}%`,
};
const describe = ({ row, column }: { row: number; column: number }) => ({
  title: `${DATA.columns[column].label}, layer ${DATA.rows[row].label}`,
  lines: [["Paris", `${row}${column}%`]] as const,
});

test("arrow keys step through the cells, each is read aloud, and Enter selects it", async () => {
  const onSelect = vi.fn();
  const { user } = await draw(<GridView data={DATA} describe={describe} onSelect={onSelect} />);
  await user.tab();
  await user.tab();
  const grid = screen.getByRole("grid", { name: DATA.title });
  expect(document.activeElement).toBe(grid);
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowDown}");
  const cell = screen.getByRole("gridcell");
  expect(grid.getAttribute("aria-activedescendant")).toBe(cell.id);
  expect(cell.textContent).toBe("is, layer 0, Paris: 12%");
  await user.keyboard("{Enter}");
  expect(onSelect).toHaveBeenCalledWith({ row: 1, column: 2 });
});

test("the same cells are a table, with the marked one told apart by more than its color", async () => {
  const { user } = await draw(<GridView data={DATA} describe={describe} />);
  await user.click(screen.getByRole("button", { name: "Table and export" }));
  await user.click(await screen.findByRole("menuitem", { name: "Show as a table" }));
  const table = screen.getByRole("table", { name: DATA.title });
  expect(within(table).getAllByRole("cell")).toHaveLength(6);
  expect(
    within(table)
      .getAllByRole("rowheader")
      .map((head) => head.textContent),
  ).toEqual(["1", "0"]);
  expect(within(table).getByText("w02").tagName).toBe("STRONG");
  expect(screen.queryByRole("grid")).toBeNull();
});
