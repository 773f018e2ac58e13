"""Reading ranges without the settings of a site."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from mkdocs_diffinsight.build.reading import Reader, ReadRange
from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.model.ranges import RangeItem
from mkdocs_diffinsight.progress import Log


def read_ranges(
    items: Sequence[RangeItem], cache: Cache, log: Log, metadata_fields: Sequence[str] = ()
) -> list[ReadRange]:
    """Each range with what changed in it, all at once."""
    with closing(Reader(items, cache, log, metadata_fields, {})) as reader:
        reader.expect(reader.places)
        return list(map(reader.read, reader.places))
