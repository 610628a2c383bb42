"""Addresses of pictures beside a data set's page; they have no language, for others to embed."""

from django.urls import URLPattern, path

from idea.engines.catalog.quality.http import pictures

urlpatterns: list[URLPattern] = [
    path("<str:slug>/quality.svg", pictures.badge, name="quality-badge"),
    path("<str:slug>/quality-trend.svg", pictures.trend, name="quality-trend"),
]
