"use client";

/** The boxes of the circuit that is shown, and where they stand: laid out anew when its edges change. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDebounced } from "@/components/ui/use-debounced";
import type { ExploreView } from "../../view";
import { nodeNamed, rankOf } from "../model";
import { placedEdges, type Picture, type PictureNode } from "../picture/picture";
import type { ShownEdges } from "../use-circuit";
import type { Box } from "./boxed-graph";
import { placesOf, type BoxSize } from "./layout";

const HEIGHT = 28;
const LEAST_WIDTH = 62;
const MOST_WIDTH = 150;
const LETTER = 7.6;
const DELAY_MS = 150;

interface Boxes {
  readonly boxes: readonly Box[];
  /** Null until it is laid out. */
  readonly picture: Picture | null;
  /** The picture is still that of other edges. */
  readonly isMoving: boolean;
}

export function useBoxes(shown: ShownEdges, view: ExploreView, isWanted: boolean): Boxes {
  const { nodes, grouped, versions, stateOf } = shown;
  const { pins, names, groups } = view;
  const { layers } = versions[0].answer.graph;

  const boxes = useMemo(
    () =>
      nodes.map((name): Box => {
        const group = groups.find((one) => one.name === name);
        return {
          name,
          label: names[name] ?? name,
          isPinned: pins.includes(name),
          state: stateOf(name),
          size: group?.nodes.length ?? 1,
          hasPorts: !group && nodeNamed(name).kind === "head",
        };
      }),
    [nodes, groups, names, pins, stateOf],
  );
  const sizes = useMemo(
    () =>
      boxes.map(({ name, label }): BoxSize => {
        const members = groups.find((one) => one.name === name)?.nodes;
        // A group stands where the first of its nodes would.
        const rank = Math.min(...(members ?? [name]).map((node) => rankOf(node, layers)));
        const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, label.length * LETTER + 16));
        return { name, width, height: HEIGHT, rank };
      }),
    [boxes, groups, layers],
  );
  const pairs = useMemo(() => grouped.map(({ from, to }) => ({ from, to })), [grouped]);
  // A slider or a name that is being typed would queue a layout for each of its steps.
  const wanted = useMemo(() => ({ sizes, pairs }), [sizes, pairs]);
  const settled = useDebounced(wanted, DELAY_MS);
  const { data: places, isPlaceholderData } = useQuery({
    queryKey: ["explore", "layout", settled],
    queryFn: () => placesOf(settled.sizes, settled.pairs),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });

  const picture = useMemo((): Picture | null => {
    if (!places) return null;
    const placed = sizes.flatMap(({ name, width, height }): PictureNode[] => {
      const place = places.get(name);
      const label = boxes.find((box) => box.name === name)?.label ?? name;
      return place ? [{ name, label, ...place, width, height, isIn: true }] : [];
    });
    const margin = 8;
    return {
      width: Math.max(0, ...placed.map(({ x, width }) => x + width / 2)) + margin,
      height: Math.max(0, ...placed.map(({ y, height }) => y + height / 2)) + margin,
      rows: [],
      nodes: placed,
      edges: placedEdges(grouped, new Map(placed.map((node) => [node.name, node]))),
    };
  }, [places, sizes, boxes, grouped]);
  const isMoving = isWanted && (isPlaceholderData || !places || picture?.edges.length !== grouped.length);
  return { boxes, picture, isMoving };
}
