"""Typed values out of one JSON object, and a complaint about whatever is missing or left over."""

from __future__ import annotations

import re

from sampler.draw import beacon, canon


class Taker:
    """Takes typed values out of one JSON object and complains about whatever is missing or left over."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise canon.FormError(f"{where}应当是 JSON 对象。")
        self.value, self.where = dict(value), where

    def _take(self, key: str, kind: type) -> object:
        value = self.value.pop(key, None)
        if type(value) is not kind:
            raise canon.FormError(f"{self.where}缺少“{key}”，或它的类型不对。")
        return value

    def text(self, key: str, pattern: str = r".*") -> str:
        """Return a string that matches a pattern."""
        value = str(self._take(key, str))
        if not re.fullmatch(pattern, value, re.ASCII | re.DOTALL):
            raise canon.FormError(f"{self.where}的“{key}”写法不对：“{value[:70]}”。")
        return value

    def digest(self, key: str) -> str:
        """Return 64 hex digits."""
        return self.text(key, r"[0-9a-f]{64}")

    def day(self, key: str) -> str:
        """Return an ISO date."""
        return beacon.read_day(self.text(key), what=f"{self.where}的 {key} ").isoformat()

    def number(self, key: str, least: int = 0) -> int:
        """Return a whole number not below ``least``."""
        value = self._take(key, int)
        if not isinstance(value, int) or value < least:
            raise canon.FormError(f"{self.where}的“{key}”不能小于 {least}。")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return bool(self._take(key, bool))

    def items(self, key: str) -> list[object]:
        """Return an array."""
        value = self._take(key, list)
        return value if isinstance(value, list) else []

    def part(self, key: str) -> Taker:
        """Return a taker of the object inside."""
        return Taker(self.value.pop(key, None), f"{self.where}的 {key}")

    def rest(self) -> dict[str, object]:
        """Return everything that is left."""
        rest, self.value = self.value, {}
        return rest

    def done(self) -> None:
        """Raise FormError when anything is left."""
        if self.value:
            raise canon.FormError(f"{self.where}多出了“{'、'.join(sorted(self.value))}”。")
