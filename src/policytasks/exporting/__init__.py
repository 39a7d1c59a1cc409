"""The tables for other programs: spreadsheets, statistics, networks, annotation tools."""

from policytasks.exporting.export import SUFFIXES, export
from policytasks.exporting.report import ExportReport

__all__ = ["SUFFIXES", "ExportReport", "export"]
