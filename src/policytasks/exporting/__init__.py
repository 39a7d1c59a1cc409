"""The tables for other programs: spreadsheets, statistics, networks, annotation tools."""

from policytasks.exporting.export import SUFFIXES, ExportReport, export

__all__ = ["SUFFIXES", "ExportReport", "export"]
