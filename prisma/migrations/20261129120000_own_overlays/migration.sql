-- A version keeps the overlays that it adds; all that it applies follow from its parents. Before, every version listed all.
CREATE TEMP TABLE "AllOverlays" AS SELECT "id", json_array_length("overlays") AS "count" FROM "Version";
CREATE INDEX temp."AllOverlays_id_idx" ON "AllOverlays"("id");

UPDATE "Version" SET "overlays" = (
    SELECT json_group_array("listed"."value")
    FROM json_each("Version"."overlays") AS "listed"
    WHERE "listed"."key" >= (
        SELECT "count" FROM "AllOverlays" WHERE "id" = json_extract("Version"."parents", '$[0]')
    )
)
WHERE json_array_length("parents") > 0;

DROP TABLE temp."AllOverlays";
