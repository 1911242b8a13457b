"""The desk: what waits for the person who has signed in."""
from flask import Blueprint, render_template
bp = Blueprint("desk", __name__)
@bp.get("/")
def show():
    return render_template("errors/404.html")
