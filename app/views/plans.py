"""Plans."""
from flask import Blueprint
bp = Blueprint("plans", __name__)
def nothing(**k): return "x"
for rule, name in [("/plans","index"),("/plans/new","new"),("/plans/<int:document_id>","show"),("/plans/<int:document_id>/checks","checks"),("/kpis/<int:document_id>","kpi")]:
    bp.add_url_rule(rule, name, nothing)
