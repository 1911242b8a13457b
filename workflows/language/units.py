"""Units as one table: what each measures in a formula and in running text, its size, its standard form, and what forms offer."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple


class UnitRow(NamedTuple):
    """One unit. Formulas convert inside ``measures`` by ``size``, a decimal; texts compare inside ``compares``.

    Either may be empty: then formulas, or texts, do not know the unit. ``standard`` is the unit that texts take it for,
    empty where it is itself.
    """

    name: str
    measures: str
    size: str
    compares: str
    standard: str


_ROWS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    # name, measures, size, compares, standard: the first name of a measure is its base unit
    ("%", "percent", "1", "percent", ""),
    ("百分點", "percent", "1", "percent", ""),
    ("個百分點", "percent", "1", "percent", "百分點"),
    ("分", "score", "1", "score", ""),
    ("名", "rank", "1", "rank", ""),
    ("級", "grade", "1", "rank", ""),
    ("元", "money", "1", "money", ""),
    ("新臺幣元", "money", "1", "money", "元"),
    ("新台幣元", "money", "1", "", ""),
    ("美元", "dollars", "1", "money", ""),
    ("人次", "visits", "1", "visits", ""),
    ("人", "people", "1", "people", ""),
    ("位", "people", "1", "people", "人"),
    ("員", "people", "1", "people", ""),
    ("人數", "people", "1", "people", "人"),
    ("人年", "work", "1", "work", ""),
    ("人/年", "work", "1", "work", ""),
    ("人月", "work_months", "1", "work", ""),
    ("人/月", "work_months", "1", "work", ""),
    ("人日", "work_days", "1", "", ""),
    ("人天", "work_days", "1", "", ""),
    ("人時", "work_hours", "1", "", ""),
    ("件", "pieces", "1", "cases", ""),
    ("件數", "pieces", "1", "cases", "件"),
    ("件次", "pieces", "1", "cases", "件"),
    ("案", "cases", "1", "cases", ""),
    ("案數", "cases", "1", "cases", "案"),
    ("案次", "cases", "1", "", ""),
    ("項", "items", "1", "items", ""),
    ("項數", "items", "1", "items", "項"),
    ("項次", "items", "1", "items", "項"),
    ("個", "single", "1", "pieces", ""),
    ("筆", "entries", "1", "pieces", ""),
    ("則", "measures", "1", "pieces", ""),
    ("面", "signs", "1", "pieces", ""),
    ("座", "buildings", "1", "pieces", ""),
    ("艘", "ships", "1", "pieces", ""),
    ("臺", "sets", "1", "pieces", ""),
    ("台", "sets", "1", "", ""),
    ("套", "sets", "1", "pieces", ""),
    ("組", "sets", "1", "groups", ""),
    ("輛", "vehicles", "1", "pieces", ""),
    ("冊", "volumes", "1", "pieces", ""),
    ("檔次", "broadcasts", "1", "pieces", "檔"),
    ("檔", "broadcasts", "1", "pieces", ""),
    ("種", "kinds", "1", "pieces", ""),
    ("類", "kinds", "1", "pieces", ""),
    ("篇", "papers", "1", "pieces", ""),
    ("篇數", "papers", "1", "pieces", "篇"),
    ("篇次", "papers", "1", "pieces", "篇"),
    ("家", "firms", "1", "firms", ""),
    ("家數", "firms", "1", "firms", "家"),
    ("家次", "firms", "1", "firms", "家"),
    ("所", "firms", "1", "firms", ""),
    ("校", "firms", "1", "firms", ""),
    ("隊", "groups", "1", "groups", ""),
    ("團", "groups", "1", "groups", ""),
    ("班", "groups", "1", "groups", ""),
    ("國", "countries", "1", "", ""),
    ("例", "patients", "1", "", ""),
    ("次", "times", "1", "times", ""),
    ("次數", "times", "1", "times", "次"),
    ("離場次", "departures", "1", "", ""),
    ("起降架次", "departures", "1", "", ""),
    ("架次", "departures", "1", "", ""),
    ("場", "meetings", "1", "times", ""),
    ("場次", "meetings", "1", "times", "場"),
    ("場數", "meetings", "1", "times", "場"),
    ("季", "quarters", "1", "", ""),
    ("週", "weeks", "1", "", ""),
    ("縣市", "bodies", "1", "", ""),
    ("機關", "bodies", "1", "", ""),
    ("園區", "bodies", "1", "", ""),
    ("機場", "bodies", "1", "", ""),
    ("處", "places", "1", "places", ""),
    ("站", "places", "1", "places", ""),
    ("站數", "places", "1", "places", "站"),
    ("點", "places", "1", "places", ""),
    ("戶", "households", "1", "households", ""),
    ("戶數", "households", "1", "households", "戶"),
    ("公尺", "length", "1", "length", ""),
    ("公里", "length", "1000", "length", ""),
    ("公分", "length", "0.01", "", ""),
    ("平方公尺", "area", "1", "area", ""),
    ("公頃", "area", "10000", "area", ""),
    ("平方公里", "area", "1000000", "area", ""),
    ("公畝", "area", "100", "", ""),
    ("坪", "area", "3.305785", "", ""),
    ("公斤", "mass", "1", "mass", ""),
    ("公噸", "mass", "1000", "mass", ""),
    ("噸", "mass", "1000", "mass", ""),
    ("公克", "mass", "0.001", "", ""),
    ("KG", "mass", "1", "", ""),
    ("公噸二氧化碳當量", "carbon", "1", "mass", ""),
    ("公噸CO2", "carbon", "1", "mass", ""),
    ("公噸CO2e", "carbon", "1", "mass", ""),
    ("噸二氧化碳當量", "carbon", "1", "", ""),
    ("噸CO2e", "carbon", "1", "", ""),
    ("公噸CO2當量", "carbon", "1", "", ""),
    ("公秉", "volume", "1", "volume", ""),
    ("立方公尺", "volume", "1", "volume", ""),
    ("公升", "volume", "0.001", "", ""),
    ("公秉油當量", "oil", "1", "volume", ""),
    ("瓩", "power", "1", "power", ""),
    ("KW", "power", "1", "", ""),
    ("MW", "power", "1000", "", ""),
    ("GW", "power", "1000000", "", ""),
    ("度", "energy", "1", "power", ""),
    ("MHz", "frequency", "1", "power", ""),
    ("μg/m^3", "concentration", "1", "", ""),
    ("微克/立方公尺", "concentration", "1", "", ""),
    ("秒", "time", "1", "time", ""),
    ("分鐘", "time", "60", "time", ""),
    ("小時", "time", "3600", "time", ""),
    ("時", "time", "3600", "", ""),
    ("日", "days", "1", "time", ""),
    ("天", "days", "1", "time", "日"),
    ("工作天", "days", "1", "time", ""),
    ("工作日", "days", "1", "", ""),
    ("個月", "months", "1", "", ""),
    ("月", "months", "1", "", ""),
    ("年", "years", "1", "", ""),
    ("倍", "multiple", "1", "", ""),
    ("‰", "permille", "1", "", ""),
    ("MB", "megabytes", "1", "", ""),
    ("GB", "megabytes", "1000", "", ""),
    ("TB", "megabytes", "1000000", "", ""),
    # seen in texts only (domain.md §1.4)
    ("顆", "", "", "pieces", ""),
    ("枚", "", "", "pieces", ""),
    ("條", "", "", "pieces", ""),
)
UNITS: Final[tuple[UnitRow, ...]] = tuple(UnitRow(*row) for row in _ROWS)

UNIT_SCALES: Final[dict[str, Decimal]] = {
    "兆": Decimal(10) ** 12,
    "千億": Decimal(10) ** 11,
    "百億": Decimal(10) ** 10,
    "十億": Decimal(10) ** 9,
    "億": Decimal(10) ** 8,
    "千萬": Decimal(10) ** 7,
    "百萬": Decimal(10) ** 6,
    "十萬": Decimal(10) ** 5,
    "萬": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(100),
    "": Decimal(1),
}
"""What stands before a unit: 「千人次」, 「萬戶」, 「億元」."""
SCALES_IN_TEXT: Final = ("兆", "億", "千萬", "百萬", "萬", "千")
"""Those that running text writes before a unit: a 十 or 百 alone belongs to a numeral there."""

OFFERED_UNITS: Final = tuple(
    (
        "% 分 級 名 人 人次 千人次 萬人次 億人次 件 千件 萬件 案 項 項次 個 家 家次 筆 萬筆 次 場 "
        "場次 檔次 面 班 份 例 處 站 戶 萬戶 篇 隊 公里 公頃 公噸 千公噸 萬噸 百萬噸 公斤 "
        "公噸二氧化碳當量 千公噸二氧化碳當量 千公秉油當量 萬瓩 MHz 分鐘 小時 日 人月 人年 元 千元 萬元 億元 "
        "兆元"
    ).split()
)
"""The units that a target may be given in without typing, as the plans of year 107 use them (domain.md §1.4)."""
OFFERED_SCALES: Final[dict[str, tuple[str, ...]]] = {
    "money": ("千", "萬", "億", "兆"),
    "visits": ("千", "萬", "億"),
    "people": ("千", "萬"),
    "pieces": ("千", "萬"),
    "entries": ("萬",),
    "households": ("萬",),
    "mass": ("千", "萬", "百萬"),
    "oil": ("千",),
    "carbon": ("千",),
    "power": ("萬",),
    "energy": ("萬", "億"),
}
"""The scales in which actual values of a measure are usually given."""
