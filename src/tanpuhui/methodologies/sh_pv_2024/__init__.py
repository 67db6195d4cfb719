"""Distributed photovoltaics (Shanghai's scenario of 2024): a neighbour's formula on the same engine."""

SHORT_NAMES = ("shanghai-pv",)
