// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { charts as words } from "@/components/messages/en/charts";
import { draw } from "@/components/testing/render";
import { Plot } from "./plot";
import { scoreBars } from "./score-bars";
import { examples } from "./score-bars/examples";
import type { ChartTheme } from "./theme";

const THEME: ChartTheme = {
  color: () => "#333333",
  fontPx: 13,
  fontFamily: "sans-serif",
  monoFamily: "monospace",
  animation: false,
};
const init = vi.hoisted(() => vi.fn());
vi.mock("./echarts", () => ({ init }));

let report: () => void;
beforeEach(() => {
  init.mockReset().mockReturnValue({
    setOption: vi.fn(),
    resize: vi.fn(),
    on: vi.fn(),
    off: vi.fn(),
    dispose: vi.fn(),
    isDisposed: () => false,
  });
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        report = callback;
      }
      observe() {}
      disconnect() {}
    },
  );
});

test("a chart is drawn once it has a width, and once only", async () => {
  let width = 0;
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockImplementation(() => width);
  await draw(
    <Plot chart={scoreBars} data={examples.many} theme={THEME} words={words} onFailure={() => undefined} />,
  );
  await act(async () => report());
  expect(init).not.toHaveBeenCalled();
  width = 600;
  await act(async () => report());
  await act(async () => report());
  expect(init).toHaveBeenCalledOnce();
  vi.restoreAllMocks();
});
