"""The grammar of formulas: tokens to a tree by tables that never backtrack, so that time grows with length alone."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from models.wording import N_
from workflows.formula.errors import Broken, FormulaError
from workflows.formula.signs import Signs
from workflows.formula.tokens import Constant, Token
from workflows.formula.tree import Absolute, Each, Extreme, Named, Node, Number, Operand, Percent, Power, Product, Sum

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR: Final = r"""
start: sum
?sum: signed ((PLUS | MINUS) product)*
?signed: product | (PLUS | MINUS) product -> sign
?product: power ((TIMES | OVER) factor)*
?factor: power | MINUS power -> sign
?power: percent (POW exponent)?
?exponent: percent | MINUS percent -> sign
?percent: part PERCENT?
?part: NUM -> number
     | NAME -> name
     | LB sum RB -> group
     | CAPTION LB sum RB -> caption
     | SIGMA part -> each
     | BAR sum BAR_END -> absolute
     | AVERAGE LB sum RB -> average
     | (MAX | MIN) LB sum (COMMA sum)+ RB -> extreme
     | AVERAGE LB sum (COMMA sum)+ RB -> average
%declare PLUS MINUS TIMES OVER POW PERCENT NUM NAME LB RB CAPTION SIGMA COMMA MAX MIN AVERAGE BAR BAR_END
"""


@cache
def _parser() -> Lark:
    from lark import Lark, Transformer
    from lark import Token as Sign
    from lark.lexer import Lexer

    class Ready(Lexer):
        """Hands on the tokens that are there already."""

        def __init__(self, _conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Sign]:
            for token in lexer_state:
                sign = Sign(token.type, str(token.value))
                sign.start_pos = token.start
                sign.value = token
                yield sign

    return Lark(GRAMMAR, parser="lalr", lexer=Ready, transformer=_building(Transformer))


def _building(transformer: Any) -> Any:
    """Return the builder of the tree, one method for each rule."""

    class Builder(transformer):  # type: ignore[misc]
        """Every node keeps the column of its first sign."""

        def start(self, parts: list[Any]) -> Node:
            return parts[0]  # type: ignore[no-any-return]

        def number(self, parts: list[Any]) -> Node:
            token: Token = parts[0].value
            constant = cast(Constant, token.value)
            return Number(constant.value, constant.percent, constant.unit, token.column)

        def name(self, parts: list[Any]) -> Node:
            token: Token = parts[0].value
            return Operand(str(token.value), 0, token.column)

        def group(self, parts: list[Any]) -> Node:
            return parts[1]  # type: ignore[no-any-return]

        def caption(self, parts: list[Any]) -> Node:
            token: Token = parts[0].value
            return Named(str(token.value), parts[2], token.column)

        def each(self, parts: list[Any]) -> Node:
            return Each(parts[1], False, parts[0].value.column)

        def average(self, parts: list[Any]) -> Node:
            column = parts[0].value.column
            bodies = tuple(parts[2::2])
            if len(bodies) == 1:
                return Each(bodies[0], True, column)
            return Product(
                (
                    (True, Sum(tuple((True, body) for body in bodies), column)),
                    (False, Number(_whole(len(bodies)), column=column)),
                ),
                column,
            )

        def absolute(self, parts: list[Any]) -> Node:
            return Absolute(parts[1], parts[0].value.column)

        def extreme(self, parts: list[Any]) -> Node:
            return Extreme(tuple(parts[2::2]), parts[0].type == "MAX", False, parts[0].value.column)

        def percent(self, parts: list[Any]) -> Node:
            return Percent(parts[0], parts[0].column)

        def sign(self, parts: list[Any]) -> Node:
            if parts[0].type == "PLUS":
                return parts[1]  # type: ignore[no-any-return]
            return Sum(((False, parts[1]),), parts[0].value.column)

        def power(self, parts: list[Any]) -> Node:
            return Power(parts[0], parts[2], parts[0].column)

        def product(self, parts: list[Any]) -> Node:
            factors = [(True, parts[0])]
            factors += [(parts[n].type == "TIMES", parts[n + 1]) for n in range(1, len(parts), 2)]
            return Product(tuple(factors), parts[0].column)

        def sum(self, parts: list[Any]) -> Node:
            first = parts[0]
            terms = list(first.terms) if isinstance(first, Sum) and len(first.terms) == 1 else [(True, first)]
            terms += [(parts[n].type == "PLUS", parts[n + 1]) for n in range(1, len(parts), 2)]
            return Sum(tuple(terms), first.column)

    return Builder()


def _whole(number: int) -> Any:
    return Decimal(number)


_MISSING: Final = frozenset({"NUM", "NAME", "LB", "SIGMA"})


def tree_of(tokens: list[Token], signs: Signs, end: int) -> Node:
    """Return the tree of the tokens; raise ``FormulaError`` where they are no formula."""
    from lark.exceptions import UnexpectedInput, UnexpectedToken

    try:
        tree: Node = _parser().parse(tokens)  # type: ignore[assignment]
    except UnexpectedToken as error:
        raise _refusal(error, tokens, signs, end) from None
    except UnexpectedInput:
        raise FormulaError(
            N_("這段算式讀不懂，請檢查符號。"), signs.column(tokens[0].start if tokens else end)
        ) from None
    return tree


def _refusal(error: Any, tokens: list[Token], signs: Signs, end: int) -> FormulaError:
    if error.token.type == "$END":
        return Broken(N_("算式到此中斷，最後的運算符號後面少了一項。"), signs.column(max(end - 1, 0)))
    token: Token = error.token.value
    column = signs.column(token.start)
    if _MISSING & set(error.expected):
        return Broken(N_("「%(sign)s」前面少了一項。"), column, sign=signs.written(token.start))
    if token.type == "COMMA":
        return FormulaError(N_("括號裡的逗號看不懂；並列幾項請用「＋」，取大取小請寫 max（…，…）。"), column)
    return FormulaError(N_("「%(sign)s」前面少了運算符號。"), column, sign=signs.written(token.start))
