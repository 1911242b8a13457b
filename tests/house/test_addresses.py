"""The addresses of the application, their methods and endpoint names: links that people and machines have kept hold."""

from __future__ import annotations

from flask import Flask

FROZEN = """
/documents/<int:document_id> GET documents.show
/documents/<int:document_id>/checks GET documents.checks
/ GET desk.show
/account GET signing_in.account
/account/password GET,POST signing_in.change_password
/admin/agencies GET admin.agencies
/admin/agencies/<int:agency_id> GET,POST admin.agency
/admin/agencies/new GET,POST admin.new_agency
/admin/outbox GET posting.show
/admin/people GET admin.people
/admin/people/<int:user_id> GET,POST admin.person
/admin/people/<int:user_id>/password POST admin.reset_password
/admin/people/<int:user_id>/roles POST admin.grant
/admin/people/<int:user_id>/roles/<int:holding_id>/end POST admin.end
/admin/people/new GET,POST admin.new_person
/agencies/<int:agency_id>/lights GET,POST reporting.lights
/audit GET auditing.index
/audit/export GET auditing.export
/audit/verify POST auditing.verify
/documents/<int:document_id>/acknowledgements POST plans.acknowledge
/documents/<int:document_id>/compare GET history.compare
/documents/<int:document_id>/content POST drafting.content
/documents/<int:document_id>/history GET history.show
/documents/<int:document_id>/moves/<move> GET,POST approving.move
/documents/<int:document_id>/opinions GET reviewing.opinions
/documents/<int:document_id>/opinions POST reviewing.give
/documents/<int:document_id>/opinions/<int:number>/resolution POST reviewing.resolve
/documents/<int:document_id>/opinions/<int:number>/response POST reviewing.respond
/documents/<int:document_id>/revisions/<int:number> GET history.revision
/documents/<int:document_id>/sections/<part> GET,POST sections.section
/documents/<int:document_id>/sections/<part>/check POST sections.check
/documents/kinds/<kind_name> GET documents.index
/documents/new/<kind_name> GET,POST documents.new
/healthz GET health.healthz
/invited GET entering.code_page
/invited/<token> GET entering.show
/invited/<token> POST entering.open_link
/invited/code POST entering.send_code
/invited/done GET entering.done
/invited/enter POST entering.enter
/kpis/<int:document_id> GET plans.kpi
/kpis/<int:document_id>/results GET reporting.indicator
/kpis/<int:document_id>/results POST reporting.enter
/kpis/<int:document_id>/results/<int:year>/<period>/<int:number>/confirmation POST reporting.confirm
/kpis/<int:document_id>/results/<int:year>/<period>/<int:number>/return POST reporting.send_back
/kpis/<int:document_id>/trial GET trying.trial
/language/<locale> GET signing_in.language
/notices/<int:notice_id>/read POST desk.read
/plans GET plans.index
/plans POST plans.create
/plans/<int:document_id> GET plans.show
/plans/<int:document_id>/check/<part>/<row_id> POST checking.row
/plans/<int:document_id>/check/preamble POST checking.preamble
/plans/<int:document_id>/checks GET plans.checks
/plans/<int:document_id>/edit/<part> GET drafting.section
/plans/<int:document_id>/edit/<part> POST drafting.change
/plans/<int:document_id>/edit/<part>/<row_id> GET drafting.row
/plans/<int:document_id>/edit/<part>/<row_id> POST drafting.keep_row
/plans/<int:document_id>/impact GET overseeing.impact
/plans/<int:document_id>/impact POST overseeing.decide_impact
/plans/<int:document_id>/imported GET plans.imported
/plans/<int:document_id>/results GET reporting.plan
/plans/<int:document_id>/review GET reviewing.show
/plans/<int:plan_id>/sheets POST assessing.begin
/plans/new GET plans.new
/readyz GET health.readyz
/results GET reporting.index
/rules GET weighing.index
/rules/<code> GET weighing.rule
/rules/<code> POST weighing.weigh
/sheets GET assessing.index
/sheets/<int:document_id> GET assessing.show
/sheets/<int:document_id>/<section_key> GET,POST assessing.section
/sheets/<int:document_id>/<section_key>/owed POST owing.owed
/sheets/<int:document_id>/confirmation POST consulting.confirm
/sheets/<int:document_id>/experts GET,POST consulting.invite
/sheets/<int:document_id>/experts/<int:user_id>/end POST consulting.release
/sheets/<int:document_id>/experts/notice POST consulting.tell
/sheets/<int:document_id>/indicators POST linking.make
/sheets/desk GET overseeing.desk
/sheets/pledge POST consulting.pledge
/sign-in GET signing_in.show
/sign-in POST signing_in.sign_in
/sign-out POST signing_in.sign_out
/static/<path:filename> GET static
"""
"""One rule a line: address, methods besides HEAD and OPTIONS, endpoint. A line is added, never changed."""


def rules(app: Flask) -> list[str]:
    """The rules of the application as they are written above."""
    return sorted(
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )


def test_the_addresses_are_these(app: Flask) -> None:
    assert rules(app) == sorted(FROZEN.split("\n")[1:-1])
