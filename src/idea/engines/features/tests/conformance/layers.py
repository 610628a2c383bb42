"""The layers the conformance classes of filters and reference systems are tried on."""

POINTS = """
SELECT i::BIGINT AS _row, 'p' || i AS name, (i * 7) % 50 AS kind, i / 4.0 AS value,
  DATE '2026-01-01' + (i % 100)::INTEGER AS day,
  CASE WHEN i % 9 <> 0 THEN TIMESTAMP '2026-01-01 00:00:00' + to_hours(i) END AS seen,
  TIMESTAMP '2026-01-02 00:00:00' + to_hours(i * 3) AS gone,
  i % 2 = 0 AS even, 9007199254740992 + i AS serial,
  CASE i % 5 WHEN 0 THEN 'Café' WHEN 1 THEN 'CAFE' WHEN 2 THEN '臺北' WHEN 3 THEN 'it''s 50%' END AS word,
  CASE WHEN i % 100 <> 0 THEN ST_Point(
    120 + 2 * (hash(i, 0.4) % 1000003 / 1000003.0), 22 + 3 * (hash(i, 0.4, 1) % 1000003 / 1000003.0)
  ) END AS geometry
FROM range(500) t(i)
"""

# Sixteen neighboring squares, a triangle that overlaps some, and one without a shape.
AREAS = """
SELECT i::BIGINT AS _row, 'a' || i AS name, CASE
  WHEN i < 16 THEN ST_MakeEnvelope(120 + i % 4, 22 + i // 4, 121 + i % 4, 23 + i // 4)
  WHEN i = 16 THEN ST_GeomFromText('POLYGON((120.5 22.5, 122.5 22.5, 121.5 24.5, 120.5 22.5))')
  END AS geometry
FROM range(18) t(i)
"""
