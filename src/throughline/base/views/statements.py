"""Statements that every public body must show: accessibility and privacy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "base/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "base/privacy.html")
