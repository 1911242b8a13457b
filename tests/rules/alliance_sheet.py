"""The sheet of source 003 (推動國際產學聯盟計畫) in the concept shape, with every person, telephone and address invented."""

from __future__ import annotations

from typing import Any

STOCK = "本計畫之參與者與使用者無任何性別之限制"


def alliance_sheet() -> dict[str, Any]:
    """Return the sheet as it was handed in: one sentence in thirteen cells, 無關 with a suggestion, timing left open."""
    return {
        "form": "102A",
        "amendment": None,
        "filler": {
            "date": "107-07-18",
            "name": "陳虛構",
            "title": "助理研究員",
            "identity": "業務單位人員",
            "phone": "02-5550-0199",
            "email": "someone@agency.example",
        },
        "plan_title": "推動國際產學聯盟計畫",
        "supervising_agency": "科技部",
        "drafting_agency": "科技部",
        "domains": ["3-2", "3-6", "3-7"],
        "domains_other": "",
        "need": {
            "overview": "國際產學聯盟計畫將匯集國內學界研發能量，聚焦前瞻創新領域，促進學術研究與國內外企業進行合作，進一步讓國內產學研"
            "的創新能量可與全球技術領先的產業供應鏈接軌。另外設置「產業聯絡中心」，媒合企業需求及聯盟學校研發能量，強化會員間研發"
            "成果與需求的交流，進而增加整體產業的升級。",
            "statistics": "本計畫打造產學研聯盟會員制平台，並設置產業聯絡中心，參與者與使用者不限任何性別。",
            "statistics_plan": "本計畫打造一產學服務的媒合平台，參與者及使用者不限任何性別。",
        },
        "goal": "1. 整合國內學研頂尖人才與研究成果，推動跨領域應用研究，搭建國際產學研合作平台與市場需求連結\n"
        "2. 讓學研成果與產業發展無縫接軌或衍生新創事業，創造並強化國內學研成果與全球企業雙方之間的互益關係\n"
        "3. 為產業提供技術與人才，進一步創造價值並增益社會。\n4. 本計畫之參與者與使用者無任何性別限制",
        "mechanism": STOCK,
        "beneficiaries": [{"item": f"7-{number}", "answer": "否", "reason": STOCK} for number in (1, 2, 3)],
        "evaluation": {f"8-{number}": STOCK for number in range(1, 10)},
        "participation": {
            "from": "107-07-20",
            "to": "107-07-23",
            "expert": {
                "name": "趙杜撰",
                "title": "教授",
                "unit": "示範大學大氣科學系，曾任性平委員",
                "field": "颱風策略觀測、大氣科學、颱風與海洋交互作用",
                "standing": "",
                "external": True,
            },
            "manner": "書面意見",
            "materials": {
                "statistics": "無",
                "statistics_detail": "應可設法找尋",
                "plan": "有，但無性別目標",
                "preliminary": "有，但仍有改善空間",
            },
            "relevance": "無關",
            "opinions": {
                "10-6": "本計畫書針對問題與需求評估需求之說明尚屬合宜",
                "10-7": "本計畫並未設定性別目標",
                "10-8": "本計畫所設定之參與對象，並無性別區別",
                "10-9": "本計畫之可能受益對象，並無性別區別",
                "10-10": "本計畫並無針對資源與過程進行說明",
                "10-11": "本計畫並無針對效益評估進行說明",
            },
            "summary": "建議針對如何平等取得資源、縮小性別差異...等，進一步說明",
            "timing": "",
            "pledge": True,
        },
        "results": {
            "summary": "將針對 106-107 年本案人才培育及推廣參與人員(如計畫主持人、各產業聯絡專家等)進行性別統計，並提出未來須強化之"
            "性別統計與分析之方法，以作為改善參考依據。",
            "adopted": "後續將每年進行性別統計並進行調整。",
            "not_adopted": "",
            "notified": "107-08-10",
        },
    }
