"""Which JSON answers each endpoint gives, by method."""

from __future__ import annotations

from typing import Final

from forms.answers import documents, gender, house, people, results, reviews
from forms.answers.parts import Answer, RefusalAnswer

ANSWERS: Final[dict[str, tuple[type[Answer], ...]]] = {
    "GET admin.agencies": (people.Agencies,),
    "GET admin.agency": (people.AgencyWithToken,),
    "POST admin.agency": (people.Agency,),
    "POST admin.end": (people.Person,),
    "POST admin.grant": (people.Person,),
    "POST admin.new_agency": (people.Agency,),
    "POST admin.new_person": (people.FirstPassword,),
    "GET admin.people": (people.People,),
    "GET admin.person": (people.PersonWithToken,),
    "POST admin.person": (people.Person,),
    "POST admin.reset_password": (people.FirstPassword,),
    "GET approving.move": (reviews.MoveQuestion,),
    "POST approving.move": (reviews.MoveMade, reviews.DraftKept, reviews.AccessEnded),
    "POST assessing.begin": (gender.SheetOutcome,),
    "GET assessing.index": (gender.SheetList, gender.QuestionToExpert),
    "POST assessing.section": (gender.SheetOutcome,),
    "GET assessing.show": (gender.Sheet,),
    "GET auditing.index": (house.LogPage,),
    "POST auditing.verify": (house.Verdict,),
    "POST checking.preamble": (documents.TriedSection,),
    "POST checking.row": (documents.TriedSection,),
    "POST consulting.confirm": (reviews.AccessEnded,),
    "POST consulting.invite": (gender.SheetOutcome,),
    "POST consulting.pledge": (gender.Pledge,),
    "POST consulting.release": (gender.SheetOutcome,),
    "POST consulting.tell": (gender.SheetOutcome,),
    "POST desk.read": (house.NoticeRead,),
    "GET desk.show": (house.Desk,),
    "GET documents.checks": (documents.Checks,),
    "GET documents.index": (documents.DocumentPage,),
    "POST documents.new": (documents.NewDocument,),
    "GET documents.show": (documents.WholeDocument,),
    "POST drafting.change": (documents.SavedRow, documents.Saved),
    "POST drafting.content": (documents.SavedContent,),
    "POST drafting.keep_row": (documents.Saved,),
    "GET drafting.row": (documents.PlanSection,),
    "GET drafting.section": (documents.PlanSection,),
    "GET entering.code_page": (people.Token,),
    "GET health.readyz": (house.Ready,),
    "GET history.compare": (reviews.Comparison,),
    "GET history.revision": (reviews.RevisionContent,),
    "GET history.show": (reviews.History,),
    "POST linking.make": (gender.NewIndicator,),
    "POST overseeing.decide_impact": (gender.ImpactDecided,),
    "GET overseeing.desk": (gender.OfficerDesk,),
    "GET overseeing.impact": (gender.ImpactRows,),
    "POST owing.owed": (gender.OwedSteps,),
    "POST plans.acknowledge": (documents.Explained,),
    "GET plans.checks": (documents.Checks,),
    "POST plans.create": (documents.NewPlan,),
    "GET plans.imported": (documents.ImportReport,),
    "GET plans.index": (documents.PlanPage,),
    "GET plans.kpi": (documents.WholeDefinition,),
    "GET plans.show": (documents.WholeDocument, documents.ContentForExpert),
    "GET posting.show": (house.Outbox,),
    "POST reporting.confirm": (results.ResultOutcome,),
    "POST reporting.enter": (results.ResultOutcome,),
    "GET reporting.index": (results.Results, results.NoResults),
    "GET reporting.indicator": (results.Results,),
    "GET reporting.lights": (results.Lights,),
    "POST reporting.lights": (results.Lights,),
    "GET reporting.plan": (results.Results,),
    "POST reporting.send_back": (results.ResultOutcome,),
    "POST reviewing.give": (reviews.OpinionOutcome,),
    "GET reviewing.opinions": (reviews.OpinionTable,),
    "POST reviewing.resolve": (reviews.OpinionOutcome,),
    "POST reviewing.respond": (reviews.OpinionOutcome,),
    "GET reviewing.show": (reviews.Review,),
    "POST sections.check": (documents.TriedSectionWithSums,),
    "GET sections.section": (documents.SectionContent,),
    "POST sections.section": (documents.Saved,),
    "GET signing_in.account": (people.Account,),
    "GET signing_in.change_password": (people.Token,),
    "POST signing_in.change_password": (people.PasswordChanged,),
    "GET signing_in.show": (people.SignInState,),
    "POST signing_in.sign_in": (people.Account,),
    "POST signing_in.sign_out": (people.SignedOut,),
    "GET trying.trial": (results.Trial, results.NoTrial),
    "GET weighing.index": (house.Rules,),
    "GET weighing.rule": (house.RuleOfAgency,),
    "POST weighing.weigh": (house.RuleWeighed,),
}
"""What an endpoint answers when it does what was asked; the first that fits, where there are several."""

REFUSALS: Final[dict[str, tuple[type[Answer], ...]]] = {"GET trying.trial": (results.FaultyTrial,)}
"""The refusals that an endpoint has of its own, beside that of all."""


def declared_answers(name: str, status: int) -> tuple[type[Answer], ...]:
    """The shapes that an answer may have: ``name`` is method and endpoint; empty where none is declared."""
    return (RefusalAnswer, *REFUSALS.get(name, ())) if status >= 400 else ANSWERS.get(name, ())
