"""What an expert's sentences say about gender: suggestions, and judgements of the beneficiary items.

Read by their build, clause by clause: what declines is left aside, what approves carries nothing over.
"""

from __future__ import annotations

import re
from typing import Final

from workflows.language.text import plain

_DECLINED: Final = re.compile(
    r"(?:無|未|沒有|暫無|尚無|並無)[^，。；建宜應請]{0,10}(?:建議|意見|疑義|補充|修正)|(?:建議|意見)(?:事項)?[:：]?(?:無|從缺)|"
    r"性別[^，。；]{0,8}(?:無關|無涉|無直接|無必然|關聯性?(?:低|不高|不大|有限))|(?:無|未|不)(?:涉及?|因)[^，。；]{0,8}性別|"
    r"[毋無](?:須|需|庸)|不(?:需|必)|無(?!障礙)[^，。；建宜應請]{0,6}性別|性別[^，。；]{0,6}無(?!障礙)|尚[屬稱]?[合妥]|無(?:修正|其他|具體|特別)?建議"
)
_APPROVES: Final = re.compile(
    r"(?:建議|予以|同意|請)?(?:照案|如擬|原則)?(?:通過|備查|核定)|(?:建議|請)(?:仍?依|維持|按|續依)[^，。；]{0,6}(?:原|現行|規劃|評定)"
)
_SUGGESTS: Final = re.compile(
    r"建議|宜(?!居|蘭)|(?<![供回反適相對因])應(?![用變屬對為評]|無|邀)|請(?![參教]|領|購)|(?:可|能)(?:再|進一步|考慮|考量|於|加|適度|適時|更)|補充|加強|強化|納入|"
    r"增列|增加|期許|期[望盼待]|希望|盼|[尚仍亟]需|仍須|不妨|留意|注意|若能|如能|值得[思考再]|有待|可惜|美中不足|落實"
)
_GENDER: Final = re.compile(
    r"性別|性平|平等(?:取得|獲取|參與)|(?<![子兒孫])女(?![兒婿])|男|兩性|婦|多元性|性傾向|哺集?乳|"
    r"(?<![城區地年世數位])(?<!城鄉)(?<!區域)(?<!地區)(?<!年齡)(?<!世代)(?<!數位)(?<!族群)(?:縮小|消弭|消除)差異|CEDAW|同志"
)
_PRAISES: Final = re.compile(
    r"完整|[允妥適]當|合[宜理於]|妥適|適[當切]|明確|充分|詳盡|清楚|同意|良好|符合|達(?:到|成)?(?:三分之一|1/3)|具備|尚可|均已|已[就依有經將納提列]|肯定"
)
_CLAUSE: Final = re.compile(r"[，,：:]|(?=但|惟|不過|然而|仍(?:建議|宜|應|請))")
_ITEM: Final = r"(?:7-[123]|受益對象|評定結果|該項|本項)?"
_BECOMES: Final = r"(?:評定|評估|勾選|填列|填|修正|修改|更正|調整|改|勾|評)(?:評|勾|列|填)?(?:為|成)?"
_SHOULD_BE_YES: Final = re.compile(
    rf"(?:應|宜|建議|請|須|需|可)[^。；否]{{0,20}}{_BECOMES}[^。；否]{{0,4}}(?:[「『\"]是[」』\"]|是(?=[，。；者較更]|$)|「?有關)"
)
_RIGHTLY_NO: Final = re.compile(
    rf"(?:{_ITEM}|三項|各項|7-1至7-3)[^。；，是]{{0,10}}(?:皆|均|全數|都)[^。；，是]{{0,8}}否[」』]?[^。；]{{0,12}}(?:同意|允當|適當|妥適|合宜|正確|無誤|可)"
)


def suggestion(text: str) -> str:
    """Return the first sentence that suggests something about gender, else empty; what declines does not count."""
    for sentence in re.split(r"[。；;\n]", plain(text)):
        carried = False  # a clause that names a want about gender, for the suggestion that follows it
        for clause in _CLAUSE.split(sentence):
            if not clause or _DECLINED.search(clause):
                continue
            about, says = bool(_GENDER.search(clause)), _SUGGESTS.search(_APPROVES.sub("", clause))
            if says and (about or carried):
                return sentence
            if about or says:
                carried = about and not _PRAISES.search(clause)
    return ""


def expects_yes(text: str) -> bool:
    """Return whether a text says that a beneficiary item should be 是."""
    return bool(_SHOULD_BE_YES.search(plain(text)))


def finds_all_no(text: str) -> bool:
    """Return whether a text agrees that every beneficiary item is 否."""
    return bool(_RIGHTLY_NO.search(plain(text))) and not expects_yes(text)
