"""What a text says of itself: title, number, issuer, dates, place and level."""

from policytasks.metadata.find import FoundMetadata, find_metadata

__all__ = ["FoundMetadata", "find_metadata"]
