"""The main job over HTTP: the real 107 plan of 科技部 through its whole life, then its chain verified offline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import demo_texts as texts
from benchmarks.server import ROOT, environment, flask, serving
from benchmarks.visitor import Answer, Guest, Person, Unexpected

OUT = ROOT / "var" / "demo"
PLAN = ROOT / "data" / "plans" / "107-most" / "plan.txt"
AGENCY, YEAR = "科技部", 107
ACCOUNTS = ("drafter", "unithead", "planning", "accounting", "gender", "head", "auditor")


class Demo:
    """One run: the people, the plan, and the steps told as they are taken."""

    def __init__(self, url: str, out: Path, environ: Mapping[str, str]) -> None:
        password = json.loads((ROOT / "data" / "samples" / "people.json").read_text(encoding="utf-8"))["password"]
        self.out, self.steps = out, count(1)
        self.people = {account: Person(url, account, password) for account in ACCOUNTS}
        self.password, self.url, self.environ = password, url, environ
        self.plan = 0

    def tell(self, who: str, did: str, state: str = "") -> None:
        """Print one step."""
        name = self.people[who].name if who in self.people else who
        print(f"{next(self.steps):3}. {name}　{did}{f'　→ {state}' if state else ''}", flush=True)

    def plan_of(self, who: str) -> dict[str, Any]:
        """The plan as this person gets it."""
        return self.people[who].get(f"/plans/{self.plan}")

    def move(self, who: str, document: int, move: str, expected: int = 200, **more: Any) -> Answer:
        """Make one move on the newest version, unless another is given."""
        person = self.people[who]
        if "version" not in more:
            more["version"] = person.get(f"/{'plans' if document == self.plan else 'sheets'}/{document}")["document"][
                "version"
            ]
        return person.post(f"/documents/{document}/moves/{move}", {"password": self.password, **more}, expected)

    def must_be(self, document: dict[str, Any], state: str) -> str:
        """Insist on a state; gives it."""
        if document["state"] != state:
            raise Unexpected(f"文件 {document['id']} 為 {document['state']}，應為 {state}")
        return state

    def sign(self, who: str, state: str) -> None:
        """Sign the plan, which then is in this state."""
        answer = self.move(who, self.plan, "sign")
        self.tell(who, "核章", self.must_be({"id": self.plan, **answer.body}, state))

    def refused(self, who: str, what: str, status: int, answer: Answer) -> None:
        """Tell a refusal that had to come."""
        self.tell(who, f"{what}：被拒（{status}）{answer.messages()[:90]}")

    def save(self, who: str, document: int, kind: str, parts: dict[str, Any], note: str) -> dict[str, Any]:
        """Save parts of a document's content; gives the document afterwards."""
        person = self.people[who]
        now = person.get(f"/{kind}/{document}")["document"]
        person.post(f"/documents/{document}/content", {"version": now["version"], "parts": parts, "note": note}, 200)
        after: dict[str, Any] = person.get(f"/{kind}/{document}")
        self.tell(who, f"{note}（修訂 {after['document']['revision']}）", after["document"]["state"])
        return after

    def explain(self, who: str, document: int, kind: str, move: str) -> None:
        """Acknowledge every warning that holds a move up, with its reason."""
        person = self.people[who]
        offers = person.get(f"/{kind}/{document}")["offers"]
        waiting = next(one["findings"] for one in offers if one["move"] == move)
        warnings = [one for one in waiting if one["severity"] == "W"]
        for one in warnings:
            reason = texts.REASONS.get(one["rule"], texts.ANY_REASON)
            body = {"rule": one["rule"], "fingerprint": one["fingerprint"], "reason": reason}
            person.post(f"/documents/{document}/acknowledgements", body)
        if warnings:
            self.tell(who, f"說明 {len(warnings)} 項警告：{'、'.join(sorted({one['rule'] for one in warnings}))}")

    # The acts, in order.

    def begin(self) -> None:
        """The drafter imports the plan, looks at the findings and corrects what blocks."""
        answer = self.people["drafter"].upload("/plans", {"agency_id": str(self.agency_id()), "year": str(YEAR)}, PLAN)
        made = answer.body.get("document", answer.body)
        self.plan = int(made["id"])
        now = self.plan_of("drafter")
        rows = {part: len(now["content"][part]) for part in ("goals", "kpis", "key_plans")}
        if rows != {"goals": 13, "kpis": 17, "key_plans": 68}:
            raise Unexpected(f"匯入後的列數不對：{rows}")
        self.tell(
            "drafter",
            f"匯入 {PLAN.name}：13 項目標、17 項指標、68 項重要計畫",
            self.must_be(now["document"], "drafting"),
        )
        weights = [one["severity"] for one in now["findings"]]
        summary = "、".join(f"{weight} {weights.count(weight)}" for weight in "BRWI")
        self.tell("drafter", f"檢核：{summary}")
        self.refused("drafter", "未補正即送審", 422, self.move("drafter", self.plan, "submit", 422))
        self.save(
            "drafter",
            self.plan,
            "plans",
            texts.unblocked(now["content"]),
            "補正指標方向、指標名稱與錯字，註記應辦性別影響評估",
        )
        self.explain("drafter", self.plan, "plans", "submit")

    def agency_id(self) -> int:
        """The agency at which the drafter drafts."""
        roles = self.people["drafter"].get("/account")["roles"]
        return int(next(one["agency_id"] for one in roles if one["agency"] == AGENCY))

    def submit(self) -> None:
        """The drafter submits, and may not sign what was submitted."""
        answer = self.move("drafter", self.plan, "submit")
        self.tell("drafter", "送審", self.must_be({"id": self.plan, **answer.body}, "unit_review"))

    def first_round(self) -> None:
        """The unit head signs; 研考 gives two opinions and gives the plan back; the drafter answers and corrects."""
        stale = self.plan_of("unithead")["document"]["version"] - 1
        self.refused("drafter", "自行核章", 403, self.move("drafter", self.plan, "sign", 403))
        self.refused("unithead", "以舊版核章", 409, self.move("unithead", self.plan, "sign", 409, version=stale))
        self.sign("unithead", "joint_review")
        content = self.plan_of("planning")["content"]
        kpi = {row["title"]: row["id"] for row in content["kpis"]}
        astray = next(row["id"] for row in content["kpis"] if row["goal_title"] == texts.CUT_OFF_GOAL)
        for place, (row, (part, words)) in enumerate(
            zip((astray, kpi[texts.UNLINKED[0]]), texts.OPINIONS, strict=True)
        ):
            opinion = {"text": words, "anchor": f"kpis[{row}].{part}"}
            self.people["planning"].post(f"/documents/{self.plan}/opinions", opinion)
            self.tell("planning", f"審查意見 {place + 1}：{words}")
        answer = self.move("planning", self.plan, "give_back")
        self.tell("planning", "退回修正", self.must_be({"id": self.plan, **answer.body}, "returned"))
        self.save("drafter", self.plan, "plans", texts.as_the_opinions_ask(content), "依審查意見修正")
        for place, words in enumerate(texts.RESPONSES, 1):
            body: dict[str, Any] = {"text": words, "adopted": True, "changed_at": f"kpis[{astray}].goal"}
            self.people["drafter"].post(f"/documents/{self.plan}/opinions/{place}/response", body)
            self.tell("drafter", f"回復意見 {place}：{words}")
        self.explain("drafter", self.plan, "plans", "submit")

    def joint_review(self) -> None:
        """研考 tries to sign too early, endorses every KPI, resolves the opinions and signs; 會計 signs."""
        self.sign("unithead", "joint_review")
        self.refused("planning", "指標未審完即核章", 422, self.move("planning", self.plan, "sign", 422))
        self.endorse(17)
        for number in (1, 2):
            self.people["planning"].post(f"/documents/{self.plan}/opinions/{number}/resolution", {"resolved": True})
        self.tell("planning", "註記兩項意見已解決")
        self.sign("planning", "joint_review")
        self.sign("accounting", "gender_check")

    def endorse(self, expected: int) -> None:
        """研考 endorses one by one the KPIs that wait for it."""
        kpis = [one for one in self.plan_of("planning")["children"] if one["state"] == "reviewing"]
        if len(kpis) != expected:
            raise Unexpected(f"應有 {expected} 項指標待審，實有 {len(kpis)} 項")
        for kpi in kpis:
            answer = self.move("planning", kpi["id"], "endorse", version=kpi["version"])
            self.must_be({"id": kpi["id"], **answer.body}, "approved")
        self.tell("planning", f"逐項同意 {len(kpis)} 項指標", "approved")

    def assess(self) -> None:
        """The gender-impact sheet of one key plan, with the outside expert, until it is complete."""
        self.refused("gender", "檢視表未完成即核章", 422, self.move("gender", self.plan, "sign", 422))
        rows = self.plan_of("drafter")["content"]["key_plans"]
        row = next(one["id"] for one in rows if one["item"] == texts.GIA_ITEM)
        made = self.people["drafter"].post(f"/plans/{self.plan}/sheets", {"row": row})
        sheet = int(made.body["id"])
        self.tell("drafter", f"就「{texts.GIA_ITEM}」開始填檢視表", "self_assessment")
        self.save("drafter", sheet, "sheets", dict(texts.STAFF), "填寫壹至捌")
        self.people["drafter"].post(f"/sheets/{sheet}/experts", dict(texts.GUEST))
        self.tell("drafter", f"邀請民間專家 {texts.GUEST['name']}")
        self.pass_on("drafter", sheet, "submit", "expert_review", "送程序參與")
        self.people["expert"] = Guest(self.url, texts.GUEST["name"], self.letter)
        self.tell("expert", "由信中的連結與驗證碼進入，同意保密")
        self.save("expert", sheet, "sheets", {"participation": texts.EXPERT}, "填寫拾、程序參與")
        self.move("expert", sheet, "answer")
        state = self.people["drafter"].get(f"/sheets/{sheet}")["document"]
        self.tell("expert", "完成程序參與", self.must_be(state, "responding"))
        self.refused("expert", "填復後再開檢視表", 401, self.people["expert"].ask(f"/sheets/{sheet}", 401))
        self.save("drafter", sheet, "sheets", {"results": texts.RESULTS_TOO_SHORT}, "填寫玖、評估結果")
        self.refused("drafter", "未說明採納情形即完成", 422, self.move("drafter", sheet, "complete", 422))
        self.save("drafter", sheet, "sheets", {"results": texts.RESULTS}, "補填採納情形")
        self.pass_on("drafter", sheet, "complete", "completed", "完成評估結果")
        self.refused("gender", "未認定其餘重要計畫即核章", 422, self.move("gender", self.plan, "sign", 422))
        seen = self.people["gender"].get(f"/plans/{self.plan}/impact")
        body = {"version": seen["version"], "all": True, "decision": "not_owed", "reason": texts.NOT_OWED}
        made = self.people["gender"].post(f"/plans/{self.plan}/impact", body, 200)
        self.tell("gender", f"認定其餘 {made.body['decided']} 項重要計畫不需辦理性別影響評估")

    def letter(self, word: str) -> str:
        """The newest letter of the outbox with this word in its subject, as the operator of a server without mail reads it."""
        listed = json.loads(flask(self.environ, "notices", "list", "--json"))["notices"]
        number = next(one["id"] for one in reversed(listed) if word in one["subject"])
        return str(json.loads(flask(self.environ, "notices", "list", "--show", str(number), "--json"))["body"])

    def pass_on(self, who: str, sheet: int, move: str, state: str, words: str) -> None:
        """Make one move on the sheet, warnings explained first where staff make it."""
        if who == "drafter":
            self.explain(who, sheet, "sheets", move)
        answer = self.move(who, sheet, move)
        self.tell(who, words, self.must_be({"id": sheet, **answer.body}, state))

    def head_gives_back(self) -> None:
        """An R finding stops the head's approval; the plan goes back once more, is corrected and comes again."""
        self.sign("gender", "approving")
        self.refused("head", "尚有須改正項目即核定", 422, self.move("head", self.plan, "sign", 422))
        content = self.plan_of("head")["content"]
        row = next(one["id"] for one in content["kpis"] if one["title"] == texts.REAL_KPI)
        opinion = {"text": texts.OPINION_OF_HEAD, "anchor": f"kpis[{row}].measure"}
        answer = self.move("head", self.plan, "give_back", opinions=[opinion])
        self.tell(
            "head", f"退回修正：{texts.OPINION_OF_HEAD}", self.must_be({"id": self.plan, **answer.body}, "returned")
        )
        self.save("drafter", self.plan, "plans", texts.closed_bracket(content), "補正算式括號")
        reply = {"text": texts.RESPONSE_TO_HEAD, "adopted": True, "changed_at": f"kpis[{row}].measure"}
        self.people["drafter"].post(f"/documents/{self.plan}/opinions/3/response", reply)
        self.explain("drafter", self.plan, "plans", "submit")
        self.submit()
        self.sign("unithead", "joint_review")
        self.endorse(1)
        self.sign("accounting", "joint_review")
        self.sign("planning", "gender_check")

    def approve(self) -> None:
        """性平 signs, the head resolves the opinion and approves, and the indicators are in force."""
        self.sign("gender", "approving")
        self.people["head"].post(f"/documents/{self.plan}/opinions/3/resolution", {"resolved": True})
        self.sign("head", "approved")
        kpis = [one for one in self.plan_of("head")["children"] if one["kind"] == "kpi_definition"]
        for kpi in kpis:
            self.must_be(kpi, "in_force")
        self.tell("系統", f"{len(kpis)} 項指標隨計畫生效", "in_force")

    def verify(self) -> None:
        """The auditor exports the bundle; the stand-alone verifier judges it in a process that has nothing else."""
        bundle = self.out / "bundle.zip"
        bundle.write_bytes(self.people["auditor"].file("/audit/export"))
        self.tell("auditor", f"匯出稽核紀錄 {bundle.name}（{bundle.stat().st_size // 1024} KB）")
        verifier = ROOT / "exchange" / "verify_bundle.py"
        done = subprocess.run(
            [sys.executable, "-I", str(verifier), str(bundle)],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.out,
        )
        if done.returncode != 0:
            raise Unexpected(f"驗證程式回報 {done.returncode}：{done.stdout}{done.stderr}")
        self.tell("驗證程式", done.stdout.strip().replace("\n", "\n     "))

    def run(self) -> None:
        """Everything, in order."""
        for act in (
            self.begin,
            self.submit,
            self.first_round,
            self.submit,
            self.joint_review,
            self.assess,
            self.head_gives_back,
            self.approve,
            self.verify,
        ):
            act()


def prepared(folder: Path) -> dict[str, str]:
    """The environment of a server on a fresh database with people and no documents."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environ = environment(f"sqlite:///{folder / 'demo.sqlite3'}")
    flask(environ, "db", "upgrade")
    flask(environ, "seed", "--fixture", "people")
    return environ


def main(out: Path = OUT) -> int:
    """Run the demonstration in a folder; gives the exit status: 0 only if all of it held."""
    environ = prepared(out)
    log = out / "server.log"
    try:
        with serving(environ, workers=2, log=log) as server:
            print(f"伺服器 {server.url}，資料庫 {out}/demo.sqlite3", flush=True)
            Demo(server.url, out, environ).run()
    except (Unexpected, KeyError, StopIteration, OSError) as broken:
        print(f"示範沒有完成：{broken!r}。伺服器紀錄見 {log}。", file=sys.stderr)
        return 1
    print("全部步驟都成立。")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
