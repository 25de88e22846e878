from django.apps import AppConfig


class SiteSearchConfig(AppConfig):
    name = "commission.site_search"
