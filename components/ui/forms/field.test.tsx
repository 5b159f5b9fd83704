// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { draw } from "@/components/testing/render";
import { Field, type FieldProps } from "./field";
import { Select, TextInput } from "./inputs";

const drawField = (props: Partial<FieldProps> = {}) =>
  draw(
    <Field label="Subject" {...props}>
      {(control) => <TextInput {...control} />}
    </Field>,
  );
const control = () => screen.getByRole("textbox", { name: "Subject" });
/** What a screen reader adds to the control's name. */
const description = () =>
  document.getElementById(control().getAttribute("aria-describedby") ?? "")?.textContent;

test("a field is found by its label, and its hint describes it", async () => {
  await drawField({ hint: "As it is in the prompt" });
  expect(description()).toBe("As it is in the prompt");
  expect(control().hasAttribute("aria-invalid")).toBe(false);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("an error takes the place of the hint, marks the control and is announced", async () => {
  await drawField({ hint: "As it is in the prompt", error: "Write a subject." });
  expect(description()).toBe("Write a subject.");
  expect(control().getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByRole("alert").textContent).toBe("Write a subject.");
  expect(screen.queryByText("As it is in the prompt")).toBeNull();
});

test("a click on the label puts the cursor into the control", async () => {
  const { user } = await drawField({ required: true });
  await user.click(screen.getByText("Subject"));
  expect(document.activeElement).toBe(control());
  expect(control().getAttribute("aria-required")).toBe("true");
});

test("a list gives the value that was chosen, and leaves out what cannot be chosen", async () => {
  const chosen: string[] = [];
  function Method() {
    const [value, setValue] = useState("rome");
    const options = [
      { value: "rome", label: "ROME" },
      { value: "memit", label: "MEMIT" },
      { value: "mend", label: "MEND", disabled: true },
    ];
    const choose = (next: string) => {
      chosen.push(next);
      setValue(next);
    };
    return (
      <Field label="Method">
        {(props) => <Select {...props} value={value} onChange={choose} options={options} />}
      </Field>
    );
  }
  const { user } = await draw(<Method />);
  const list = screen.getByRole<HTMLSelectElement>("combobox", { name: "Method" });
  await user.selectOptions(list, "MEMIT");
  await user.selectOptions(list, "MEND");
  expect(chosen).toEqual(["memit"]);
  expect(list.value).toBe("memit");
});

test("an error that is nothing leaves the hint", async () => {
  await drawField({ hint: "As it is in the prompt", error: false });
  expect(description()).toBe("As it is in the prompt");
});
