"""The shape of every JSON answer, declared once: tests hold all answers to it, and it is their JSON Schema (decision 0023)."""

from forms.answers.endpoints import ANSWERS, REFUSALS, declared_answers
from forms.answers.parts import Answer, RefusalAnswer

__all__ = ["ANSWERS", "REFUSALS", "Answer", "RefusalAnswer", "declared_answers"]
