"""One page to go from a theme or a department to the clause, without network or server."""

from policytasks.explorer.page import EXPLORER, explorer_page, write_explorer

__all__ = ["EXPLORER", "explorer_page", "write_explorer"]
