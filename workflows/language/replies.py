"""What a reply to an opinion says once thanks and assurances are gone (RV-04, GI-24)."""

from __future__ import annotations

import re
from typing import Final

from workflows.language.similarity import cached_fold
from workflows.language.text import plain

# Courtesies and bare assent: 「感謝委員建議」 「敬悉」 「遵照辦理」 「將納入參考」 tell nobody what was changed.
_COURTESY: Final = re.compile(
    r"(?:非常|十分|謹|敬)?(?:感謝|謝謝|致謝|感激|承蒙)(?:各位|貴)?(?:審查)?(?:委員|專家|學者|教授|老師|貴處|貴單位|機關|單位){0,3}(?:們)?(?:之|的|所提)?(?:寶貴|指正|指教|指導|提醒|肯定|鼓勵|建議|意見|提供|惠予|審查|支持|，|、|與|及){0,8}|"
    r"敬?悉|知悉|了解|瞭解|收悉|遵(?:照|示|囑|辦)(?:委員)?(?:意見|建議)?(?:辦理|修正)?|"
    r"(?:依|按|配合|參照|依照|遵照|已依|將依|業依)(?:據)?(?:委員|專家|學者|審查|貴處|上開|前開|本項|所提)*(?:之|的)?(?:意見|建議|指示)(?:已|將|予以|配合|據以){0,4}(?:修正|辦理|調整|修改|改進|執行|處理){0,4}|"
    r"(?:本項|該項|各項|全部|均|皆|已|將|擬|予以|同意|照案|錄案|賡續|持續|積極|未來|後續|爾後|日後|虛心|誠摯){0,8}(?:不予|不擬|未予|未能|無法|不|未)?(?:採納|參採|採行|採用|接受|納入(?:後續)?(?:參考|考量|研議|辦理)?|錄案(?:參考|辦理)?|列入(?:參考|考量)?|參考|參酌|配合(?:辦理)?|辦理|改進|改善|研議|檢討|修正|調整|處理|加強|注意|留意){1,8}(?:參考|辦理|考量|之參據|改進){0,4}|"
    r"(?:委員|專家|學者|教授|老師|審查)(?:之|的|所提)?(?:寶貴)?(?:意見|建議)|意見|建議|如上|同上|詳如?(?:上|前)述|如前述"
)
_NONE: Final = re.compile(
    r"(?:本(?:案|項|次|計畫))?(?:尚|暫|並|均|皆)?(?:無|沒有|未有|不適用|從缺)(?:此情形|此項|未(?:予)?(?:參採|採納|採行)(?:之)?(?:意見|建議|事項|項目|者|情形|理由)*|不採納(?:之)?(?:意見|建議)*)?"
)
_DECLINES: Final = re.compile(
    r"免(?:填|予填寫)|[毋無](?:須|需|庸)(?:填|另|回)|無(?:其他|具體|應|需|須|待)?(?:應|需|須|待)?(?:修正|參採|調整|回應|改善)?(?:之)?(?:意見|建議|事項)|無參採|不適用"
)
_ALL_ADOPTED: Final = re.compile(
    r"(?:各項|專家|委員|所提|之)*(?:意見|建議)?(?:均|皆|全部|全數|業|已|予以|獲)+(?:採納|參採|採行|納入)"
)
_FILLERS: Final = re.compile(r"本(?:計畫|案|部|會|署|局|處|機關|單位|項)|將|已|業|皆|均|並|之|的|了|予|所|謹|另|亦|再")


def reply_length(text: str) -> int:
    """Return how many characters a reply holds beside courtesies and bare assent."""
    return len(substance_of(text))


def substance_of(text: str) -> str:
    """Return what is left of a reply once courtesies, assent and filling words are gone."""
    clauses = (cached_fold(_COURTESY.sub("", clause)) for clause in re.split(r"[，。；;、！!\n]", plain(text)))
    return "".join(_FILLERS.sub("", clause) for clause in clauses)


def says_none(text: str) -> bool:
    """Return whether an answer says that there is nothing of the kind (「無」, 「無未參採事項」)."""
    return bool(_NONE.fullmatch(cached_fold(text)))


def says_all_adopted(text: str) -> bool:
    """Return whether a text says that every opinion was adopted (「均已採納，無未參採情形」)."""
    return bool(_ALL_ADOPTED.match(cached_fold(text)))


def declines(text: str) -> bool:
    """Return whether a text only says that nothing need be answered (「免填」, 「無修正意見」)."""
    return all(
        _DECLINES.search(sentence) or says_none(sentence) or not cached_fold(sentence)
        for sentence in re.split(r"[。；;\n]", plain(text))
    )
