"""The site map."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from commission import health, home, sitemaps
from press.media import serving

handler400 = "commission.errors.bad_request"
handler403 = "commission.errors.forbidden"
handler404 = "commission.moved.not_found"
handler500 = "commission.errors.server_error"

urlpatterns = [
    path("", home.language_redirect, name="language-redirect"),
    path("healthz", health.alive, name="health-alive"),
    path("readyz", health.ready, name="health-ready"),
    path("robots.txt", home.robots, name="robots"),
    path("favicon.ico", home.favicon, name="favicon"),
    path(".well-known/security.txt", home.security_contact, name="security-contact"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap-section"),
    path("media/<uuid:uuid>/<name>", serving.file, name="media-file"),
    path("admin/language/", set_language, name="admin-language"),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("", home.home, name="home"),
    path("press/", include("press.urls")),
    path("appeals/", include("appeals.urls")),
    path("search/", include("commission.site_search.urls")),
    path("contact/", include("commission.contact.urls")),
    path("pages/", include("commission.pages.urls")),
)
