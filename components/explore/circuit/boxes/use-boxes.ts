"use client";

/** The boxes of the circuit that is shown, and where they stand: laid out anew when its edges change. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
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

interface Boxes {
  readonly boxes: readonly Box[];
  /** Null until it is laid out. */
  readonly picture: Picture | null;
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
  const { data: places } = useQuery({
    queryKey: ["explore", "layout", sizes, pairs],
    queryFn: () => placesOf(sizes, pairs),
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
  return { boxes, picture };
}
